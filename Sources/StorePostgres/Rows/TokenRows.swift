// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

enum TokenRows {
    static let source = """
        SELECT t.id, t.organisation_id, t.role, t.scopes, \
        ARRAY(SELECT x.location_id FROM token_location x WHERE x.token_id = t.id), t.created, t.expires, t.revoked \
        FROM token t
        """

    static func token(_ row: inout Row) throws -> Token {
        Token(
            id: try row.next(), organisation: try row.next(), role: try row.next(), scopes: try scopes(row.next()),
            locations: Set(try row.next() as [LocationID]), created: try row.next(), expires: try row.next(),
            revoked: try row.next())
    }

    private static func scopes(_ text: String) throws -> Set<Scope> {
        Set(
            try text.split(separator: " ").map { word in
                guard let scope = Scope(rawValue: String(word)) else {
                    throw UnreadableRow(column: "scopes", value: String(word))
                }
                return scope
            })
    }
}
