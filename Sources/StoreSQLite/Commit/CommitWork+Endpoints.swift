// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SharedLine

extension CommitWork {
    mutating func setApplication(_ application: Application, before: ApplicationSettings) throws {
        let stored = try EndpointRows.application(application.id, in: commit.organisation, db)
        guard let stored, stored.settings == before else { throw CommitRefusal.moved(application.id) }
        let settings = application.settings
        try db.run(
            """
            UPDATE application SET rings_for_click_to_dial = ?, rings_for_group_page = ?, rings_for_call_park = ?, \
            browser_client_enabled = ?, desktop_client_enabled = ?, tablet_client_enabled = ?, \
            mobile_client_enabled = ? WHERE endpoint_id = ?
            """, values(of: settings) + [application.id.uuid])
        let new = Application(
            id: stored.id, person: stored.person, browserID: stored.browserID, settings: settings)
        try record(
            .application, application.id.uuid, before: ApplicationRecord(stored).json(),
            after: ApplicationRecord(new).json())
    }

    private func values(of settings: ApplicationSettings) -> StatementArguments {
        [
            settings.ringsForClickToDial, settings.ringsForGroupPage, settings.ringsForCallPark,
            settings.browserClientEnabled, settings.desktopClientEnabled, settings.tabletClientEnabled,
            settings.mobileClientEnabled,
        ]
    }

    mutating func add(_ application: Application) throws {
        try addEndpoint(
            application.id, owner: application.person, kind: "application", .desktopApplication)
        try db.run(
            """
            INSERT INTO application (rings_for_click_to_dial, rings_for_group_page, rings_for_call_park, \
            browser_client_enabled, desktop_client_enabled, tablet_client_enabled, mobile_client_enabled, \
            endpoint_id, browser_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, values(of: application.settings) + [application.id.uuid, application.browserID.uuid])
        try unearth(application.browserID.uuid)
        try record(.application, application.id.uuid, before: nil, after: ApplicationRecord(application).json())
        try recordFirstList(of: application.id, owner: application.person)
    }

    mutating func add(_ device: Device) throws {
        let endpoint = device.endpoint
        try checkTenant(endpoint.organisation)
        try addEndpoint(endpoint.id, owner: endpoint.owner.id, kind: "device", endpoint.model)
        try db.run(
            "INSERT INTO device (endpoint_id, organisation_id, mac, created) VALUES (?, ?, ?, ?)",
            [endpoint.id.uuid, endpoint.organisation.uuid, device.mac, device.created.milliseconds])
        for (position, tag) in device.tags.enumerated() {
            try db.run(
                "INSERT INTO device_tag (endpoint_id, position, tag) VALUES (?, ?, ?)",
                [endpoint.id.uuid, position, tag])
        }
        try record(.device, endpoint.id.uuid, before: nil, after: DeviceRecord(device).json())
        try recordFirstList(of: endpoint.id, owner: endpoint.owner.id)
    }

    private func addEndpoint(_ id: EndpointID, owner: MemberID, kind: String, _ model: EndpointModel) throws {
        try db.run(
            "INSERT INTO endpoint (id, organisation_id, owner_id, kind, model, version) VALUES (?, ?, ?, ?, ?, 1)",
            [id.uuid, commit.organisation.uuid, owner.uuid, kind, model.name])
        try LineInsert(on: id, db).run(.primaryOwner(owner))
        try unearth(id.uuid)
    }

    private mutating func recordFirstList(of endpoint: EndpointID, owner: MemberID) throws {
        try record(
            .memberList, endpoint.uuid, version: 1, before: nil,
            after: LineRecord.json(of: [.primaryOwner(owner)]))
    }

    mutating func removeEndpoint(of list: MemberList) throws {
        let id = list.endpoint.id
        guard let head = try EndpointRows.head(of: id, in: commit.organisation, db), head.version == list.version
        else { throw CommitRefusal.moved(id) }
        let refusal = try refusal(toMove: id)
        guard refusal == .moved(id) else { throw refusal }
        let application = try EndpointRows.application(id, in: commit.organisation, db)
        let device = application == nil ? try EndpointRows.device(id, in: commit.organisation, db) : nil
        let before = try EndpointRows.list(head, db)
        let kind: ChangeSubject.Kind = application == nil ? .device : .application
        let state =
            try application.map { try ApplicationRecord($0).json() } ?? device.map { try DeviceRecord($0).json() }
        // While the endpoint still says where it is.
        try record(
            .memberList, id.uuid, version: list.version + 1, before: LineRecord.json(of: before.lines), after: nil)
        try record(kind, id.uuid, before: state, after: nil)
        for table in ["sip_credential", "line", "device_tag", "application", "device"] {
            try db.run("DELETE FROM \(table) WHERE endpoint_id = ?", [id.uuid])
        }
        try db.run("DELETE FROM endpoint WHERE id = ?", [id.uuid])
        try bury(kind, id.uuid)
        if let application { try bury(kind, application.browserID.uuid) }
    }
}
