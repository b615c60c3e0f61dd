// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
public import SharedLine

enum SIPRows {
    static let columns = "s.endpoint_id, s.ha1, s.created"

    static func credential(_ row: Row) -> SIPCredential {
        SIPCredential(endpoint: EndpointID(row[0]), ha1: row[1], created: row.date(2))
    }

    static func credential(of endpoint: EndpointID, _ db: Database) throws -> SIPCredential? {
        try db.row("SELECT \(columns) FROM sip_credential s WHERE s.endpoint_id = ?", [endpoint.uuid], credential)
    }

    static func endpoint(_ credential: SIPCredential, _ db: Database) throws -> SIPEndpoint? {
        try EndpointRows.head(of: credential.endpoint, db).map { head in
            SIPEndpoint(credential: credential, list: try EndpointRows.list(head, db))
        }
    }
}

extension SQLiteStore {
    public func sipEndpoint(_ id: EndpointID) async throws -> SIPEndpoint? {
        try await quickRead { db in
            try SIPRows.credential(of: id, db).flatMap { try SIPRows.endpoint($0, db) }
        }
    }

    public func sipEndpoints(after id: EndpointID?, max: Int) async throws -> [SIPEndpoint] {
        // Before the first of all ids stands the empty text.
        let sql = """
            SELECT \(SIPRows.columns) FROM sip_credential s WHERE s.endpoint_id > coalesce(?, x'') \
            ORDER BY s.endpoint_id LIMIT ?
            """
        return try await read { db in
            try db.rows(sql, [id?.uuid, max], SIPRows.credential).compactMap { try SIPRows.endpoint($0, db) }
        }
    }
}
