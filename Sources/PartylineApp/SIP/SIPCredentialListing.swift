// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

/// What a phone is given to register, or what is shown of it later.
public struct SIPCredentialListing: Encodable, Sendable {
    let user: String
    /// nil everywhere but where it was made.
    let secret: String?
    let created: Date
    let owner: String
    let model: String
    /// The extensions, or numbers, that it registers, by port.
    let lines: [String]

    init(of credential: SIPCredential, on list: MemberList, secret: String?) {
        user = credential.user
        self.secret = secret
        created = credential.created
        owner = list.endpoint.owner.fullName
        model = list.endpoint.model.displayName
        lines = list.entries.compactMap { $0.member.extension ?? $0.member.phoneNumber }
    }

    /// All of them as the format wants them.
    public static func render(_ listings: [SIPCredentialListing], as format: OutputFormat) throws -> String {
        if format == .json { return try JSONText.of(listings) }
        let hasSecrets = listings.contains { $0.secret != nil }
        let rows = listings.map { listing in
            [listing.owner, listing.model, listing.user] + (hasSecrets ? [listing.secret ?? ""] : [])
                + [listing.lines.joined(separator: ",")]
        }
        return Table(
            headings: ["OWNER", "ENDPOINT", "USER"] + (hasSecrets ? ["SECRET"] : []) + ["LINES"], rows: rows
        ).text
    }
}
