// SPDX-License-Identifier: Apache-2.0

/// A virtual line, in a list.
public struct WebexVirtualLineItem: Hashable, Sendable, Codable {
    public var id: WebexID
    public var firstName: String
    public var lastName: String
    public var callerIdFirstName: String?
    public var callerIdLastName: String?
    public var callerIdNumber: String?
    public var externalCallerIdNamePolicy: WebexExternalCallerIDNamePolicy
    public var number: WebexVirtualLineNumber
    public var location: WebexLocationReference
    public var numberOfDevicesAssigned: Int

    public init(
        id: WebexID, firstName: String, lastName: String, callerIdFirstName: String?, callerIdLastName: String?,
        callerIdNumber: String?, externalCallerIdNamePolicy: WebexExternalCallerIDNamePolicy,
        number: WebexVirtualLineNumber, location: WebexLocationReference, numberOfDevicesAssigned: Int
    ) {
        self.id = id
        self.firstName = firstName
        self.lastName = lastName
        self.callerIdFirstName = callerIdFirstName
        self.callerIdLastName = callerIdLastName
        self.callerIdNumber = callerIdNumber
        self.externalCallerIdNamePolicy = externalCallerIdNamePolicy
        self.number = number
        self.location = location
        self.numberOfDevicesAssigned = numberOfDevicesAssigned
    }
}

/// A page of virtual lines.
public struct WebexVirtualLineList: Hashable, Sendable, Codable {
    public var virtualLines: [WebexVirtualLineItem]

    public init(virtualLines: [WebexVirtualLineItem]) {
        self.virtualLines = virtualLines
    }
}

/// One virtual line in detail.
public struct WebexVirtualLine: Hashable, Sendable, Codable {
    public var id: WebexID
    public var firstName: String
    public var lastName: String
    public var displayName: String?
    public var number: WebexVirtualLineNumber
    public var directorySearchEnabled: Bool
    public var announcementLanguage: String
    public var timeZone: String?
    public var location: WebexVirtualLineLocation
    /// Without hoteling and location.
    public var devices: [WebexLineDevice]?

    public init(
        id: WebexID, firstName: String, lastName: String, displayName: String?, number: WebexVirtualLineNumber,
        directorySearchEnabled: Bool, announcementLanguage: String, timeZone: String?,
        location: WebexVirtualLineLocation, devices: [WebexLineDevice]?
    ) {
        self.id = id
        self.firstName = firstName
        self.lastName = lastName
        self.displayName = displayName
        self.number = number
        self.directorySearchEnabled = directorySearchEnabled
        self.announcementLanguage = announcementLanguage
        self.timeZone = timeZone
        self.location = location
        self.devices = devices
    }
}

/// The number and extension of a virtual line.
public struct WebexVirtualLineNumber: Hashable, Sendable, Codable {
    public var external: String?
    public var `extension`: String?
    /// In lists alone, like the prefix.
    public var esn: String?
    public var routingPrefix: String?
    public var primary: Bool

    public init(external: String?, `extension`: String?, esn: String?, routingPrefix: String?, primary: Bool) {
        self.external = external
        self.extension = `extension`
        self.esn = esn
        self.routingPrefix = routingPrefix
        self.primary = primary
    }
}

/// A location with its address.
public struct WebexVirtualLineLocation: Hashable, Sendable, Codable {
    public var id: WebexID
    public var name: String
    public var address: WebexAddress

    public init(id: WebexID, name: String, address: WebexAddress) {
        self.id = id
        self.name = name
        self.address = address
    }
}

/// The devices on which a virtual line stands.
public struct WebexVirtualLineDevices: Hashable, Sendable, Codable {
    /// With location, without hoteling.
    public var devices: [WebexLineDevice]
    public var availableEndpointType: WebexLineType
    public var maxDeviceCount: Int?

    public init(devices: [WebexLineDevice], availableEndpointType: WebexLineType, maxDeviceCount: Int?) {
        self.devices = devices
        self.availableEndpointType = availableEndpointType
        self.maxDeviceCount = maxDeviceCount
    }
}

/// Whose name a call shows outside.
public enum WebexExternalCallerIDNamePolicy: String, Hashable, Sendable, CaseIterable, Codable {
    case directLine = "DIRECT_LINE"
    case location = "LOCATION"
    case other = "OTHER"
}
