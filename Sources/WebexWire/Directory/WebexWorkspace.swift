// SPDX-License-Identifier: Apache-2.0

/// A room, lobby or workplace.
public struct WebexWorkspace: Hashable, Sendable, Codable {
    public var id: WebexID
    public var orgId: WebexID
    public var locationId: WebexID?
    public var workspaceLocationId: WebexID?
    public var displayName: String
    public var capacity: Int?
    /// One of Webex's workspace types; `notSet` where none was chosen.
    public var type: String
    public var created: WebexTimestamp
    public var calling: WebexWorkspaceCalling
    public var calendar: WebexWorkspaceCalendar?
    public var notes: String?
    public var hotdeskingStatus: WebexOnOff?
    public var supportedDevices: WebexWorkspaceDeviceKind?
    /// When asked for.
    public var devices: [WebexDevice]?

    public init(
        id: WebexID, orgId: WebexID, locationId: WebexID?, workspaceLocationId: WebexID?, displayName: String,
        capacity: Int?, type: String, created: WebexTimestamp, calling: WebexWorkspaceCalling,
        calendar: WebexWorkspaceCalendar?, notes: String?, hotdeskingStatus: WebexOnOff?,
        supportedDevices: WebexWorkspaceDeviceKind?, devices: [WebexDevice]?
    ) {
        self.id = id
        self.orgId = orgId
        self.locationId = locationId
        self.workspaceLocationId = workspaceLocationId
        self.displayName = displayName
        self.capacity = capacity
        self.type = type
        self.created = created
        self.calling = calling
        self.calendar = calendar
        self.notes = notes
        self.hotdeskingStatus = hotdeskingStatus
        self.supportedDevices = supportedDevices
        self.devices = devices
    }
}

/// How a workspace calls.
public struct WebexWorkspaceCalling: Hashable, Sendable, Codable {
    public var type: WebexCallingType
    /// Exactly with `webexCalling`.
    public var webexCalling: WebexWorkspaceWebexCalling?

    public init(type: WebexCallingType, webexCalling: WebexWorkspaceWebexCalling?) {
        self.type = type
        self.webexCalling = webexCalling
    }
}

/// The licences by which a workspace calls.
public struct WebexWorkspaceWebexCalling: Hashable, Sendable, Codable {
    public var licenses: [WebexID]

    public init(licenses: [WebexID]) {
        self.licenses = licenses
    }
}

/// The calendar of a workspace.
public struct WebexWorkspaceCalendar: Hashable, Sendable, Codable {
    public var type: WebexCalendarType

    public init(type: WebexCalendarType) {
        self.type = type
    }
}

/// What a workspace calls by, as far as we know of any.
public enum WebexCallingType: String, Hashable, Sendable, CaseIterable, Codable {
    case webexCalling
    case none
}

/// Whose calendar a workspace has.
public enum WebexCalendarType: String, Hashable, Sendable, CaseIterable, Codable {
    case none
    case google
    case microsoft
}

/// A switch that the contract wants as text.
public enum WebexOnOff: String, Hashable, Sendable, CaseIterable, Codable {
    case on
    case off
}

/// Which devices a workspace is for.
public enum WebexWorkspaceDeviceKind: String, Hashable, Sendable, CaseIterable, Codable {
    case collaborationDevices
    case phones
}
