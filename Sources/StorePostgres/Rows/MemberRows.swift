// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

/// Members, and the people, workspaces and virtual lines that they are.
enum MemberRows {
    /// What every answer about a member shows, of `member m` and `location l`.
    static let columns = """
        m.id, m.organisation_id, m.kind, m.first_name, m.last_name, m.extension, m.phone_number, m.licence, \
        l.id, l.name, l.routing_prefix
        """
    static let columnCount = 11
    static let withLocation = "LEFT JOIN location l ON l.id = m.location_id"

    static func member(_ row: inout Row) throws -> Member {
        let id: MemberID = try row.next()
        let organisation: OrganisationID = try row.next()
        let kind: MemberKind = try row.next()
        let (firstName, lastName): (String, String) = (try row.next(), try row.next())
        let (digits, phoneNumber): (String?, String?) = (try row.next(), try row.next())
        let licence: CallingLicence? = try row.next()
        return Member(
            id: id, organisation: organisation, kind: kind, location: try location(&row), firstName: firstName,
            lastName: lastName, extension: digits, phoneNumber: phoneNumber, licence: licence)
    }

    private static func location(_ row: inout Row) throws -> LocationSummary? {
        guard let id: LocationID = try row.next() else {
            row.skip(2)
            return nil
        }
        return LocationSummary(id: id, name: try row.next(), routingPrefix: try row.next())
    }

    // MARK: - People

    static let personSource = """
        SELECT \(columns), p.email, p.display_name, p.title, p.department, \
        ARRAY(SELECT r.role FROM person_role r \
        WHERE r.organisation_id = p.organisation_id AND r.member_id = p.member_id), p.created, p.last_modified \
        FROM member m JOIN person p ON p.organisation_id = m.organisation_id AND p.member_id = m.id \(withLocation)
        """

    static func person(_ row: inout Row) throws -> Person {
        Person(
            member: try member(&row), email: try row.next(), displayName: try row.next(), title: try row.next(),
            department: try row.next(), roles: Set(try row.next() as [Role]), created: try row.next(),
            lastModified: try row.next())
    }

    static let personByID = "\(personSource) WHERE m.organisation_id = $1 AND m.id = $2"

    // MARK: - Workspaces

    static let workspaceSource = """
        SELECT \(columns), w.capacity, w.type, w.notes, w.created \
        FROM member m JOIN workspace w ON w.organisation_id = m.organisation_id AND w.member_id = m.id \(withLocation)
        """

    static func workspace(_ row: inout Row) throws -> Workspace {
        Workspace(
            member: try member(&row), capacity: try row.next(), type: try row.next(), notes: try row.next(),
            created: try row.next())
    }

    static let workspaceByID = "\(workspaceSource) WHERE m.organisation_id = $1 AND m.id = $2"

    // MARK: - Virtual lines

    static let virtualLineSource = """
        SELECT \(columns), v.display_name, v.caller_id_first_name, v.caller_id_last_name, v.caller_id_number, \
        (SELECT count(*) FROM line n JOIN endpoint e ON e.id = n.endpoint_id \
        WHERE n.member_id = m.id AND e.kind = 'device') \
        FROM member m JOIN virtual_line v ON v.organisation_id = m.organisation_id AND v.member_id = m.id \
        \(withLocation)
        """

    static func virtualLine(_ row: inout Row) throws -> VirtualLine {
        try listing(&row).virtualLine
    }

    static func listing(_ row: inout Row) throws -> VirtualLineListing {
        let virtualLine = VirtualLine(
            member: try member(&row), displayName: try row.next(), callerIDFirstName: try row.next(),
            callerIDLastName: try row.next(), callerIDNumber: try row.next())
        return VirtualLineListing(virtualLine: virtualLine, deviceCount: try row.next())
    }

    static let virtualLineByID = "\(virtualLineSource) WHERE m.organisation_id = $1 AND m.id = $2"
}
