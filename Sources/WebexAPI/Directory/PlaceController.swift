// SPDX-License-Identifier: Apache-2.0

import LineService
import SharedLine
import WebexWire

/// Locations and workspaces.
struct PlaceController: Sendable {
    private static let limit = 1000
    private static let callingLimit = 2000
    private static let defaultLocations = 500

    let directory: DirectoryService

    // MARK: Locations

    @Sendable func locations(_ call: Call) async throws -> Answer {
        let page = try call.query.page(limit: Self.limit, default: Self.defaultLocations)
        guard let query = try locationQuery(call) else {
            return try .json(WebexCollection<WebexLocation>(items: []))
        }
        let found = try await directory.locations(query, page: page, for: call.authority)
        return try .json(WebexCollection(items: found.items.map(WebexLocation.init)))
            .linking(call.nextLink(after: page, hasMore: found.hasMore))
    }

    @Sendable func location(_ call: Call) async throws -> Answer {
        try .json(WebexLocation(try await directory.location(try call.location("locationId"), for: call.authority)))
    }

    @Sendable func callingLocations(_ call: Call) async throws -> Answer {
        let page = try call.query.page(limit: Self.callingLimit)
        guard let query = try locationQuery(call) else { return try .json(WebexTelephonyLocationList(locations: [])) }
        let found = try await directory.locations(query, page: page, for: call.authority)
        return try .json(WebexTelephonyLocationList(locations: found.items.map(WebexTelephonyLocationItem.init)))
            .linking(call.nextLink(after: page, hasMore: found.hasMore))
    }

    @Sendable func callingLocation(_ call: Call) async throws -> Answer {
        let location = try await directory.location(try call.location("locationId"), for: call.authority)
        return try .json(WebexTelephonyLocation(location))
    }

    private func locationQuery(_ call: Call) throws -> LocationQuery? {
        var query = LocationQuery(organisation: call.authority.organisation, reach: call.authority.reach)
        query.name = call.query.text("name")
        query.isDescending = call.query.text("order")?.lowercased().contains("desc") ?? false
        switch call.filter("id", of: [.location]) {
        case .any: break
        case .id(let id): query.id = LocationID(id)
        case .nothing: return nil
        }
        return query
    }

    // MARK: Workspaces

    @Sendable func workspaces(_ call: Call) async throws -> Answer {
        let page = try call.query.page(limit: Self.limit)
        let withDevices = try call.query.flag("includeDevices") ?? false
        guard let query = try workspaceQuery(call) else {
            return try .json(WebexCollection<WebexWorkspace>(items: []))
        }
        let found = try await directory.workspaces(query, page: page, for: call.authority)
        var items: [WebexWorkspace] = []
        for workspace in found.items { items.append(try await wire(workspace, withDevices: withDevices, call)) }
        return try .json(WebexCollection(items: items)).linking(call.nextLink(after: page, hasMore: found.hasMore))
    }

    @Sendable func workspace(_ call: Call) async throws -> Answer {
        let withDevices = try call.query.flag("includeDevices") ?? false
        let id = try call.member("workspaceId", .workspace)
        let workspace = try await directory.workspace(id, for: call.authority)
        return try .json(try await wire(workspace, withDevices: withDevices, call))
    }

    @Sendable func deleteWorkspace(_ call: Call) async throws -> Answer {
        let id = try call.member("workspaceId", .workspace)
        try await directory.removeMember(id, kind: .workspace, for: call.authority)
        return .noContent
    }

    private func wire(_ workspace: Workspace, withDevices: Bool, _ call: Call) async throws -> WebexWorkspace {
        guard withDevices else { return WebexWorkspace(workspace, devices: nil) }
        var query = DeviceQuery(organisation: call.authority.organisation, reach: call.authority.reach)
        query.owner = workspace.member.id
        let devices = try await directory.devices(query, page: Page(start: 0, max: Self.limit), for: call.authority)
        return WebexWorkspace(workspace, devices: devices.items.map(WebexDevice.init))
    }

    /// nil where a filter can match nothing. Features that no workspace here has are filtered by their fixed value.
    private func workspaceQuery(_ call: Call) throws -> WorkspaceQuery? {
        var query = WorkspaceQuery(organisation: call.authority.organisation, reach: call.authority.reach)
        query.name = call.query.text("displayName")
        query.type = try call.query.choice("type", Self.types)
        if let capacity = call.query.text("capacity") {
            guard let capacity = Int(capacity), capacity >= -1 else {
                throw ServiceError.invalid([.invalid("capacity", "-1 or a whole number from 0")])
            }
            query.capacity = capacity
        }
        if let calling = call.query.text("calling") {
            guard calling == "webexCalling" || calling == "none" else { return nil }
            query.isCalling = calling == "webexCalling"
        }
        switch call.filter("locationId", "workspaceLocationId", of: [.location]) {
        case .any: break
        case .id(let id): query.location = LocationID(id)
        case .nothing: return nil
        }
        let fixed: KeyValuePairs = [
            "supportedDevices": "phones", "calendar": "none", "deviceHostedMeetingsEnabled": "false",
            "plannedMaintenance": "off", "devicePlatform": "cisco", "healthLevel": "ok",
        ]
        let isPossible = fixed.allSatisfy { name, value in
            call.query.text(name).map { $0.lowercased() == value.lowercased() } ?? true
        }
        return isPossible && call.query.text("floorId", "customAttribute") == nil ? query : nil
    }

    private static let types: KeyValuePairs = [
        "notSet": "notSet", "focus": "focus", "huddle": "huddle", "meetingRoom": "meetingRoom", "open": "open",
        "desk": "desk", "other": "other",
    ]
}

extension WebexLocation {
    init(_ location: Location) {
        self.init(
            id: WebexID(.location, location.id.uuid), name: location.name,
            orgId: WebexID(.organization, location.organisation.uuid), address: WebexAddress(location.address),
            timeZone: location.timeZone, preferredLanguage: location.preferredLanguage,
            announcementLanguage: location.announcementLanguage)
    }
}

extension WebexAddress {
    init(_ address: Address) {
        self.init(
            address1: address.street, address2: address.streetSecondLine, city: address.city, state: address.state,
            postalCode: address.postalCode, country: address.country)
    }
}

extension WebexTelephonyLocationItem {
    init(_ location: Location) {
        self.init(
            id: WebexID(.location, location.id.uuid), name: location.name,
            callingLineId: WebexCallingLineID(name: location.name, phoneNumber: location.mainNumber ?? ""),
            routingPrefix: location.routingPrefix, outsideDialDigit: location.outsideDialDigit,
            enforceOutsideDialDigit: location.outsideDialDigit == nil ? nil : false, e911SetupRequired: false)
    }
}

extension WebexTelephonyLocation {
    init(_ location: Location) {
        self.init(
            id: WebexID(.location, location.id.uuid), name: location.name,
            announcementLanguage: location.announcementLanguage.lowercased(),
            callingLineId: WebexCallingLineID(name: location.name, phoneNumber: location.mainNumber ?? ""),
            connection: WebexPSTNConnection(type: .trunk, id: ""), defaultDomain: "",
            enforceOutsideDialDigit: location.outsideDialDigit == nil ? nil : false,
            externalCallerIdName: location.name, outsideDialDigit: location.outsideDialDigit ?? "",
            routingPrefix: location.routingPrefix ?? "", userLimit: 1_000_000)
    }
}

extension WebexWorkspace {
    init(_ workspace: Workspace, devices: [WebexDevice]?) {
        let member = workspace.member
        let location = member.location.map { WebexID(.location, $0.id.uuid) }
        self.init(
            id: member.webexID, orgId: WebexID(.organization, member.organisation.uuid), locationId: location,
            workspaceLocationId: location, displayName: member.firstName, capacity: workspace.capacity,
            type: workspace.type, created: WebexTimestamp(workspace.created),
            calling: WebexWorkspaceCalling(
                type: member.licence == nil ? .none : .webexCalling,
                webexCalling: member.licence.map { WebexWorkspaceWebexCalling(licenses: [$0.webexID]) }),
            calendar: WebexWorkspaceCalendar(type: .none), notes: workspace.notes, hotdeskingStatus: .off,
            supportedDevices: .phones, devices: devices)
    }
}
