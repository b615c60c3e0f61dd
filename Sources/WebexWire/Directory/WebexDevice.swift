// SPDX-License-Identifier: Apache-2.0

/// A device of the directory.
///
/// A key without a value is left out, never null: a client takes the mere presence of `personId` for an owner.
public struct WebexDevice: Hashable, Sendable, Codable {
    public var id: WebexID
    /// The identifier of the same device in telephony. The published contract lacks it; both clients need it.
    public var callingDeviceId: WebexID
    public var displayName: String
    public var orgId: WebexID
    public var personId: WebexID?
    public var workspaceId: WebexID?
    public var locationId: WebexID?
    /// By this a client tells calling devices from others.
    public var workspaceLocationId: WebexID?
    public var capabilities: [String]
    public var permissions: [String]
    public var connectionStatus: WebexConnectionStatus
    public var product: String
    public var type: WebexDeviceType
    public var tags: [String]
    /// 12 upper-case hexadecimal digits, here and in every list.
    public var mac: String
    public var managedBy: WebexManagedBy
    public var devicePlatform: String?
    public var errorCodes: [String]
    public var created: WebexTimestamp

    public init(
        id: WebexID, callingDeviceId: WebexID, displayName: String, orgId: WebexID, personId: WebexID?,
        workspaceId: WebexID?, locationId: WebexID?, workspaceLocationId: WebexID?, capabilities: [String],
        permissions: [String], connectionStatus: WebexConnectionStatus, product: String, type: WebexDeviceType,
        tags: [String], mac: String, managedBy: WebexManagedBy, devicePlatform: String?, errorCodes: [String],
        created: WebexTimestamp
    ) {
        self.id = id
        self.callingDeviceId = callingDeviceId
        self.displayName = displayName
        self.orgId = orgId
        self.personId = personId
        self.workspaceId = workspaceId
        self.locationId = locationId
        self.workspaceLocationId = workspaceLocationId
        self.capabilities = capabilities
        self.permissions = permissions
        self.connectionStatus = connectionStatus
        self.product = product
        self.type = type
        self.tags = tags
        self.mac = mac
        self.managedBy = managedBy
        self.devicePlatform = devicePlatform
        self.errorCodes = errorCodes
        self.created = created
    }
}

/// What a device is.
public enum WebexDeviceType: String, Hashable, Sendable, CaseIterable, Codable {
    case phone
    case roomDesk = "roomdesk"
}

/// Who manages a device.
public enum WebexManagedBy: String, Hashable, Sendable, CaseIterable, Codable {
    case cisco = "CISCO"
    case customer = "CUSTOMER"
    case partner = "PARTNER"
}

/// Whether a device is reached.
public enum WebexConnectionStatus: String, Hashable, Sendable, CaseIterable, Codable {
    case connected
    case disconnected
    case connectedWithIssues = "connected_with_issues"
    case offlineExpired = "offline_expired"
    case activating
    case unknown
    case offlineDeepSleep = "offline_deep_sleep"
}

extension WebexConnectionStatus {
    /// A status that the service has since thought of is unknown.
    public init(from decoder: any Decoder) throws {
        self = Self(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .unknown
    }
}
