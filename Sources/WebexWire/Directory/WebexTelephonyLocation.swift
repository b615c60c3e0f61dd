// SPDX-License-Identifier: Apache-2.0

/// A location with calling, in a list.
public struct WebexTelephonyLocationItem: Hashable, Sendable, Codable {
    public var id: WebexID
    public var name: String
    public var callingLineId: WebexCallingLineID
    public var routingPrefix: String?
    public var outsideDialDigit: String?
    public var enforceOutsideDialDigit: Bool?
    public var e911SetupRequired: Bool

    public init(
        id: WebexID, name: String, callingLineId: WebexCallingLineID, routingPrefix: String?,
        outsideDialDigit: String?, enforceOutsideDialDigit: Bool?, e911SetupRequired: Bool
    ) {
        self.id = id
        self.name = name
        self.callingLineId = callingLineId
        self.routingPrefix = routingPrefix
        self.outsideDialDigit = outsideDialDigit
        self.enforceOutsideDialDigit = enforceOutsideDialDigit
        self.e911SetupRequired = e911SetupRequired
    }
}

/// A page of locations with calling.
public struct WebexTelephonyLocationList: Hashable, Sendable, Codable {
    public var locations: [WebexTelephonyLocationItem]

    public init(locations: [WebexTelephonyLocationItem]) {
        self.locations = locations
    }
}

/// The calling details of one location. The contract requires nearly all of it, empty where nothing is set.
public struct WebexTelephonyLocation: Hashable, Sendable, Codable {
    public var id: WebexID
    public var name: String
    public var announcementLanguage: String
    public var callingLineId: WebexCallingLineID
    public var connection: WebexPSTNConnection
    public var defaultDomain: String
    public var enforceOutsideDialDigit: Bool?
    public var externalCallerIdName: String
    public var outsideDialDigit: String
    public var routingPrefix: String
    public var userLimit: Int

    public init(
        id: WebexID, name: String, announcementLanguage: String, callingLineId: WebexCallingLineID,
        connection: WebexPSTNConnection, defaultDomain: String, enforceOutsideDialDigit: Bool?,
        externalCallerIdName: String, outsideDialDigit: String, routingPrefix: String, userLimit: Int
    ) {
        self.id = id
        self.name = name
        self.announcementLanguage = announcementLanguage
        self.callingLineId = callingLineId
        self.connection = connection
        self.defaultDomain = defaultDomain
        self.enforceOutsideDialDigit = enforceOutsideDialDigit
        self.externalCallerIdName = externalCallerIdName
        self.outsideDialDigit = outsideDialDigit
        self.routingPrefix = routingPrefix
        self.userLimit = userLimit
    }
}

/// What a location's calls show.
public struct WebexCallingLineID: Hashable, Sendable, Codable {
    /// Required in the details of one location.
    public var name: String?
    /// Empty while the location has no number.
    public var phoneNumber: String

    public init(name: String?, phoneNumber: String) {
        self.name = name
        self.phoneNumber = phoneNumber
    }
}

/// How a location reaches the outside.
public struct WebexPSTNConnection: Hashable, Sendable, Codable {
    public var type: WebexRouteType
    /// An identifier of a kind that is not ours; empty where calls leave by no route of Webex's.
    public var id: String

    public init(type: WebexRouteType, id: String) {
        self.type = type
        self.id = id
    }
}

/// What a route is.
public enum WebexRouteType: String, Hashable, Sendable, CaseIterable, Codable {
    case routeGroup = "ROUTE_GROUP"
    case trunk = "TRUNK"
}
