// SPDX-License-Identifier: Apache-2.0

public import SharedLine

extension PostgresStore {
    public func people(_ query: PeopleQuery) async throws -> PageOf<Person> {
        let (sql, conditions) = PeopleSearch.statement(query)
        return try await search(sql, conditions, Page(start: 0, max: query.max), MemberRows.person)
    }
}

/// Finds people id after id. Names are matched from their beginning, so that the planner has an index for every filter.
enum PeopleSearch {
    static func statement(_ query: PeopleQuery) -> (sql: String, conditions: Conditions) {
        var conditions = Conditions()
        conditions.require(
            "m.organisation_id = ? AND p.organisation_id = ? AND m.kind = 'person'",
            .uuid(query.organisation.uuid), .uuid(query.organisation.uuid))
        if let after = query.after { conditions.require("m.id > ?", .uuid(after.uuid)) }
        conditions.require("m.location_id", within: query.reach, locations: query.location.map { [$0] } ?? [])
        if let email = query.email {
            conditions.require("p.folded_email = ?", .text(FoldedText(email.storable).text))
        }
        if let ids = query.ids { conditions.require("m.id = ANY (?)", .uuids(ids.map(\.uuid))) }
        if let licence = query.licence { conditions.require("m.licence = ?", .text(licence.rawValue)) }
        if let beginning = query.displayName.map({ FoldedText($0.storable).text }), !beginning.isEmpty {
            // Up to the last scalar there is, which no name holds.
            conditions.require(
                "p.folded_display_name >= ? AND p.folded_display_name < ?", .text(beginning),
                .text(beginning + "\u{10FFFF}"))
        }
        if !query.roles.isEmpty {
            conditions.require(
                """
                m.id IN (SELECT r.member_id FROM person_role r WHERE r.organisation_id = ? AND r.role = ANY (?))
                """, .uuid(query.organisation.uuid), .texts(query.roles.map(\.rawValue)))
        }
        return ("\(MemberRows.personSource) WHERE \(conditions.text) ORDER BY m.id", conditions)
    }
}
