// SPDX-License-Identifier: Apache-2.0

/// A device on which a member's line stands.
///
/// `modelType` is left out: the contract and the client that checks it know different values.
public struct WebexLineDevice: Hashable, Sendable, Codable {
    public var id: WebexID
    /// Tags; there also when empty.
    public var description: [String]
    public var model: String
    public var mac: String?
    /// Whether the device is the member's own.
    public var primaryOwner: Bool
    public var type: WebexLineType
    public var owner: WebexDeviceOwner
    public var activationState: WebexActivationState
    /// Of people and workspaces, never of virtual lines.
    public var hoteling: WebexHoteling?
    /// In the device list of a virtual line alone.
    public var location: WebexLocationReference?

    public init(
        id: WebexID, description: [String], model: String, mac: String?, primaryOwner: Bool,
        type: WebexLineType, owner: WebexDeviceOwner, activationState: WebexActivationState,
        hoteling: WebexHoteling?, location: WebexLocationReference?
    ) {
        self.id = id
        self.description = description
        self.model = model
        self.mac = mac
        self.primaryOwner = primaryOwner
        self.type = type
        self.owner = owner
        self.activationState = activationState
        self.hoteling = hoteling
        self.location = location
    }
}

/// The devices of a person or workspace.
public struct WebexLineDeviceList: Hashable, Sendable, Codable {
    public var devices: [WebexLineDevice]
    public var maxDeviceCount: Int
    public var maxOwnedDeviceCount: Int

    public init(devices: [WebexLineDevice], maxDeviceCount: Int, maxOwnedDeviceCount: Int) {
        self.devices = devices
        self.maxDeviceCount = maxDeviceCount
        self.maxOwnedDeviceCount = maxOwnedDeviceCount
    }
}

/// The member that owns a device.
public struct WebexDeviceOwner: Hashable, Sendable, Codable {
    public var id: WebexID
    public var type: WebexMemberType
    public var firstName: String
    public var lastName: String

    public init(id: WebexID, type: WebexMemberType, firstName: String, lastName: String) {
        self.id = id
        self.type = type
        self.firstName = firstName
        self.lastName = lastName
    }
}

/// Whether a guest may log in at a device.
public struct WebexHoteling: Hashable, Sendable, Codable {
    public var enabled: Bool
    /// Required in the list of a workspace.
    public var limitGuestUse: Bool?
    public var guestHoursLimit: Int?

    public init(enabled: Bool, limitGuestUse: Bool?, guestHoursLimit: Int?) {
        self.enabled = enabled
        self.limitGuestUse = limitGuestUse
        self.guestHoursLimit = guestHoursLimit
    }
}

/// Whether a device is active.
public enum WebexActivationState: String, Hashable, Sendable, CaseIterable, Codable {
    case activating = "ACTIVATING"
    case activated = "ACTIVATED"
    case deactivated = "DEACTIVATED"
}

/// How many devices and apps a person has.
public struct WebexDeviceCount: Hashable, Sendable, Codable {
    /// Devices, and one for all the apps together.
    public var totalDeviceCount: Int
    public var applicationsCount: Int

    public init(totalDeviceCount: Int, applicationsCount: Int) {
        self.totalDeviceCount = totalDeviceCount
        self.applicationsCount = applicationsCount
    }
}
