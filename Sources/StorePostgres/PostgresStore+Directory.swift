// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine

extension PostgresStore {
    private static let organisationSource = "SELECT id, name, created, requires_if_match FROM organisation"
    private static let allOrganisations = "\(organisationSource) ORDER BY id"
    private static let organisationByID = "\(organisationSource) WHERE id = $1"

    private static func organisation(_ row: inout Row) throws -> Organisation {
        Organisation(
            id: try row.next(), name: try row.next(), created: try row.next(), requiresIfMatch: try row.next())
    }

    public func organisations() async throws -> [Organisation] {
        try await read(Self.allOrganisations, []).map(Self.organisation)
    }

    public func organisation(_ id: OrganisationID) async throws -> Organisation? {
        try await read(Self.organisationByID, [.uuid(id.uuid)]).first(Self.organisation)
    }

    // MARK: - Locations

    private static let locationSource = """
        SELECT l.id, l.organisation_id, l.name, l.street, l.street_second_line, l.city, l.state, l.postal_code, \
        l.country, l.time_zone, l.preferred_language, l.announcement_language, l.routing_prefix, l.main_number, \
        l.outside_dial_digit FROM location l
        """
    private static let locationByID = "\(locationSource) WHERE l.id = $1 AND l.organisation_id = $2"

    private static func location(_ row: inout Row) throws -> Location {
        Location(
            id: try row.next(), organisation: try row.next(), name: try row.next(),
            address: Address(
                street: try row.next(), streetSecondLine: try row.next(), city: try row.next(), state: try row.next(),
                postalCode: try row.next(), country: try row.next()),
            timeZone: try row.next(), preferredLanguage: try row.next(), announcementLanguage: try row.next(),
            routingPrefix: try row.next(), mainNumber: try row.next(), outsideDialDigit: try row.next())
    }

    public func locations(_ query: LocationQuery, page: Page) async throws -> PageOf<Location> {
        var conditions = Conditions()
        conditions.require("l.organisation_id = ?", .uuid(query.organisation.uuid))
        if let id = query.id { conditions.require("l.id = ?", .uuid(id.uuid)) }
        if case .only(let reachable) = query.reach {
            conditions.require("l.id = ANY (?)", .uuids(reachable.map(\.uuid)))
        }
        if let name = query.name, !name.isEmpty {
            conditions.require("strpos(l.folded_name, ?) > 0", .text(FoldedText(name).text))
        }
        let direction = query.isDescending ? "DESC" : "ASC"
        let sql = "\(Self.locationSource) WHERE \(conditions.text) ORDER BY l.folded_name \(direction), l.id"
        return try await search(sql, conditions, page, Self.location)
    }

    public func location(_ id: LocationID, in organisation: OrganisationID) async throws -> Location? {
        try await read(Self.locationByID, [.uuid(id.uuid), .uuid(organisation.uuid)]).first(Self.location)
    }

    // MARK: - One of a kind

    public func person(_ id: MemberID, in organisation: OrganisationID) async throws -> Person? {
        try await read(MemberRows.personByID, [.uuid(organisation.uuid), .uuid(id.uuid)]).first(MemberRows.person)
    }

    public func workspace(_ id: MemberID, in organisation: OrganisationID) async throws -> Workspace? {
        try await read(MemberRows.workspaceByID, [.uuid(organisation.uuid), .uuid(id.uuid)])
            .first(MemberRows.workspace)
    }

    public func virtualLine(_ id: MemberID, in organisation: OrganisationID) async throws -> VirtualLine? {
        try await read(MemberRows.virtualLineByID, [.uuid(organisation.uuid), .uuid(id.uuid)])
            .first(MemberRows.virtualLine)
    }

    public func device(_ id: EndpointID, in organisation: OrganisationID) async throws -> Device? {
        try await read(EndpointRows.deviceByID, [.uuid(id.uuid), .uuid(organisation.uuid)])
            .first(EndpointRows.device)
    }

    private static let applicationOfPerson = """
        \(EndpointRows.applicationSource) WHERE e.owner_id = $1 AND e.kind = 'application' AND e.organisation_id = $2
        """

    public func application(of person: MemberID, in organisation: OrganisationID) async throws -> Application? {
        try await read(Self.applicationOfPerson, [.uuid(person.uuid), .uuid(organisation.uuid)])
            .first(EndpointRows.application)
    }

    private static let tombstoneByID = "SELECT kind, deleted FROM tombstone WHERE organisation_id = $1 AND id = $2"

    public func tombstone(_ id: UUID, in organisation: OrganisationID) async throws -> Tombstone? {
        try await read(Self.tombstoneByID, [.uuid(organisation.uuid), .uuid(id)]).first { row in
            Tombstone(
                subject: ChangeSubject(kind: try row.next(), id: id), organisation: organisation,
                deleted: try row.next())
        }
    }

    /// One statement, so that all is of one moment; each part leaves the others' columns NULL.
    private static let identities = """
        SELECT m.id, NULL, NULL::timestamptz, NULL, NULL::boolean, \(MemberRows.columns) \
        FROM member m \(MemberRows.withLocation) WHERE m.organisation_id = $2 AND m.id = ANY ($1) \
        UNION ALL \
        SELECT e.id, NULL, NULL, e.model, coalesce(a.desktop_client_enabled, true), \(MemberRows.columns) \
        FROM endpoint e LEFT JOIN application a ON a.endpoint_id = e.id JOIN member m ON m.id = e.owner_id \
        \(MemberRows.withLocation) WHERE e.organisation_id = $2 AND e.id = ANY ($1) \
        UNION ALL \
        SELECT t.id, t.kind, t.deleted, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL \
        FROM tombstone t WHERE t.organisation_id = $2 AND t.id = ANY ($1)
        """

    public func identities(
        _ ids: Set<UUID>, in organisation: OrganisationID
    ) async throws -> [UUID: Identity] {
        let rows = try await read(Self.identities, [.uuids(Array(ids)), .uuid(organisation.uuid)])
        let found = try rows.map { row in
            let id: UUID = try row.next()
            return (id, try Self.identity(of: id, in: organisation, &row))
        }
        return Dictionary(found, uniquingKeysWith: { first, _ in first })
    }

    private static func identity(of id: UUID, in organisation: OrganisationID, _ row: inout Row) throws -> Identity {
        let (kind, deleted): (ChangeSubject.Kind?, Date?) = (try row.next(), try row.next())
        let (model, isEnabled): (EndpointModel?, Bool?) = (try row.next(), try row.next())
        if let kind, let deleted {
            return .deleted(
                Tombstone(
                    subject: ChangeSubject(kind: kind, id: id), organisation: organisation, deleted: deleted))
        }
        let member = try MemberRows.member(&row)
        guard let model, let isEnabled else { return .member(member) }
        return .endpoint(
            Endpoint(
                id: EndpointID(id), organisation: organisation, owner: member, model: model, isEnabled: isEnabled))
    }

    private static let licences = """
        SELECT licence, kind, count(*) FROM member WHERE organisation_id = $1 AND licence IS NOT NULL \
        GROUP BY licence, kind
        """

    /// Every licence, also those that nobody holds.
    public func licenceCounts(in organisation: OrganisationID) async throws -> [LicenceCount] {
        let counts = try await search(Self.licences, [.uuid(organisation.uuid)]).map { row in
            (
                licence: try row.next() as CallingLicence, kind: try row.next() as MemberKind,
                count: try row.next() as Int
            )
        }
        return CallingLicence.allCases.map { licence in
            func count(_ kind: MemberKind) -> Int {
                counts.first { $0.licence == licence && $0.kind == kind }?.count ?? 0
            }
            return LicenceCount(licence: licence, people: count(.person), workspaces: count(.workspace))
        }
    }
}
