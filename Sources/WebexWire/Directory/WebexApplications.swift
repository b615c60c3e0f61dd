// SPDX-License-Identifier: Apache-2.0

/// The Webex app of a person: which forms are on, and what rings.
///
/// A form's identifier is left out while it is off, never null.
public struct WebexApplications: Hashable, Sendable, Codable {
    public var ringDevicesForClickToDialCallsEnabled: Bool
    public var ringDevicesForGroupPageEnabled: Bool
    public var ringDevicesForCallParkEnabled: Bool
    public var browserClientEnabled: Bool
    public var browserClientId: WebexID?
    public var desktopClientEnabled: Bool
    /// The application whose lines are shared.
    public var desktopClientId: WebexID?
    public var tabletClientEnabled: Bool
    public var tabletClientId: WebexID?
    public var mobileClientEnabled: Bool
    public var mobileClientId: WebexID?
    public var availableLineCount: Int

    public init(
        ringDevicesForClickToDialCallsEnabled: Bool, ringDevicesForGroupPageEnabled: Bool,
        ringDevicesForCallParkEnabled: Bool, browserClientEnabled: Bool, browserClientId: WebexID?,
        desktopClientEnabled: Bool, desktopClientId: WebexID?, tabletClientEnabled: Bool,
        tabletClientId: WebexID?, mobileClientEnabled: Bool, mobileClientId: WebexID?, availableLineCount: Int
    ) {
        self.ringDevicesForClickToDialCallsEnabled = ringDevicesForClickToDialCallsEnabled
        self.ringDevicesForGroupPageEnabled = ringDevicesForGroupPageEnabled
        self.ringDevicesForCallParkEnabled = ringDevicesForCallParkEnabled
        self.browserClientEnabled = browserClientEnabled
        self.browserClientId = browserClientId
        self.desktopClientEnabled = desktopClientEnabled
        self.desktopClientId = desktopClientId
        self.tabletClientEnabled = tabletClientEnabled
        self.tabletClientId = tabletClientId
        self.mobileClientEnabled = mobileClientEnabled
        self.mobileClientId = mobileClientId
        self.availableLineCount = availableLineCount
    }
}
