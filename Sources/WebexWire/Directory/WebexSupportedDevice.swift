// SPDX-License-Identifier: Apache-2.0

/// A model of the catalogue.
///
/// The contract shows the answer of another operation here; this is what both clients read.
public struct WebexSupportedDevice: Hashable, Sendable, Encodable {
    public var model: String
    public var displayName: String
    public var familyDisplayName: String?
    public var type: WebexSupportedDeviceType
    public var manufacturer: WebexManufacturer
    public var managedBy: WebexManagedBy
    public var supportedFor: [WebexMemberType]
    public var onboardingMethod: [WebexOnboardingMethod]
    public var allowConfigureLayoutEnabled: Bool
    public var numberOfLinePorts: Int
    /// Key expansion modules.
    public var kemSupportEnabled: Bool
    public var upgradeChannelEnabled: Bool
    public var additionalPrimaryLineAppearancesEnabled: Bool
    public var additionalSecondaryLineAppearancesEnabled: Bool
    public var customizedBehaviorsEnabled: Bool
    public var allowConfigurePortsEnabled: Bool
    public var customizableLineLabelEnabled: Bool
    public var supportsLinePortReorderingEnabled: Bool
    public var portNumberSupportEnabled: Bool
    public var t38Enabled: Bool
    public var callDeclinedEnabled: Bool
    public var supportsApplyChangesEnabled: Bool
    public var allowConfigureLinesEnabled: Bool
    public var supportsHotlineEnabled: Bool
    public var supportsVirtualLineEnabled: Bool
    public var maxNumberOfLineAppearances: Int

    public init(
        model: String, displayName: String, familyDisplayName: String?, type: WebexSupportedDeviceType,
        manufacturer: WebexManufacturer, managedBy: WebexManagedBy, supportedFor: [WebexMemberType],
        onboardingMethod: [WebexOnboardingMethod], allowConfigureLayoutEnabled: Bool, numberOfLinePorts: Int,
        kemSupportEnabled: Bool, upgradeChannelEnabled: Bool, additionalPrimaryLineAppearancesEnabled: Bool,
        additionalSecondaryLineAppearancesEnabled: Bool, customizedBehaviorsEnabled: Bool,
        allowConfigurePortsEnabled: Bool, customizableLineLabelEnabled: Bool,
        supportsLinePortReorderingEnabled: Bool, portNumberSupportEnabled: Bool, t38Enabled: Bool,
        callDeclinedEnabled: Bool, supportsApplyChangesEnabled: Bool, allowConfigureLinesEnabled: Bool,
        supportsHotlineEnabled: Bool, supportsVirtualLineEnabled: Bool, maxNumberOfLineAppearances: Int
    ) {
        self.model = model
        self.displayName = displayName
        self.familyDisplayName = familyDisplayName
        self.type = type
        self.manufacturer = manufacturer
        self.managedBy = managedBy
        self.supportedFor = supportedFor
        self.onboardingMethod = onboardingMethod
        self.allowConfigureLayoutEnabled = allowConfigureLayoutEnabled
        self.numberOfLinePorts = numberOfLinePorts
        self.kemSupportEnabled = kemSupportEnabled
        self.upgradeChannelEnabled = upgradeChannelEnabled
        self.additionalPrimaryLineAppearancesEnabled = additionalPrimaryLineAppearancesEnabled
        self.additionalSecondaryLineAppearancesEnabled = additionalSecondaryLineAppearancesEnabled
        self.customizedBehaviorsEnabled = customizedBehaviorsEnabled
        self.allowConfigurePortsEnabled = allowConfigurePortsEnabled
        self.customizableLineLabelEnabled = customizableLineLabelEnabled
        self.supportsLinePortReorderingEnabled = supportsLinePortReorderingEnabled
        self.portNumberSupportEnabled = portNumberSupportEnabled
        self.t38Enabled = t38Enabled
        self.callDeclinedEnabled = callDeclinedEnabled
        self.supportsApplyChangesEnabled = supportsApplyChangesEnabled
        self.allowConfigureLinesEnabled = allowConfigureLinesEnabled
        self.supportsHotlineEnabled = supportsHotlineEnabled
        self.supportsVirtualLineEnabled = supportsVirtualLineEnabled
        self.maxNumberOfLineAppearances = maxNumberOfLineAppearances
    }
}

/// The catalogue of models.
public struct WebexSupportedDevices: Hashable, Sendable, Encodable {
    public var upgradeChannelList: [WebexUpgradeChannel]
    public var devices: [WebexSupportedDevice]

    public init(upgradeChannelList: [WebexUpgradeChannel], devices: [WebexSupportedDevice]) {
        self.upgradeChannelList = upgradeChannelList
        self.devices = devices
    }
}

/// What a model is.
public enum WebexSupportedDeviceType: String, Hashable, Sendable, CaseIterable, Encodable {
    case multiplatformPhone = "MPP"
    case analogueAdapter = "ATA"
    case genericSIP = "GENERIC_SIP"
    case deskPhone = "DESK_PHONE"
}

/// How a device of a model is added.
public enum WebexOnboardingMethod: String, Hashable, Sendable, CaseIterable, Encodable {
    case macAddress = "MAC_ADDRESS"
    case activationCode = "ACTIVATION_CODE"
    case noMethod = "NONE"
}

/// Which firmware a device gets.
public enum WebexUpgradeChannel: String, Hashable, Sendable, CaseIterable, Encodable {
    case stable = "STABLE"
    case stableDelay = "STABLE_DELAY"
    case preview = "PREVIEW"
    case beta = "BETA"
    case testing = "TESTING"
}
