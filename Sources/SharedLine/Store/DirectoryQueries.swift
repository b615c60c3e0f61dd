// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Filters of the people collection. People come by id; the cursor is the last id of the page before.
public struct PeopleQuery: Hashable, Sendable {
    public var organisation: OrganisationID
    public var reach: LocationReach
    /// The whole address, in any case.
    public var email: String?
    /// How the display name begins, in any case.
    public var displayName: String?
    public var ids: [MemberID]?
    /// People with any of these roles; empty for everybody.
    public var roles: Set<Role>
    public var licence: CallingLicence?
    public var location: LocationID?
    public var after: MemberID?
    public var max: Int

    public init(organisation: OrganisationID, reach: LocationReach, max: Int) {
        self.organisation = organisation
        self.reach = reach
        self.roles = []
        self.max = max
    }
}

/// Filters of the location collection.
public struct LocationQuery: Hashable, Sendable {
    public var organisation: OrganisationID
    public var reach: LocationReach
    /// Contained in the name, in any case.
    public var name: String?
    public var id: LocationID?
    /// By name, falling; by name, rising, otherwise.
    public var isDescending: Bool

    public init(organisation: OrganisationID, reach: LocationReach) {
        self.organisation = organisation
        self.reach = reach
        self.isDescending = false
    }
}

/// Filters of the workspace collection.
public struct WorkspaceQuery: Hashable, Sendable {
    public var organisation: OrganisationID
    public var reach: LocationReach
    public var location: LocationID?
    /// Contained in the name, in any case.
    public var name: String?
    /// Exactly so many seats; -1 for workspaces of unknown capacity.
    public var capacity: Int?
    public var type: String?
    /// Whether it can call; nil for both.
    public var isCalling: Bool?

    public init(organisation: OrganisationID, reach: LocationReach) {
        self.organisation = organisation
        self.reach = reach
    }
}

/// Filters of the virtual line collection; several values of one filter mean any of them.
public struct VirtualLineQuery: Hashable, Sendable {
    public var organisation: OrganisationID
    public var reach: LocationReach
    public var locations: [LocationID]
    public var ids: [MemberID]
    /// Contained in first and last name, in any case.
    public var names: [String]
    /// Contained in the number.
    public var phoneNumbers: [String]
    /// Contained in the location's name, in any case.
    public var locationNames: [String]
    public var hasDevice: Bool?
    public var hasExtension: Bool?
    public var hasNumber: Bool?
    public var order: [MemberOrder]

    public init(organisation: OrganisationID, reach: LocationReach) {
        self.organisation = organisation
        self.reach = reach
        locations = []
        ids = []
        names = []
        phoneNumbers = []
        locationNames = []
        order = []
    }
}

/// Filters of the device collection.
public struct DeviceQuery: Hashable, Sendable {
    public var organisation: OrganisationID
    public var reach: LocationReach
    /// Contained in the owner's name, which is what a device is called.
    public var name: String?
    public var owner: MemberID?
    public var ownerKind: MemberKind?
    /// Contained in the model's catalogue name.
    public var product: String?
    public var mac: String?
    public var tag: String?
    public var location: LocationID?

    public init(organisation: OrganisationID, reach: LocationReach) {
        self.organisation = organisation
        self.reach = reach
    }
}

/// Filters of the number collection.
public struct NumberQuery: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Entries that have a phone number.
        case number
        /// Entries that have an extension and no number.
        case extensionOnly
    }

    public var organisation: OrganisationID
    public var reach: LocationReach
    public var location: LocationID?
    /// Contained in the number.
    public var phoneNumber: String?
    /// Contained in the extension.
    public var `extension`: String?
    /// Contained in the owner's name, in any case.
    public var ownerName: String?
    public var owner: MemberID?
    public var ownerKind: MemberKind?
    public var kind: Kind?
    /// True for numbers without an owner, false for those with one; nil for both.
    public var isAvailable: Bool?
    public var order: [MemberOrder]

    public init(organisation: OrganisationID, reach: LocationReach) {
        self.organisation = organisation
        self.reach = reach
        order = []
    }
}

/// A number or extension and who has it.
public struct NumberEntry: Hashable, Sendable {
    public let phoneNumber: String?
    public let `extension`: String?
    /// nil for a location's main number, which nobody has.
    public let owner: Member?
    public let location: LocationSummary
    public let isMainNumber: Bool

    public init(
        phoneNumber: String?, `extension`: String?, owner: Member?, location: LocationSummary, isMainNumber: Bool
    ) {
        self.phoneNumber = phoneNumber
        self.extension = `extension`
        self.owner = owner
        self.location = location
        self.isMainNumber = isMainNumber
    }
}

extension NumberEntry {
    /// Whether it comes before the other in the asked order; the owner's id, or the location's where nobody has the number,
    /// parts what is alike. What is missing comes before everything.
    ///
    /// - Parameter order: completed (`MemberOrder.completed`).
    public func precedes(_ other: NumberEntry, in order: [MemberOrder]) -> Bool {
        for key in order {
            let (own, others) = (value(of: key.key), other.value(of: key.key))
            if own == others { continue }
            return key.isDescending ? others < own : own < others
        }
        return sortingID < other.sortingID
    }

    private func value(of key: MemberOrder.Key) -> FoldedText {
        switch key {
        case .firstName: FoldedText(owner?.firstName ?? "")
        case .lastName: FoldedText(owner?.lastName ?? "")
        case .phoneNumber: FoldedText(phoneNumber ?? "")
        case .extension: FoldedText(self.extension ?? "")
        }
    }

    private var sortingID: MemberID {
        owner?.id ?? MemberID(location.id.uuid)
    }
}

/// How many numbers an organisation has.
public struct NumberCount: Hashable, Sendable {
    /// Numbers that a member has.
    public let assigned: Int
    /// Main numbers of locations, which nobody has.
    public let unassigned: Int
    /// Members that have an extension and no number.
    public let extensionOnly: Int

    public init(assigned: Int, unassigned: Int, extensionOnly: Int) {
        self.assigned = assigned
        self.unassigned = unassigned
        self.extensionOnly = extensionOnly
    }
}

/// An endpoint on which a member's line stands, and how it stands there.
public struct EndpointUse: Hashable, Sendable {
    public let endpoint: Endpoint
    /// nil for an application.
    public let device: Device?
    public let line: Line

    public init(endpoint: Endpoint, device: Device?, line: Line) {
        self.endpoint = endpoint
        self.device = device
        self.line = line
    }
}

/// How many members hold a licence, by kind of member.
public struct LicenceCount: Hashable, Sendable {
    public let licence: CallingLicence
    public let people: Int
    public let workspaces: Int

    public init(licence: CallingLicence, people: Int, workspaces: Int) {
        self.licence = licence
        self.people = people
        self.workspaces = workspaces
    }
}
