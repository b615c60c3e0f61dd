// SPDX-License-Identifier: Apache-2.0

/// An organisation.
public struct WebexOrganization: Hashable, Sendable, Encodable {
    public var id: WebexID
    public var displayName: String
    /// Optional in the contract, needed by clients.
    public var created: WebexTimestamp

    public init(id: WebexID, displayName: String, created: WebexTimestamp) {
        self.id = id
        self.displayName = displayName
        self.created = created
    }
}
