// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine

extension PostgresStore {
    private static let tokenByHash = "\(TokenRows.source) WHERE t.hash = $1"
    private static let tokensOf = "\(TokenRows.source) WHERE t.organisation_id = $1 ORDER BY t.created DESC, t.id"

    public func token(hash: TokenHash) async throws -> Token? {
        try await read(Self.tokenByHash, [.bytes(hash.bytes)]).first(TokenRows.token)
    }

    public func tokens(in organisation: OrganisationID) async throws -> [Token] {
        try await read(Self.tokensOf, [.uuid(organisation.uuid)]).map(TokenRows.token)
    }

    private static let answerToKey = """
        SELECT request_hash, status, etag, body, at FROM idempotent_answer \
        WHERE token_id = $1 AND key = $2 AND at >= $3
        """

    public func answer(to key: IdempotencyKey, since: Date) async throws -> IdempotentAnswer? {
        try await read(Self.answerToKey, [.uuid(key.token.uuid), .text(key.key), .date(since)]).first { row in
            IdempotentAnswer(
                key: key, requestHash: try row.next(), status: try row.next(), eTag: try row.next(),
                body: try row.next(), at: try row.next())
        }
    }
}
