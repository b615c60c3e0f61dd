// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SharedLine

/// Endpoints, the lines on them, and the apps and devices that they are.
enum EndpointRows {
    static let lineColumns = """
        n.member_id, n.port, n.weight, n.label, n.hotline, n.allows_call_decline, n.t38_fax_compression
        """
    static let lineColumnCount = 7

    static func line(_ row: Row, at start: Int = 0) throws -> Line {
        var hotline: HotlineDestination?
        if let digits = row[start + 4] as String? {
            hotline = HotlineDestination(digits)
            if hotline == nil { throw UnreadableRow(column: "line.hotline", value: digits) }
        }
        return Line(
            member: MemberID(row[start]), port: row[start + 1], weight: row[start + 2], label: row[start + 3],
            hotline: hotline, allowsCallDecline: row[start + 5], t38FaxCompression: row[start + 6])
    }

    static func model(_ name: String) throws -> EndpointModel {
        guard let model = EndpointModel.named(name) else { throw UnreadableRow(column: "endpoint.model", value: name) }
        return model
    }

    // MARK: - Member lists

    /// An endpoint's own row.
    struct Head {
        let id: EndpointID
        let organisation: OrganisationID
        let owner: MemberID
        let model: EndpointModel
        let version: Int64
        let isEnabled: Bool
    }

    private static let headSource = """
        SELECT e.id, e.organisation_id, e.owner_id, e.model, e.version, coalesce(a.desktop_client_enabled, 1) \
        FROM endpoint e LEFT JOIN application a ON a.endpoint_id = e.id
        """

    private static func head(_ row: Row) throws -> Head {
        Head(
            id: EndpointID(row[0]), organisation: OrganisationID(row[1]), owner: MemberID(row[2]),
            model: try model(row[3]), version: row[4], isEnabled: row[5])
    }

    static func head(
        at address: EndpointAddress, in organisation: OrganisationID, _ db: Database
    ) throws -> Head? {
        switch address {
        case .application(let person):
            try db.row(
                "\(headSource) WHERE e.owner_id = ? AND e.kind = 'application' AND e.organisation_id = ?",
                [person.uuid, organisation.uuid], head)
        case .device(let id):
            try db.row(
                "\(headSource) WHERE e.id = ? AND e.kind = 'device' AND e.organisation_id = ?",
                [id.uuid, organisation.uuid], head)
        }
    }

    static func head(of id: EndpointID, in organisation: OrganisationID, _ db: Database) throws -> Head? {
        try db.row(
            "\(headSource) WHERE e.id = ? AND e.organisation_id = ?", [id.uuid, organisation.uuid], head)
    }

    /// Whichever organisation it is of.
    static func head(of id: EndpointID, _ db: Database) throws -> Head? {
        try db.row("\(headSource) WHERE e.id = ?", [id.uuid], head)
    }

    static func endpoint(_ id: EndpointID, in organisation: OrganisationID, _ db: Database) throws -> Endpoint? {
        guard let head = try head(of: id, in: organisation, db),
            let owner = try MemberRows.member(head.owner, in: organisation, db)
        else { return nil }
        return Endpoint(
            id: id, organisation: organisation, owner: owner, model: head.model, isEnabled: head.isEnabled)
    }

    private static let entries = """
        SELECT \(lineColumns), \(MemberRows.columns) \
        FROM line n JOIN member m ON m.id = n.member_id \(MemberRows.withLocation) \
        WHERE n.endpoint_id = ? ORDER BY n.port
        """

    static func list(_ head: Head, _ db: Database) throws -> MemberList {
        let entries = try db.rows(entries, [head.id.uuid]) { row in
            MemberListEntry(line: try line(row), member: try MemberRows.member(row, at: lineColumnCount))
        }
        // The owner's line always stands on its own endpoint, so that the owner need not be read once more.
        guard let owner = entries.first(where: { $0.line.member == head.owner })?.member else {
            throw UnreadableRow(column: "line.member_id", value: "no line of the owner on endpoint \(head.id)")
        }
        let endpoint = Endpoint(
            id: head.id, organisation: head.organisation, owner: owner, model: head.model, isEnabled: head.isEnabled)
        return MemberList(endpoint: endpoint, version: head.version, entries: entries)
    }

    // MARK: - Applications

    private static let settings = """
        a.rings_for_click_to_dial, a.rings_for_group_page, a.rings_for_call_park, a.browser_client_enabled, \
        a.desktop_client_enabled, a.tablet_client_enabled, a.mobile_client_enabled
        """

    private static let applicationSource = """
        SELECT e.id, e.owner_id, a.browser_id, \(settings) FROM endpoint e JOIN application a ON a.endpoint_id = e.id
        """

    private static func application(_ row: Row) -> Application {
        Application(
            id: EndpointID(row[0]), person: MemberID(row[1]), browserID: EndpointID(row[2]),
            settings: ApplicationSettings(
                ringsForClickToDial: row[3], ringsForGroupPage: row[4], ringsForCallPark: row[5],
                browserClientEnabled: row[6], desktopClientEnabled: row[7], tabletClientEnabled: row[8],
                mobileClientEnabled: row[9]))
    }

    static func application(
        of person: MemberID, in organisation: OrganisationID, _ db: Database
    ) throws -> Application? {
        try db.row(
            "\(applicationSource) WHERE e.owner_id = ? AND e.kind = 'application' AND e.organisation_id = ?",
            [person.uuid, organisation.uuid], application)
    }

    static func application(
        _ id: EndpointID, in organisation: OrganisationID, _ db: Database
    ) throws -> Application? {
        try db.row(
            "\(applicationSource) WHERE e.id = ? AND e.organisation_id = ?", [id.uuid, organisation.uuid],
            application)
    }

    // MARK: - Devices

    /// Of `endpoint e`, `device d` and the owner `member m`.
    static let deviceColumns = """
        e.id, e.organisation_id, e.model, d.mac, d.created, \
        (SELECT json_group_array(t.tag) FROM (SELECT tag FROM device_tag WHERE endpoint_id = d.endpoint_id \
        ORDER BY position) t), \(MemberRows.columns)
        """

    static let deviceSource = """
        SELECT \(deviceColumns) FROM device d JOIN endpoint e ON e.id = d.endpoint_id \
        JOIN member m ON m.id = e.owner_id \(MemberRows.withLocation)
        """

    static func device(_ row: Row) throws -> Device {
        let endpoint = Endpoint(
            id: EndpointID(row[0]), organisation: OrganisationID(row[1]), owner: try MemberRows.member(row, at: 6),
            model: try model(row[2]), isEnabled: true)
        let tags: String = row[5]
        return Device(
            endpoint: endpoint, mac: row[3],
            tags: tags == "[]" ? [] : try JSONDecoder().decode([String].self, from: Data(tags.utf8)),
            created: row.date(4))
    }

    static func device(_ id: EndpointID, in organisation: OrganisationID, _ db: Database) throws -> Device? {
        try db.row(
            "\(deviceSource) WHERE d.endpoint_id = ? AND d.organisation_id = ?", [id.uuid, organisation.uuid], device)
    }
}
