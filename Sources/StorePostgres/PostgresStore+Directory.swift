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
