// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

extension CommitPlan {
    /// The first half of replacing a list: its version moves, and what goes goes.
    mutating func takeOff(_ gone: [Line], for replacement: MemberListReplacement) {
        let endpoint = replacement.endpoint
        moveVersion(of: endpoint, from: replacement.expectedVersion)
        if gone.isEmpty { return }
        add(
            SQL.deleteLines,
            [.uuid(endpoint.uuid), .uuids(gone.map(\.member.uuid)), .ints(gone.map { Int64($0.port) })],
            refusal: .moved(endpoint))
    }

    /// The second half: the lines that are new or differ, and the change.
    mutating func putOn(_ difference: LineDifference, for replacement: MemberListReplacement) {
        update(difference.changed, on: replacement.endpoint)
        insert(difference.new, on: replacement.endpoint)
        record(
            .memberList, replacement.endpoint.uuid, version: replacement.expectedVersion + 1,
            before: LineRecord.json(of: replacement.before), after: LineRecord.json(of: replacement.after))
    }

    /// Holds the endpoint until the end, so that nobody else writes its lines.
    private mutating func moveVersion(of endpoint: EndpointID, from version: Int64) {
        add(
            SQL.moveVersion,
            [
                .uuid(endpoint.uuid), .uuid(commit.organisation.uuid), .int(version), .uuid(commit.job?.job.uuid),
            ],
            refusal: .moved(endpoint))
    }

    /// Changes the settings of lines that stay in their place, which touches no index.
    private mutating func update(_ lines: [Line], on endpoint: EndpointID) {
        if lines.isEmpty { return }
        add(SQL.updateLines, values(of: lines, on: endpoint), refusal: .moved(endpoint))
    }

    private mutating func insert(_ lines: [Line], on endpoint: EndpointID) {
        if lines.isEmpty { return }
        let more: [Value] = [.uuid(commit.organisation.uuid), .ints(lines.map { Int64($0.weight) })]
        add(SQL.insertLines, values(of: lines, on: endpoint) + more, refusal: .constraint)
    }

    private func values(of lines: [Line], on endpoint: EndpointID) -> [Value] {
        [
            .uuid(endpoint.uuid), .uuids(lines.map(\.member.uuid)), .ints(lines.map { Int64($0.port) }),
            .texts(lines.map(\.label)), .texts(lines.map { $0.hotline?.digits }),
            .bools(lines.map(\.allowsCallDecline)), .bools(lines.map(\.t38FaxCompression)),
        ]
    }

    // MARK: - Endpoints

    private static let settings = EndpointRows.settingsColumns.joined(separator: ", ")

    private static let setSettings = SQL.expecting(
        """
        UPDATE application a SET (\(settings)) = ROW($3, $4, $5, $6, $7, $8, $9) FROM endpoint e \
        WHERE a.endpoint_id = $1 AND e.id = a.endpoint_id AND e.organisation_id = $2 \
        AND (\(settings)) = ($10, $11, $12, $13, $14, $15, $16) AND e.owner_id = $17 AND a.browser_id = $18
        """)

    mutating func setApplication(_ application: Application, before: ApplicationSettings) {
        let id = application.id
        add(
            Self.setSettings,
            [.uuid(id.uuid), .uuid(commit.organisation.uuid)] + EndpointRows.values(of: application.settings)
                + EndpointRows.values(of: before)
                + [.uuid(application.person.uuid), .uuid(application.browserID.uuid)], refusal: .moved(id))
        let old = Application(
            id: id, person: application.person, browserID: application.browserID, settings: before)
        record(
            .application, id.uuid, before: try? ApplicationRecord(old).json(),
            after: try? ApplicationRecord(application).json())
    }

    private static let insertApplication = """
        INSERT INTO application (endpoint_id, browser_id, \(settings)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """

    mutating func add(_ application: Application) throws {
        addEndpoint(application.id, owner: application.person, kind: "application", .desktopApplication)
        add(
            Self.insertApplication,
            [.uuid(application.id.uuid), .uuid(application.browserID.uuid)]
                + EndpointRows.values(of: application.settings), refusal: .constraint)
        unearth(application.browserID.uuid)
        record(.application, application.id.uuid, before: nil, after: try ApplicationRecord(application).json())
        recordFirstList(of: application.id, owner: application.person)
    }

    private static let insertDevice = """
        INSERT INTO device (endpoint_id, organisation_id, mac, created) VALUES ($1, $2, $3, $4)
        """
    private static let insertTags = """
        INSERT INTO device_tag (endpoint_id, position, tag) \
        SELECT $1, place - 1, tag FROM unnest($2::text[]) WITH ORDINALITY new (tag, place)
        """

    mutating func add(_ device: Device) throws {
        let endpoint = device.endpoint
        try checkTenant(endpoint.organisation)
        addEndpoint(endpoint.id, owner: endpoint.owner.id, kind: "device", endpoint.model)
        add(
            Self.insertDevice,
            [
                .uuid(endpoint.id.uuid), .uuid(endpoint.organisation.uuid), .text(device.mac), .date(device.created),
            ], refusal: .constraint)
        if !device.tags.isEmpty {
            add(Self.insertTags, [.uuid(endpoint.id.uuid), .texts(device.tags)], refusal: .constraint)
        }
        record(.device, endpoint.id.uuid, before: nil, after: try DeviceRecord(device).json())
        recordFirstList(of: endpoint.id, owner: endpoint.owner.id)
    }

    private static let insertEndpoint = """
        INSERT INTO endpoint (id, organisation_id, owner_id, kind, model, version) VALUES ($1, $2, $3, $4, $5, 1)
        """

    private mutating func addEndpoint(_ id: EndpointID, owner: MemberID, kind: String, _ model: EndpointModel) {
        add(
            Self.insertEndpoint,
            [
                .uuid(id.uuid), .uuid(commit.organisation.uuid), .uuid(owner.uuid), .text(kind), .text(model.name),
            ], refusal: .constraint)
        insert([.primaryOwner(owner)], on: id)
        unearth(id.uuid)
    }

    private mutating func recordFirstList(of endpoint: EndpointID, owner: MemberID) {
        record(
            .memberList, endpoint.uuid, version: 1, before: nil,
            after: LineRecord.json(of: [.primaryOwner(owner)]))
    }

    private static let deleteCredential = "DELETE FROM sip_credential WHERE endpoint_id = $1"
    private static let deleteLines = "DELETE FROM line WHERE endpoint_id = $1"
    private static let deleteDevice = SQL.expecting("DELETE FROM device WHERE endpoint_id = $1")
    private static let deleteApplication = SQL.expecting(
        "DELETE FROM application WHERE endpoint_id = $1 AND (\(settings)) = ($2, $3, $4, $5, $6, $7, $8)")
    private static let deleteEndpoint = "DELETE FROM endpoint WHERE id = $1"

    mutating func removeEndpoint(of list: MemberList, _ found: FoundState?) throws {
        let id = list.endpoint.id
        guard let found else { throw CommitRefusal.moved(id) }
        let location = list.endpoint.owner.location?.id
        moveVersion(of: id, from: list.version)
        add(Self.deleteCredential, [.uuid(id.uuid)], refusal: .moved(id))
        add(Self.deleteLines, [.uuid(id.uuid)], refusal: .moved(id))
        record(
            .memberList, id.uuid, version: list.version + 1, before: LineRecord.json(of: list.lines), after: nil,
            location: location)
        switch found {
        case .application(let application):
            add(
                Self.deleteApplication, [.uuid(id.uuid)] + EndpointRows.values(of: application.settings),
                refusal: .moved(id))
            bury(.application, id.uuid)
            bury(.application, application.browserID.uuid)
            record(
                .application, id.uuid, before: try ApplicationRecord(application).json(), after: nil,
                location: location)
        case .device(let device):
            add(Self.deleteDevice, [.uuid(id.uuid)], refusal: .moved(id))
            bury(.device, id.uuid)
            record(.device, id.uuid, before: try DeviceRecord(device).json(), after: nil, location: location)
        case .person, .workspace, .virtualLine, .nothing: throw CommitRefusal.moved(id)
        }
        add(Self.deleteEndpoint, [.uuid(id.uuid)], refusal: .moved(id))
    }
}
