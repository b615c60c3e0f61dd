// SPDX-License-Identifier: Apache-2.0

import GRDB
public import SharedLine

extension SQLiteStore {
    public func people(_ query: PeopleQuery) async throws -> PageOf<Person> {
        let page = Page(start: 0, max: query.max)
        return try await search { db in
            let ids = try PeopleSearch(query).run(db)
            let people = try ids.compactMap { id in try MemberRows.person(id, in: query.organisation, db) }
            return page.cut(people)
        }
    }
}

/// Finds people id after id, each filter along the index that serves it best.
struct PeopleSearch {
    /// The index that the people are read along.
    enum Way: Equatable {
        /// By id, or by the addresses or ids asked for.
        case person
        case role(Role)
        case displayName
        case location(LocationID)
        case licence(CallingLicence)
    }

    let query: PeopleQuery

    init(_ query: PeopleQuery) {
        self.query = query
    }

    /// The ids of the page and one more, rising.
    func run(_ db: Database) throws -> [MemberID] {
        let locations: [LocationID?]
        switch (query.reach, query.location) {
        case (.everywhere, nil): locations = [nil]
        case (let reach, let location?): locations = reach.covers(location) ? [location] : []
        case (.only(let reachable), nil): locations = reachable.sorted()
        }
        // One run along the index for each location and role; the pages of all are merged.
        var ids: Set<MemberID> = []
        for location in locations {
            for way in try ways(at: location, db) {
                let (sql, arguments) = statement(way, at: location)
                ids.formUnion(try db.rows(sql, arguments) { MemberID($0[0]) })
            }
        }
        return Array(ids.sorted().prefix(query.max + 1))
    }

    // MARK: - Choosing the way

    /// Up to how many names with the same beginning are read and sorted.
    private static let mostSorted = 5000

    private func ways(at location: LocationID?, _ db: Database) throws -> [Way] {
        if query.email != nil || query.ids != nil { return [.person] }
        if !query.roles.isEmpty { return Role.allCases.filter(query.roles.contains).map { .role($0) } }
        if try isBeginningRare(db) { return [.displayName] }
        if let location { return [.location(location)] }
        return [query.licence.map { .licence($0) } ?? .person]
    }

    private func isBeginningRare(_ db: Database) throws -> Bool {
        guard let range = displayNames else { return false }
        let sql = """
            SELECT count(*) FROM (SELECT 1 FROM person p INDEXED BY person_by_display_name \
            WHERE p.organisation_id = ? AND p.folded_display_name >= ? AND p.folded_display_name < ? LIMIT ?)
            """
        let count = try db.row(sql, [query.organisation.uuid, range.first, range.end, Self.mostSorted + 1]) {
            $0[0] as Int
        }
        return count ?? 0 <= Self.mostSorted
    }

    /// The names that begin as asked: up to the last scalar there is, which no name holds.
    private var displayNames: (first: String, end: String)? {
        let beginning = query.displayName.map { FoldedText($0.bindable) }
        guard let beginning, !beginning.text.isEmpty else { return nil }
        return (beginning.text, beginning.text + "\u{10FFFF}")
    }

    // MARK: - The statement

    private struct Conditions {
        var texts: [String] = []
        var arguments = StatementArguments()

        mutating func require(_ text: String, _ values: StatementArguments) {
            texts.append(text)
            arguments += values
        }
    }

    /// Reads the ids after the cursor at one location, or everywhere for nil.
    func statement(_ way: Way, at location: LocationID?) -> (sql: String, arguments: StatementArguments) {
        let source = source(of: way)
        var conditions = Conditions()
        conditions.require("\(source.alias).organisation_id = ?", [query.organisation.uuid])
        switch way {
        case .location(let location): conditions.require("m.location_id = ?", [location.uuid])
        case .licence(let licence): conditions.require("m.licence = ? AND m.kind = 'person'", [licence.rawValue])
        case .role(let role): conditions.require("r.role = ?", [role.rawValue])
        case .person, .displayName: break
        }
        if let after = query.after { conditions.require("\(source.id) > ?", [after.uuid]) }
        addPersonFilters(on: way, &conditions)
        addMemberFilters(on: way, at: location, &conditions)
        let sql = """
            SELECT \(source.id) FROM \(source.tables) WHERE \(conditions.texts.joined(separator: " AND ")) \
            ORDER BY \(source.id) LIMIT ?
            """
        return (sql, conditions.arguments + [query.max + 1])
    }

    private func addPersonFilters(on way: Way, _ conditions: inout Conditions) {
        if let email = query.email { conditions.require("p.folded_email = ?", [FoldedText(email.bindable).text]) }
        if let ids = query.ids {
            let places = ids.map { _ in "?" }.joined(separator: ", ")
            conditions.require("p.member_id IN (\(places))", StatementArguments(ids.map(\.uuid)))
        }
        if let range = displayNames {
            // The plus keeps SQLite from the names' index where the people are read by id.
            let name = way == .displayName ? "p.folded_display_name" : "+p.folded_display_name"
            conditions.require("\(name) >= ? AND \(name) < ?", [range.first, range.end])
        }
        if !query.roles.isEmpty, way == .person {
            let roles = Role.allCases.filter(query.roles.contains).map(\.rawValue)
            let places = roles.map { _ in "?" }.joined(separator: ", ")
            conditions.require(
                """
                EXISTS (SELECT 1 FROM person_role r WHERE r.organisation_id = p.organisation_id \
                AND r.member_id = p.member_id AND r.role IN (\(places)))
                """, StatementArguments(roles))
        }
    }

    private func addMemberFilters(on way: Way, at location: LocationID?, _ conditions: inout Conditions) {
        func column(_ name: String) -> String { "(SELECT m.\(name) FROM member m WHERE m.id = p.member_id)" }
        if let location, way != .location(location) {
            conditions.require("\(column("location_id")) = ?", [location.uuid])
        }
        if let licence = query.licence, way != .licence(licence) {
            conditions.require("\(column("licence")) = ?", [licence.rawValue])
        }
    }

    /// What is read first, by which name, and its column of the person's id.
    private struct Source {
        let tables: String
        let alias: String
        let id: String
    }

    private func source(of way: Way) -> Source {
        switch way {
        case .person: Source(tables: "person p", alias: "p", id: "p.member_id")
        case .displayName:
            Source(tables: "person p INDEXED BY person_by_display_name", alias: "p", id: "p.member_id")
        case .location: memberSource(along: "member_by_location")
        case .licence: memberSource(along: "member_by_licence")
        case .role:
            Source(
                tables: """
                    person_role r CROSS JOIN person p \
                    ON p.organisation_id = r.organisation_id AND p.member_id = r.member_id
                    """, alias: "r", id: "r.member_id")
        }
    }

    private func memberSource(along index: String) -> Source {
        Source(
            tables: """
                member m INDEXED BY \(index) CROSS JOIN person p \
                ON p.organisation_id = m.organisation_id AND p.member_id = m.id
                """, alias: "m", id: "m.id")
    }
}
