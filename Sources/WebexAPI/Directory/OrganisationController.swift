// SPDX-License-Identifier: Apache-2.0

import LineService
import SharedLine
import WebexWire

/// The organisation of the token, its licences, and the roles there are.
struct OrganisationController: Sendable {
    /// Nobody sells licences here: as many as an organisation could use are there.
    private static let licenceUnits = 1_000_000
    /// How many holders of a licence are shown at once (the contract's default).
    private static let holderLimit = 300

    let directory: DirectoryService

    @Sendable func organizations(_ call: Call) async throws -> Answer {
        let organisation = try await directory.organisation(for: call.authority)
        return try .json(WebexCollection(items: [WebexOrganization(organisation)]))
    }

    @Sendable func organization(_ call: Call) async throws -> Answer {
        let id = try call.uuid("orgId", of: .organization, missing: .organisation)
        guard id == call.authority.organisation.uuid else { throw ServiceError.notFound(.organisation) }
        return try .json(WebexOrganization(try await directory.organisation(for: call.authority)))
    }

    @Sendable func licenses(_ call: Call) async throws -> Answer {
        try .json(WebexCollection(items: try await directory.licenceCounts(for: call.authority).map(Self.license)))
    }

    @Sendable func license(_ call: Call) async throws -> Answer {
        let id = try call.uuid("licenseId", of: .license, missing: .organisation)
        let counts = try await directory.licenceCounts(for: call.authority)
        guard let count = counts.first(where: { $0.licence.webexID.uuid == id }) else {
            throw RequestRefusal.unknownPath
        }
        guard try call.query.choice("includeAssignedTo", ["user": true]) == true else {
            return try .json(Self.license(count))
        }
        return try await holders(of: count, call)
    }

    /// The licence with a page of the people who hold it.
    private func holders(of count: LicenceCount, _ call: Call) async throws -> Answer {
        var query = PeopleQuery(
            organisation: call.authority.organisation, reach: call.authority.reach,
            max: min(try call.query.number("limit") ?? Self.holderLimit, Self.holderLimit))
        query.licence = count.licence
        query.after = try call.cursor("next")
        let people = try await directory.people(query, for: call.authority)
        var license = Self.license(count)
        license.users = people.items.map { person in
            WebexLicenseUser(
                id: person.member.webexID, type: .ownOrganization, displayName: person.displayName,
                email: person.email)
        }
        let last = people.hasMore ? people.items.last : nil
        return try .json(license).linking(last.map { call.nextLink("next", $0.member.id.description) })
    }

    @Sendable func roles(_ call: Call) async throws -> Answer {
        try .json(WebexCollection(items: Role.allCases.map(Self.role)))
    }

    @Sendable func role(_ call: Call) async throws -> Answer {
        let id = try call.uuid("roleId", of: .role, missing: .organisation)
        guard let role = Role.allCases.first(where: { $0.webexID.uuid == id }) else {
            throw RequestRefusal.unknownPath
        }
        return try .json(Self.role(role))
    }

    private static func license(_ count: LicenceCount) -> WebexLicense {
        WebexLicense(
            id: count.licence.webexID, name: count.licence.webexName, totalUnits: licenceUnits,
            consumedUnits: count.people + count.workspaces, consumedByUsers: count.people,
            consumedByWorkspaces: count.workspaces, users: nil)
    }

    private static func role(_ role: Role) -> WebexRole {
        WebexRole(id: role.webexID, name: role.webexName)
    }
}

extension WebexOrganization {
    init(_ organisation: Organisation) {
        self.init(
            id: WebexID(.organization, organisation.id.uuid), displayName: organisation.name,
            created: WebexTimestamp(organisation.created))
    }
}
