// SPDX-License-Identifier: Apache-2.0

import GRDB
public import SharedLine

extension SQLiteStore {
    public func members(_ query: MemberQuery, page: Page) async throws -> PageOf<Member> {
        try await search { db in
            guard let search = try MemberSearch(query, db) else { return PageOf(items: [], hasMore: false) }
            let found = try search.run(page, db)
            return PageOf(items: try MemberRows.members(keys: found.keys, db), hasMore: found.hasMore)
        }
    }

    public func memberCount(_ query: MemberQuery) async throws -> Int {
        try await search { db in
            // Counted without the members that stand on the endpoint, which are few, so that words can be counted.
            var everybody = query
            everybody.notOn = nil
            guard let search = try MemberSearch(everybody, db) else { return 0 }
            let count = try search.count(db)
            guard let endpoint = query.notOn, count > 0 else { return count }
            return count - (try search.countStanding(on: endpoint, db))
        }
    }
}

extension MemberSearch {
    init?(_ query: MemberQuery, _ db: Database) throws {
        var standings: [SearchTokens.Standing] = [.callingPerson, .professionalWorkspace]
        if query.usage == .deviceOwner { standings.append(.basicWorkspace) }
        if query.usage == .sharedLine, query.includesVirtualLines { standings.append(.virtualLine) }
        try self.init(
            query.organisation, standings: standings, isRareKind: false, isLicensed: true, order: query.order, db)
        require("m.licence IS NOT NULL")
        if query.usage == .sharedLine { require("(m.kind <> 'workspace' OR m.licence = 'professional')") }
        if query.usage == .deviceOwner || !query.includesVirtualLines { require("m.kind <> 'virtual_line'") }
        require(query.reach, locations: query.location.map { [$0] } ?? [])
        require(anyOf: query.name.map { [$0] } ?? [], in: "folded_name", .name)
        require(anyOf: query.phoneNumber.map { [$0] } ?? [], in: "phone_number", .phoneNumber)
        require(anyOf: query.extension.map { [$0] } ?? [], in: "extension", .extension)
        if let endpoint = query.notOn {
            requireOfRow("m.id NOT IN (SELECT member_id FROM line WHERE endpoint_id = ?)", [endpoint.uuid])
        }
    }

    /// How many of the found members stand on the endpoint.
    func countStanding(on endpoint: EndpointID, _ db: Database) throws -> Int {
        let sql = """
            SELECT count(*) FROM line n CROSS JOIN member m ON m.id = n.member_id \
            WHERE n.endpoint_id = ? AND m.organisation_id = ? AND \(condition)
            """
        return try db.row(sql, [endpoint.uuid, organisation.uuid] + arguments) { $0[0] } ?? 0
    }
}
