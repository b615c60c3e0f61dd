// SPDX-License-Identifier: Apache-2.0

public import Foundation
import GRDB
public import SharedLine

extension SQLiteStore {
    private static let organisationSource = "SELECT id, name, created, requires_if_match FROM organisation"

    private static func organisation(_ row: Row) -> Organisation {
        Organisation(
            id: OrganisationID(row[0]), name: row[1], created: row.date(2), requiresIfMatch: row[3])
    }

    public func organisations() async throws -> [Organisation] {
        try await quickRead { db in
            try db.rows("\(Self.organisationSource) ORDER BY id", [], Self.organisation)
        }
    }

    public func organisation(_ id: OrganisationID) async throws -> Organisation? {
        try await quickRead { db in
            try db.row("\(Self.organisationSource) WHERE id = ?", [id.uuid], Self.organisation)
        }
    }

    // MARK: - Locations

    private static let locationSource = """
        SELECT id, organisation_id, name, street, street_second_line, city, state, postal_code, country, time_zone, \
        preferred_language, announcement_language, routing_prefix, main_number, outside_dial_digit FROM location
        """

    private static func location(_ row: Row) -> Location {
        Location(
            id: LocationID(row[0]), organisation: OrganisationID(row[1]), name: row[2],
            address: Address(
                street: row[3], streetSecondLine: row[4], city: row[5], state: row[6], postalCode: row[7],
                country: row[8]),
            timeZone: row[9], preferredLanguage: row[10], announcementLanguage: row[11], routingPrefix: row[12],
            mainNumber: row[13], outsideDialDigit: row[14])
    }

    public func locations(_ query: LocationQuery, page: Page) async throws -> PageOf<Location> {
        let direction = query.isDescending ? "DESC" : "ASC"
        var sql = "\(Self.locationSource) WHERE organisation_id = ?"
        var arguments: StatementArguments = [query.organisation.uuid]
        if let id = query.id {
            sql += " AND id = ?"
            arguments += [id.uuid]
        }
        if case .only(let reachable) = query.reach {
            sql += " AND id IN (\(reachable.map { _ in "?" }.joined(separator: ", ")))"
            arguments += StatementArguments(reachable.sorted().map(\.uuid))
        }
        if let name = query.name, !name.isEmpty {
            sql += " AND instr(folded_name, ?) > 0"
            arguments += [FoldedText(name.bindable).text]
        }
        sql += " ORDER BY folded_name \(direction), id LIMIT ? OFFSET ?"
        arguments += [page.max + 1, page.start]
        return try await search { [sql, arguments] db in
            page.cut(try db.rows(sql, arguments, Self.location))
        }
    }

    public func location(_ id: LocationID, in organisation: OrganisationID) async throws -> Location? {
        try await quickRead { db in
            try db.row(
                "\(Self.locationSource) WHERE id = ? AND organisation_id = ?", [id.uuid, organisation.uuid],
                Self.location)
        }
    }

    // MARK: - One of a kind

    public func person(_ id: MemberID, in organisation: OrganisationID) async throws -> Person? {
        try await quickRead { db in try MemberRows.person(id, in: organisation, db) }
    }

    public func workspace(_ id: MemberID, in organisation: OrganisationID) async throws -> Workspace? {
        try await quickRead { db in try MemberRows.workspace(id, in: organisation, db) }
    }

    public func virtualLine(_ id: MemberID, in organisation: OrganisationID) async throws -> VirtualLine? {
        try await quickRead { db in try MemberRows.virtualLine(id, in: organisation, db) }
    }

    public func device(_ id: EndpointID, in organisation: OrganisationID) async throws -> Device? {
        try await quickRead { db in try EndpointRows.device(id, in: organisation, db) }
    }

    public func application(of person: MemberID, in organisation: OrganisationID) async throws -> Application? {
        try await quickRead { db in try EndpointRows.application(of: person, in: organisation, db) }
    }

    public func tombstone(_ id: UUID, in organisation: OrganisationID) async throws -> Tombstone? {
        try await quickRead { db in try Self.tombstone(id, in: organisation, db) }
    }

    private static func tombstone(
        _ id: UUID, in organisation: OrganisationID, _ db: Database
    ) throws -> Tombstone? {
        try db.row(
            "SELECT kind, deleted FROM tombstone WHERE organisation_id = ? AND id = ?", [organisation.uuid, id]
        ) { row in
            Tombstone(
                subject: ChangeSubject(kind: try row.value(0, of: "tombstone.kind"), id: id),
                organisation: organisation, deleted: row.date(1))
        }
    }

    public func identities(
        _ ids: Set<UUID>, in organisation: OrganisationID
    ) async throws -> [UUID: Identity] {
        try await read { db in
            var found: [UUID: Identity] = [:]
            for id in ids { found[id] = try Self.identity(id, in: organisation, db) }
            return found
        }
    }

    private static func identity(
        _ id: UUID, in organisation: OrganisationID, _ db: Database
    ) throws -> Identity? {
        if let member = try MemberRows.member(MemberID(id), in: organisation, db) { return .member(member) }
        if let endpoint = try EndpointRows.endpoint(EndpointID(id), in: organisation, db) { return .endpoint(endpoint) }
        return try tombstone(id, in: organisation, db).map(Identity.deleted)
    }

    /// Every licence, also those that nobody holds.
    public func licenceCounts(in organisation: OrganisationID) async throws -> [LicenceCount] {
        let sql = """
            SELECT licence, kind, count(*) FROM member WHERE organisation_id = ? AND licence IS NOT NULL \
            GROUP BY licence, kind
            """
        return try await search { db in
            let counts = try db.rows(sql, [organisation.uuid]) { row in
                (licence: row[0] as String, kind: row[1] as String, count: row[2] as Int)
            }
            return CallingLicence.allCases.map { licence in
                func count(_ kind: MemberKind) -> Int {
                    counts.first { $0.licence == licence.rawValue && $0.kind == kind.rawValue }?.count ?? 0
                }
                return LicenceCount(licence: licence, people: count(.person), workspaces: count(.workspace))
            }
        }
    }
}

extension Page {
    /// The page of items read with one more than it holds.
    func cut<Item>(_ items: [Item]) -> PageOf<Item> {
        PageOf(items: Array(items.prefix(max)), hasMore: items.count > max)
    }
}
