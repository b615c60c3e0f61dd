// SPDX-License-Identifier: Apache-2.0

/// The calling details of one device. `owner`, whose SIP credentials are not given away, and `proxy` are left out.
public struct WebexTelephonyDevice: Hashable, Sendable, Encodable {
    public var id: WebexID
    /// Empty while the device is not registered.
    public var ip: String
    public var mac: String?
    public var model: String
    public var manufacturer: WebexManufacturer
    public var managedBy: WebexManagedBy
    public var activationState: WebexTelephonyActivationState?
    public var description: [String]
    public var upgradeChannelEnabled: Bool

    public init(
        id: WebexID, ip: String, mac: String?, model: String, manufacturer: WebexManufacturer,
        managedBy: WebexManagedBy, activationState: WebexTelephonyActivationState?, description: [String],
        upgradeChannelEnabled: Bool
    ) {
        self.id = id
        self.ip = ip
        self.mac = mac
        self.model = model
        self.manufacturer = manufacturer
        self.managedBy = managedBy
        self.activationState = activationState
        self.description = description
        self.upgradeChannelEnabled = upgradeChannelEnabled
    }
}

/// Who makes a device.
public enum WebexManufacturer: String, Hashable, Sendable, CaseIterable, Encodable {
    case cisco = "CISCO"
    case thirdParty = "THIRD_PARTY"
}

/// Whether a device is active: lower case here, upper case in the lists of a member.
public enum WebexTelephonyActivationState: String, Hashable, Sendable, CaseIterable, Encodable {
    case activating
    case activated
    case deactivated
}
