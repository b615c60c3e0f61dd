// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
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

    static func member(_ row: Row, at start: Int = 0) throws -> Member {
        let location: LocationSummary? =
            if let id = row[start + 8] as UUID? {
                LocationSummary(id: LocationID(id), name: row[start + 9], routingPrefix: row[start + 10])
            } else {
                nil
            }
        return Member(
            id: MemberID(row[start]), organisation: OrganisationID(row[start + 1]),
            kind: try row.value(start + 2, of: "member.kind"), location: location, firstName: row[start + 3],
            lastName: row[start + 4], extension: row[start + 5], phoneNumber: row[start + 6],
            licence: try row.optionalValue(start + 7, of: "member.licence"))
    }

    static func member(_ id: MemberID, in organisation: OrganisationID, _ db: Database) throws -> Member? {
        try db.row(
            "SELECT \(columns) FROM member m \(withLocation) WHERE m.id = ? AND m.organisation_id = ?",
            [id.uuid, organisation.uuid]
        ) { try member($0) }
    }

    /// The members of those integer keys, in the same order.
    static func members(keys: [Int64], _ db: Database) throws -> [Member] {
        let sql = "SELECT \(columns) FROM member m \(withLocation) WHERE m.key = ?"
        return try keys.compactMap { key in try db.row(sql, [key]) { try member($0) } }
    }

    // MARK: - People

    static let personSource = """
        SELECT \(columns), p.email, p.display_name, p.title, p.department, p.created, p.last_modified, \
        (SELECT group_concat(r.role) FROM person_role r \
        WHERE r.organisation_id = p.organisation_id AND r.member_id = p.member_id) \
        FROM member m JOIN person p ON p.organisation_id = m.organisation_id AND p.member_id = m.id \(withLocation)
        """

    static func person(_ row: Row) throws -> Person {
        let next = columnCount
        let roles = try (row[next + 6] as String? ?? "").split(separator: ",").map { text in
            guard let role = Role(rawValue: String(text)) else {
                throw UnreadableRow(column: "person_role.role", value: String(text))
            }
            return role
        }
        return Person(
            member: try member(row), email: row[next], displayName: row[next + 1], title: row[next + 2],
            department: row[next + 3], roles: Set(roles), created: row.date(next + 4),
            lastModified: row.date(next + 5))
    }

    static func person(_ id: MemberID, in organisation: OrganisationID, _ db: Database) throws -> Person? {
        try db.row(
            "\(personSource) WHERE m.organisation_id = ? AND m.id = ?", [organisation.uuid, id.uuid], person)
    }

    // MARK: - Workspaces

    static let workspaceSource = """
        SELECT \(columns), w.capacity, w.type, w.notes, w.created \
        FROM member m JOIN workspace w ON w.organisation_id = m.organisation_id AND w.member_id = m.id \(withLocation)
        """

    static func workspace(_ row: Row) throws -> Workspace {
        let next = columnCount
        return Workspace(
            member: try member(row), capacity: row[next], type: row[next + 1], notes: row[next + 2],
            created: row.date(next + 3))
    }

    static func workspace(_ id: MemberID, in organisation: OrganisationID, _ db: Database) throws -> Workspace? {
        try db.row(
            "\(workspaceSource) WHERE m.organisation_id = ? AND m.id = ?", [organisation.uuid, id.uuid],
            workspace)
    }

    // MARK: - Virtual lines

    static let virtualLineSource = """
        SELECT \(columns), v.display_name, v.caller_id_first_name, v.caller_id_last_name, v.caller_id_number \
        FROM member m JOIN virtual_line v ON v.organisation_id = m.organisation_id AND v.member_id = m.id \
        \(withLocation)
        """

    static func virtualLine(_ row: Row) throws -> VirtualLine {
        let next = columnCount
        return VirtualLine(
            member: try member(row), displayName: row[next], callerIDFirstName: row[next + 1],
            callerIDLastName: row[next + 2], callerIDNumber: row[next + 3])
    }

    static func virtualLine(_ id: MemberID, in organisation: OrganisationID, _ db: Database) throws -> VirtualLine? {
        try db.row(
            "\(virtualLineSource) WHERE m.organisation_id = ? AND m.id = ?", [organisation.uuid, id.uuid],
            virtualLine)
    }
}
