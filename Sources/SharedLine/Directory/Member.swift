// SPDX-License-Identifier: Apache-2.0

/// Whoever has a line: a person, a workspace or a virtual line.
///
/// Numbers are unique over the store, extensions within a location; the schema holds both.
public struct Member: Hashable, Sendable {
    public let id: MemberID
    public let organisation: OrganisationID
    public let kind: MemberKind
    /// nil exactly for a member without calling.
    public let location: LocationSummary?
    /// A workspace's whole name stands here.
    public let firstName: String
    /// Empty for a workspace.
    public let lastName: String
    /// 2 to 10 digits.
    public let `extension`: String?
    /// E.164 with its `+`.
    public let phoneNumber: String?
    /// nil means that the member cannot call, have or show a line.
    public let licence: CallingLicence?

    public init(
        id: MemberID, organisation: OrganisationID, kind: MemberKind, location: LocationSummary?, firstName: String,
        lastName: String, `extension`: String?, phoneNumber: String?, licence: CallingLicence?
    ) {
        self.id = id
        self.organisation = organisation
        self.kind = kind
        self.location = location
        self.firstName = firstName
        self.lastName = lastName
        self.extension = `extension`
        self.phoneNumber = phoneNumber
        self.licence = licence
    }

    /// Routing prefix and extension: the number that reaches the line from any location of the organisation.
    public var esn: String? {
        self.extension.map { (location?.routingPrefix ?? "") + $0 }
    }

    /// First and last name, parted by a space where there are both.
    public var fullName: String {
        lastName.isEmpty ? firstName : firstName.isEmpty ? lastName : "\(firstName) \(lastName)"
    }
}

/// What a member is.
public enum MemberKind: String, Hashable, Sendable, CaseIterable {
    case person
    case workspace
    case virtualLine = "virtual_line"
}

/// What allows a member to call.
public enum CallingLicence: String, Hashable, Sendable, CaseIterable {
    case professional
    case basic
    /// The basic licence of a workspace: its line can be shown on no other endpoint.
    case workspaces
}
