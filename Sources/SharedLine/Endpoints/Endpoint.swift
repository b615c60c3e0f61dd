// SPDX-License-Identifier: Apache-2.0

/// Whatever shows lines: the Webex app of a person, or a device.
public struct Endpoint: Hashable, Sendable {
    public let id: EndpointID
    public let organisation: OrganisationID
    /// The member whose endpoint it is: the primary owner of its list.
    public let owner: Member
    public let model: EndpointModel
    /// False for the app of a person whose desktop client is switched off; always true for devices.
    public let isEnabled: Bool

    public init(id: EndpointID, organisation: OrganisationID, owner: Member, model: EndpointModel, isEnabled: Bool) {
        self.id = id
        self.organisation = organisation
        self.owner = owner
        self.model = model
        self.isEnabled = isEnabled
    }
}

/// The ways to name an endpoint whose list is meant.
public enum EndpointAddress: Hashable, Sendable {
    /// The one desktop app of a person.
    case application(of: MemberID)
    case device(EndpointID)
}

extension EndpointAddress {
    public var isDevice: Bool {
        if case .device = self { true } else { false }
    }
}

extension EndpointAddress: Comparable {
    /// Apps before devices, then by id.
    public static func < (left: EndpointAddress, right: EndpointAddress) -> Bool {
        switch (left, right) {
        case (.application(let left), .application(let right)): left < right
        case (.device(let left), .device(let right)): left < right
        case (.application, .device): true
        case (.device, .application): false
        }
    }
}
