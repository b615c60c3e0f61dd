// SPDX-License-Identifier: Apache-2.0

/// The Webex app of one calling person: which of its forms are on, and what rings.
///
/// Desktop, mobile and tablet share the endpoint's id; the browser form has an id of its own (Webex's published example).
public struct Application: Hashable, Sendable {
    /// The endpoint that shows the lines.
    public let id: EndpointID
    public let person: MemberID
    public let browserID: EndpointID
    public let settings: ApplicationSettings

    public init(id: EndpointID, person: MemberID, browserID: EndpointID, settings: ApplicationSettings) {
        self.id = id
        self.person = person
        self.browserID = browserID
        self.settings = settings
    }
}

/// What an administrator can switch about a person's app.
public struct ApplicationSettings: Hashable, Sendable, Codable {
    public var ringsForClickToDial: Bool
    public var ringsForGroupPage: Bool
    public var ringsForCallPark: Bool
    public var browserClientEnabled: Bool
    public var desktopClientEnabled: Bool
    public var tabletClientEnabled: Bool
    public var mobileClientEnabled: Bool

    public init(
        ringsForClickToDial: Bool, ringsForGroupPage: Bool, ringsForCallPark: Bool, browserClientEnabled: Bool,
        desktopClientEnabled: Bool, tabletClientEnabled: Bool, mobileClientEnabled: Bool
    ) {
        self.ringsForClickToDial = ringsForClickToDial
        self.ringsForGroupPage = ringsForGroupPage
        self.ringsForCallPark = ringsForCallPark
        self.browserClientEnabled = browserClientEnabled
        self.desktopClientEnabled = desktopClientEnabled
        self.tabletClientEnabled = tabletClientEnabled
        self.mobileClientEnabled = mobileClientEnabled
    }
}
