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
        return [location.map { .location($0) } ?? .person]
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

    /// Reads the ids after the cursor at one location, or everywhere for nil.
    func statement(_ way: Way, at location: LocationID?) -> (sql: String, arguments: StatementArguments) {
        let source = source(of: way)
        let id = source.id
        var conditions = ["\(source.alias).organisation_id = ?"]
        var arguments: StatementArguments = [query.organisation.uuid]
        func require(_ condition: String, _ values: StatementArguments) {
            conditions.append(condition)
            arguments += values
        }
        if case .location(let location) = way { require("m.location_id = ?", [location.uuid]) }
        if case .role(let role) = way { require("r.role = ?", [role.rawValue]) }
        if let after = query.after { require("\(id) > ?", [after.uuid]) }
        if let email = query.email { require("p.folded_email = ?", [FoldedText(email.bindable).text]) }
        if let ids = query.ids {
            let places = ids.map { _ in "?" }.joined(separator: ", ")
            require("p.member_id IN (\(places))", StatementArguments(ids.map(\.uuid)))
        }
        if let range = displayNames {
            // The plus keeps SQLite from the names' index where the people are read by id.
            let name = way == .displayName ? "p.folded_display_name" : "+p.folded_display_name"
            require("\(name) >= ? AND \(name) < ?", [range.first, range.end])
        }
        if let location, way != .location(location) {
            require("(SELECT m.location_id FROM member m WHERE m.id = p.member_id) = ?", [location.uuid])
        }
        if let licence = query.licence {
            require("(SELECT m.licence FROM member m WHERE m.id = p.member_id) = ?", [licence.rawValue])
        }
        if !query.roles.isEmpty, way == .person {
            let roles = Role.allCases.filter(query.roles.contains).map(\.rawValue)
            require(
                """
                EXISTS (SELECT 1 FROM person_role r WHERE r.organisation_id = p.organisation_id \
                AND r.member_id = p.member_id AND r.role IN (\(roles.map { _ in "?" }.joined(separator: ", "))))
                """, StatementArguments(roles))
        }
        let condition = conditions.joined(separator: " AND ")
        let sql = "SELECT \(id) FROM \(source.tables) WHERE \(condition) ORDER BY \(id) LIMIT ?"
        return (sql, arguments + [query.max + 1])
    }

    /// What is read first, by which name, and its column of the person's id.
    private struct Source {
        let tables: String
        let alias: String
        let id: String

        init(_ tables: String, alias: String, id: String) {
            self.tables = tables
            self.alias = alias
            self.id = id
        }
    }

    private func source(of way: Way) -> Source {
        let person = "person p ON p.organisation_id"
        switch way {
        case .person: return Source("person p", alias: "p", id: "p.member_id")
        case .displayName: return Source("person p INDEXED BY person_by_display_name", alias: "p", id: "p.member_id")
        case .location:
            return Source(
                """
                member m INDEXED BY member_by_location CROSS JOIN \(person) = m.organisation_id \
                AND p.member_id = m.id
                """, alias: "m", id: "m.id")
        case .role:
            return Source(
                "person_role r CROSS JOIN \(person) = r.organisation_id AND p.member_id = r.member_id", alias: "r",
                id: "r.member_id")
        }
    }
}
