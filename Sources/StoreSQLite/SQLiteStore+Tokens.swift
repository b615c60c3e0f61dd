// SPDX-License-Identifier: Apache-2.0

public import Foundation
import GRDB
public import SharedLine

enum TokenRows {
    static let source = """
        SELECT t.id, t.organisation_id, t.role, t.scopes, t.created, t.expires, t.revoked, \
        (SELECT group_concat(hex(x.location_id)) FROM token_location x WHERE x.token_id = t.id) FROM token t
        """

    static func token(_ row: Row) throws -> Token {
        let scopes = try (row[3] as String).split(separator: " ").map { text in
            guard let scope = Scope(rawValue: String(text)) else {
                throw UnreadableRow(column: "token.scopes", value: String(text))
            }
            return scope
        }
        let locations = try (row[7] as String? ?? "").split(separator: ",").map { LocationID(try uuid(hex: $0)) }
        return Token(
            id: TokenID(row[0]), organisation: OrganisationID(row[1]), role: try row.value(2, of: "token.role"),
            scopes: Set(scopes), locations: Set(locations), created: row.date(4), expires: row.optionalDate(5),
            revoked: row.optionalDate(6))
    }

    private static func uuid(hex: Substring) throws -> UUID {
        var text = String(hex)
        for offset in [8, 13, 18, 23] where text.count > offset {
            text.insert("-", at: text.index(text.startIndex, offsetBy: offset))
        }
        guard let uuid = UUID(uuidString: text) else {
            throw UnreadableRow(column: "token_location.location_id", value: text)
        }
        return uuid
    }
}

extension SQLiteStore {
    public func token(hash: TokenHash) async throws -> Token? {
        try await quickRead { db in try db.row("\(TokenRows.source) WHERE t.hash = ?", [hash.bytes], TokenRows.token) }
    }

    public func tokens(in organisation: OrganisationID) async throws -> [Token] {
        try await read { db in
            try db.rows(
                "\(TokenRows.source) WHERE t.organisation_id = ? ORDER BY t.created DESC, t.id", [organisation.uuid],
                TokenRows.token)
        }
    }

    public func answer(to key: IdempotencyKey, since: Date) async throws -> IdempotentAnswer? {
        let sql = """
            SELECT request_hash, status, etag, body, at FROM idempotent_answer \
            WHERE token_id = ? AND key = ? AND at >= ?
            """
        return try await quickRead { db in
            try db.row(sql, [key.token.uuid, key.key, since.milliseconds]) { row in
                IdempotentAnswer(
                    key: key, requestHash: row[0], status: row[1], eTag: row[2], body: row[3], at: row.date(4))
            }
        }
    }
}
