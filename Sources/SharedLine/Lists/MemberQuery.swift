// SPDX-License-Identifier: Apache-2.0

/// A search for members whose lines could be put on an endpoint.
public struct MemberQuery: Hashable, Sendable {
    public var organisation: OrganisationID
    /// Members outside are left out.
    public var reach: LocationReach
    public var location: LocationID?
    /// Contained in first and last name, parted by a space, in any case.
    public var name: String?
    /// Contained in the phone number.
    public var phoneNumber: String?
    /// Contained in the extension.
    public var `extension`: String?
    /// Members that stand on this endpoint are left out.
    public var notOn: EndpointID?
    public var usage: MemberUsage
    public var includesVirtualLines: Bool
    public var order: [MemberOrder]

    public init(organisation: OrganisationID, reach: LocationReach) {
        self.organisation = organisation
        self.reach = reach
        self.usage = .sharedLine
        self.includesVirtualLines = true
        self.order = []
    }
}

/// What a found member is wanted for.
public enum MemberUsage: Hashable, Sendable {
    /// Its line on somebody else's endpoint: a workspace needs the professional licence for that.
    case sharedLine
    /// To own a device: people and workspaces alone.
    case deviceOwner
}

/// One key of an asked order; the id always comes last, so that pages are stable.
public struct MemberOrder: Hashable, Sendable {
    public enum Key: Hashable, Sendable, CaseIterable {
        case firstName, lastName, phoneNumber, `extension`
    }

    public let key: Key
    public let isDescending: Bool

    public init(key: Key, isDescending: Bool) {
        self.key = key
        self.isDescending = isDescending
    }
}
