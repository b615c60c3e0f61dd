// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

/// Endpoints, the lines on them, and the apps and devices that they are.
enum EndpointRows {
    // MARK: - Member lists

    private static let lineColumns = """
        n.member_id, n.port, n.weight, n.label, n.hotline, n.allows_call_decline, n.t38_fax_compression
        """

    static func line(_ row: inout Row) throws -> Line {
        Line(
            member: try row.next(), port: try row.next(), weight: try row.next(), label: try row.next(),
            hotline: try row.next(), allowsCallDecline: try row.next(), t38FaxCompression: try row.next())
    }

    /// A row for each line, the endpoint's own columns before it: one statement, so that all is of one moment.
    static let listColumns = """
        e.id, e.organisation_id, e.owner_id, e.model, e.version, coalesce(a.desktop_client_enabled, true), \
        \(lineColumns), \(MemberRows.columns)
        """

    static let listSource = """
        FROM endpoint e LEFT JOIN application a ON a.endpoint_id = e.id JOIN line n ON n.endpoint_id = e.id \
        JOIN member m ON m.id = n.member_id \(MemberRows.withLocation)
        """

    static let isApplicationOf = "e.owner_id = $1 AND e.kind = 'application' AND e.organisation_id = $2"
    static let isDevice = "e.id = $1 AND e.kind = 'device' AND e.organisation_id = $2"

    /// An endpoint's own columns and one of its lines.
    struct Entry {
        let id: EndpointID
        let organisation: OrganisationID
        let owner: MemberID
        let model: EndpointModel
        let version: Int64
        let isEnabled: Bool
        let entry: MemberListEntry
    }

    static func entry(_ row: inout Row) throws -> Entry {
        Entry(
            id: try row.next(), organisation: try row.next(), owner: try row.next(), model: try row.next(),
            version: try row.next(), isEnabled: try row.next(),
            entry: MemberListEntry(line: try line(&row), member: try MemberRows.member(&row)))
    }

    /// The list that the entries of one endpoint make, which come by port; nil where there are none.
    static func list(_ entries: some Collection<Entry>) throws -> MemberList? {
        guard let head = entries.first else { return nil }
        // The owner's line always stands on its own endpoint, so that the owner need not be read once more.
        guard let owner = entries.first(where: { $0.entry.line.member == head.owner })?.entry.member else {
            throw UnreadableRow(column: "line.member_id", value: "no line of the owner on endpoint \(head.id)")
        }
        let endpoint = Endpoint(
            id: head.id, organisation: head.organisation, owner: owner, model: head.model, isEnabled: head.isEnabled)
        return MemberList(endpoint: endpoint, version: head.version, entries: entries.map(\.entry))
    }

    // MARK: - Applications

    static let settingsColumns = [
        "rings_for_click_to_dial", "rings_for_group_page", "rings_for_call_park", "browser_client_enabled",
        "desktop_client_enabled", "tablet_client_enabled", "mobile_client_enabled",
    ]

    static func values(of settings: ApplicationSettings) -> [Value] {
        [
            settings.ringsForClickToDial, settings.ringsForGroupPage, settings.ringsForCallPark,
            settings.browserClientEnabled, settings.desktopClientEnabled, settings.tabletClientEnabled,
            settings.mobileClientEnabled,
        ].map { .bool($0) }
    }

    static let applicationSource = """
        SELECT e.id, e.owner_id, a.browser_id, \(settingsColumns.map { "a.\($0)" }.joined(separator: ", ")) \
        FROM endpoint e JOIN application a ON a.endpoint_id = e.id
        """

    static func application(_ row: inout Row) throws -> Application {
        Application(
            id: try row.next(), person: try row.next(), browserID: try row.next(),
            settings: ApplicationSettings(
                ringsForClickToDial: try row.next(), ringsForGroupPage: try row.next(),
                ringsForCallPark: try row.next(), browserClientEnabled: try row.next(),
                desktopClientEnabled: try row.next(), tabletClientEnabled: try row.next(),
                mobileClientEnabled: try row.next()))
    }

    // MARK: - Devices

    /// Of `endpoint e`, `device d` and the owner `member m`.
    static let deviceColumns = """
        e.id, e.organisation_id, e.model, d.mac, d.created, \
        ARRAY(SELECT t.tag FROM device_tag t WHERE t.endpoint_id = d.endpoint_id ORDER BY t.position), \
        \(MemberRows.columns)
        """

    static let deviceSource = """
        SELECT \(deviceColumns) FROM device d JOIN endpoint e ON e.id = d.endpoint_id \
        JOIN member m ON m.id = e.owner_id \(MemberRows.withLocation)
        """

    static func device(_ row: inout Row) throws -> Device {
        let (id, organisation): (EndpointID, OrganisationID) = (try row.next(), try row.next())
        let (model, mac): (EndpointModel, String) = (try row.next(), try row.next())
        let (created, tags): (Date, [String]) = (try row.next(), try row.next())
        let endpoint = Endpoint(
            id: id, organisation: organisation, owner: try MemberRows.member(&row), model: model, isEnabled: true)
        return Device(endpoint: endpoint, mac: mac, tags: tags, created: created)
    }

    static let deviceByID = "\(deviceSource) WHERE d.endpoint_id = $1 AND d.organisation_id = $2"

    // MARK: - Uses

    /// A device's own columns are NULL for an app.
    static let useSource = """
        SELECT \(lineColumns), e.id, e.organisation_id, e.model, coalesce(a.desktop_client_enabled, true), d.mac, \
        d.created, ARRAY(SELECT t.tag FROM device_tag t WHERE t.endpoint_id = e.id ORDER BY t.position), \
        \(MemberRows.columns) FROM line n JOIN endpoint e ON e.id = n.endpoint_id \
        LEFT JOIN application a ON a.endpoint_id = e.id LEFT JOIN device d ON d.endpoint_id = e.id \
        JOIN member m ON m.id = e.owner_id \(MemberRows.withLocation)
        """

    static func use(_ row: inout Row) throws -> EndpointUse {
        let line = try line(&row)
        let (id, organisation): (EndpointID, OrganisationID) = (try row.next(), try row.next())
        let (model, isEnabled): (EndpointModel, Bool) = (try row.next(), try row.next())
        let (mac, created): (String?, Date?) = (try row.next(), try row.next())
        let tags: [String] = try row.next()
        let endpoint = Endpoint(
            id: id, organisation: organisation, owner: try MemberRows.member(&row), model: model,
            isEnabled: isEnabled)
        var device: Device?
        if let mac, let created { device = Device(endpoint: endpoint, mac: mac, tags: tags, created: created) }
        return EndpointUse(endpoint: endpoint, device: device, line: line)
    }
}
