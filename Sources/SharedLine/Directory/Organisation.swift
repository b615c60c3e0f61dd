// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A tenant. Nothing of one organisation is ever visible to another.
public struct Organisation: Hashable, Sendable {
    public let id: OrganisationID
    /// Shown as `displayName`; 1 to 256 characters.
    public let name: String
    public let created: Date
    /// Whether a member list may only be replaced with `If-Match` (else 428).
    public let requiresIfMatch: Bool

    public init(id: OrganisationID, name: String, created: Date, requiresIfMatch: Bool) {
        self.id = id
        self.name = name
        self.created = created
        self.requiresIfMatch = requiresIfMatch
    }
}
