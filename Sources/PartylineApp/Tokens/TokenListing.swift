// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

/// What is shown of a token: never its secret, and never the secret's hash.
public struct TokenListing: Encodable, Sendable {
    let id: String
    let organisation: String
    let role: String
    let scopes: [String]
    let locations: [String]
    let created: Date
    let expires: Date?
    let revoked: Date?

    init(of token: Token, in organisation: Organisation) {
        id = token.id.description
        self.organisation = organisation.name
        role = token.role.rawValue
        scopes = token.scopes.map(\.rawValue).sorted()
        locations = token.locations.sorted().map(\.description)
        created = token.created
        expires = token.expires
        revoked = token.revoked
    }

    /// All of them as the format wants them.
    public static func render(_ listings: [TokenListing], as format: OutputFormat) throws -> String {
        switch format {
        case .json: return try JSONText.of(listings)
        case .table:
            let headings = ["ID", "ROLE", "SCOPES", "LOCATIONS", "CREATED", "EXPIRES", "REVOKED", "ORGANISATION"]
            return Table(headings: headings, rows: listings.map(\.row)).text
        }
    }

    private var row: [String] {
        [
            id, role, scopeSummary, locations.isEmpty ? "-" : locations.joined(separator: ","), Self.text(created),
            expires.map(Self.text) ?? "never", revoked.map(Self.text) ?? "-", organisation,
        ]
    }

    /// A role's own scopes would fill the line and say nothing.
    private var scopeSummary: String {
        let isDefault = Role(rawValue: role).map { $0.defaultScopes.map(\.rawValue).sorted() == scopes } ?? false
        return isDefault ? "of the role" : scopes.joined(separator: ",")
    }

    private static func text(_ date: Date) -> String {
        date.formatted(.iso8601)
    }
}
