// SPDX-License-Identifier: Apache-2.0

import LineService
import SharedLine
import WebexWire

/// Phones and adapters: the directory's view, telephony's view, and on which of them a member's line stands.
struct DeviceController: Sendable {
    private static let limit = 1000
    /// How many devices a person or workspace owns at most; nothing here counts them.
    private static let maximumOwnedDevices = MemberListRules.maximumEndpointsPerMember

    let directory: DirectoryService
    let lists: MemberListService

    @Sendable func list(_ call: Call) async throws -> Answer {
        let page = try call.query.page(limit: Self.limit)
        guard let query = try query(call) else { return try .json(WebexCollection<WebexDevice>(items: [])) }
        let found = try await directory.devices(query, page: page, for: call.authority)
        return try .json(WebexCollection(items: found.items.map(WebexDevice.init)))
            .linking(call.nextLink(after: page, hasMore: found.hasMore))
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        try .json(WebexDevice(try await directory.device(try call.device("deviceId"), for: call.authority)))
    }

    @Sendable func delete(_ call: Call) async throws -> Answer {
        try await directory.removeDevice(try call.device("deviceId"), for: call.authority)
        return .noContent
    }

    @Sendable func callingDetails(_ call: Call) async throws -> Answer {
        let device = try await directory.device(try call.device("deviceId"), for: call.authority)
        return try .json(
            WebexTelephonyDevice(
                id: device.callingID, ip: "", mac: device.mac, model: device.endpoint.model.name,
                manufacturer: .cisco, managedBy: .cisco, activationState: .activated, description: device.tags,
                upgradeChannelEnabled: false))
    }

    /// Phones are told of a change when it is committed, so that there is nothing left to apply.
    @Sendable func applyChanges(_ call: Call) async throws -> Answer {
        _ = try await lists.list(at: .device(try call.device("deviceId")), for: call.authority)
        return .noContent
    }

    @Sendable func supported(_ call: Call) async throws -> Answer {
        let wantsLayout = try call.query.flag("allowConfigureLayoutEnabled")
        let models = EndpointModel.devices.map(WebexSupportedDevice.init).filter { model in
            (wantsLayout.map { $0 == model.allowConfigureLayoutEnabled } ?? true)
                && Self.matches(call.query.text("type"), model.type)
        }
        return try .json(WebexSupportedDevices(upgradeChannelList: [.stable], devices: models))
    }

    /// `MPP`, or `not:MPP` for everything else.
    private static func matches(_ filter: String?, _ type: WebexSupportedDeviceType) -> Bool {
        guard let filter else { return true }
        return filter.hasPrefix("not:") ? filter.dropFirst(4) != type.rawValue : filter == type.rawValue
    }

    // MARK: Where a line stands

    @Sendable func ofPerson(_ call: Call) async throws -> Answer {
        try await devices(of: try call.member("personId", .person), .person, call)
    }

    @Sendable func ofWorkspace(_ call: Call) async throws -> Answer {
        try await devices(of: try call.member("workspaceId", .workspace), .workspace, call)
    }

    private func devices(of id: MemberID, _ kind: MemberKind, _ call: Call) async throws -> Answer {
        let (member, uses) = try await directory.endpointUses(of: id, kind: kind, for: call.authority)
        let hoteling = WebexHoteling(enabled: false, limitGuestUse: false, guestHoursLimit: nil)
        return try .json(
            WebexLineDeviceList(
                devices: uses.compactMap { WebexLineDevice($0, of: member, hoteling: hoteling, withLocation: false) },
                maxDeviceCount: MemberListRules.maximumEndpointsPerMember,
                maxOwnedDeviceCount: Self.maximumOwnedDevices))
    }

    @Sendable func countOfPerson(_ call: Call) async throws -> Answer {
        let id = try call.member("personId", .person)
        let uses = try await directory.endpointUses(of: id, kind: .person, for: call.authority).uses
        let applications = uses.count { $0.device == nil }
        return try .json(
            WebexDeviceCount(totalDeviceCount: uses.count, applicationsCount: applications))
    }

    @Sendable func ofVirtualLine(_ call: Call) async throws -> Answer {
        let id = try call.member("virtualLineId", .virtualLine)
        let (member, uses) = try await directory.endpointUses(of: id, kind: .virtualLine, for: call.authority)
        return try .json(
            WebexVirtualLineDevices(
                devices: uses.compactMap { WebexLineDevice($0, of: member, hoteling: nil, withLocation: true) },
                availableEndpointType: .sharedCallAppearance,
                maxDeviceCount: MemberListRules.maximumEndpointsPerMember))
    }

    /// nil where a filter can match nothing: features that no device here has.
    private func query(_ call: Call) throws -> DeviceQuery? {
        var query = DeviceQuery(organisation: call.authority.organisation, reach: call.authority.reach)
        query.name = call.query.text("displayName")
        query.product = call.query.text("product")
        query.mac = call.query.text("mac").map { $0.uppercased().filter { $0 != ":" && $0 != "-" && $0 != "." } }
        query.tag = call.query.text("tag")
        switch call.filter("personId", "workspaceId", of: [.person, .place]) {
        case .any: break
        case .id(let id): query.owner = MemberID(id)
        case .nothing: return nil
        }
        switch call.filter("locationId", "workspaceLocationId", of: [.location]) {
        case .any: break
        case .id(let id): query.location = LocationID(id)
        case .nothing: return nil
        }
        let fixed: KeyValuePairs = [
            "type": "phone", "connectionStatus": "unknown", "devicePlatform": "cisco", "plannedMaintenance": "off",
        ]
        let isPossible = fixed.allSatisfy { name, value in
            call.query.text(name).map { $0.lowercased() == value } ?? true
        }
        let never = call.query.text("serial", "software", "upgradeChannel", "errorCode", "capability", "permission")
        return isPossible && never == nil ? query : nil
    }
}

extension Device {
    var webexID: WebexID { WebexID(.device, endpoint.id.uuid) }
    /// The same device as telephony names it.
    var callingID: WebexID { WebexID(.callingDevice, endpoint.id.uuid) }
}

extension WebexDevice {
    init(_ device: Device) {
        let owner = device.endpoint.owner
        let location = owner.location.map { WebexID(.location, $0.id.uuid) }
        self.init(
            id: device.webexID, callingDeviceId: device.callingID, displayName: owner.fullName,
            orgId: WebexID(.organization, device.endpoint.organisation.uuid),
            personId: owner.kind == .person ? owner.webexID : nil,
            workspaceId: owner.kind == .workspace ? owner.webexID : nil, locationId: location,
            workspaceLocationId: location, capabilities: [], permissions: [], connectionStatus: .unknown,
            product: device.endpoint.model.displayName, type: .phone, tags: device.tags, mac: device.mac,
            managedBy: .cisco, devicePlatform: "cisco", errorCodes: [], created: WebexTimestamp(device.created))
    }
}

extension WebexLineDevice {
    /// nil for an application, which these lists leave out.
    init?(_ use: EndpointUse, of member: Member, hoteling: WebexHoteling?, withLocation: Bool) {
        guard let device = use.device else { return nil }
        let owner = use.endpoint.owner
        let owns = owner.id == member.id
        self.init(
            id: device.callingID, description: device.tags, model: use.endpoint.model.name, mac: device.mac,
            primaryOwner: owns, type: owns ? .primary : .sharedCallAppearance,
            owner: WebexDeviceOwner(
                id: owner.webexID, type: owner.kind.webexType, firstName: owner.firstName, lastName: owner.lastName),
            activationState: .activated, hoteling: hoteling,
            location: withLocation ? owner.location.map(WebexLocationReference.init) : nil)
    }
}

extension WebexSupportedDevice {
    init(_ model: EndpointModel) {
        let isAdapter = model.family == .analogueAdapter
        self.init(
            model: model.name, displayName: model.displayName, familyDisplayName: nil,
            type: isAdapter ? .analogueAdapter : .multiplatformPhone, manufacturer: .cisco, managedBy: .cisco,
            supportedFor: [.people, .place], onboardingMethod: [.macAddress], allowConfigureLayoutEnabled: false,
            numberOfLinePorts: model.maxLineCount, kemSupportEnabled: false, upgradeChannelEnabled: false,
            additionalPrimaryLineAppearancesEnabled: !isAdapter, additionalSecondaryLineAppearancesEnabled: false,
            customizedBehaviorsEnabled: false, allowConfigurePortsEnabled: !isAdapter,
            customizableLineLabelEnabled: model.showsLineLabels, supportsLinePortReorderingEnabled: true,
            portNumberSupportEnabled: true, t38Enabled: model.supportsT38, callDeclinedEnabled: true,
            supportsApplyChangesEnabled: true, allowConfigureLinesEnabled: true, supportsHotlineEnabled: true,
            supportsVirtualLineEnabled: true, maxNumberOfLineAppearances: model.maxLineCount)
    }
}
