// SPDX-License-Identifier: Apache-2.0

import GRDB
public import SharedLine

extension SQLiteStore {
    /// By id.
    public func workspaces(_ query: WorkspaceQuery, page: Page) async throws -> PageOf<Workspace> {
        try await search { db in
            guard let search = try MemberSearch(query, db) else { return PageOf(items: [], hasMore: false) }
            let found = try search.run(page, db)
            let sql = "\(MemberRows.workspaceSource) WHERE m.key = ?"
            let workspaces = try found.keys.compactMap { try db.row(sql, [$0], MemberRows.workspace) }
            return PageOf(items: workspaces, hasMore: found.hasMore)
        }
    }

    /// By the order asked for, then by id.
    public func virtualLines(_ query: VirtualLineQuery, page: Page) async throws -> PageOf<VirtualLineListing> {
        let devices = """
            SELECT count(*) FROM line n JOIN endpoint e ON e.id = n.endpoint_id \
            WHERE n.member_id = ? AND e.kind = 'device'
            """
        return try await search { db in
            guard let search = try MemberSearch(query, db) else { return PageOf(items: [], hasMore: false) }
            let found = try search.run(page, db)
            let sql = "\(MemberRows.virtualLineSource) WHERE m.key = ?"
            let listings = try found.keys.compactMap { key in
                try db.row(sql, [key], MemberRows.virtualLine).map { virtualLine in
                    VirtualLineListing(
                        virtualLine: virtualLine,
                        deviceCount: try db.row(devices, [virtualLine.member.id.uuid]) { $0[0] } ?? 0)
                }
            }
            return PageOf(items: listings, hasMore: found.hasMore)
        }
    }
}

extension MemberSearch {
    init?(_ query: WorkspaceQuery, _ db: Database) throws {
        var standings: [SearchTokens.Standing] = [.professionalWorkspace, .basicWorkspace]
        if query.isCalling == false { standings = [.silentWorkspace] }
        if query.isCalling == nil { standings.append(.silentWorkspace) }
        try self.init(
            query.organisation, standings: standings, isRareKind: true, isLicensed: query.isCalling == true, order: [],
            db)
        require("m.kind = 'workspace'")
        if let isCalling = query.isCalling { require("m.licence IS \(isCalling ? "NOT NULL" : "NULL")") }
        require(query.reach, locations: query.location.map { [$0] } ?? [])
        require(anyOf: query.name.map { [$0] } ?? [], in: "folded_name", .name)
        let workspace = """
            EXISTS (SELECT 1 FROM workspace w WHERE w.organisation_id = m.organisation_id AND w.member_id = m.id
            """
        if let capacity = query.capacity { requireOfRow("\(workspace) AND coalesce(w.capacity, -1) = ?)", [capacity]) }
        if let type = query.type { requireOfRow("\(workspace) AND w.type = ?)", [type.bindable]) }
    }

    init?(_ query: VirtualLineQuery, _ db: Database) throws {
        try self.init(
            query.organisation, standings: [.virtualLine], isRareKind: true, isLicensed: false, order: query.order, db)
        require("m.kind = 'virtual_line'")
        if query.locationNames.isEmpty {
            require(query.reach, locations: query.locations)
        } else {
            let named = try Self.locations(named: query.locationNames, in: query.organisation, db)
            let wanted = query.locations.isEmpty ? named : named.filter(query.locations.contains)
            if wanted.isEmpty { makeImpossible() } else { require(query.reach, locations: wanted) }
        }
        require(anyOf: query.names, in: "folded_name", .name)
        require(anyOf: query.phoneNumbers, in: "phone_number", .phoneNumber)
        if !query.ids.isEmpty {
            let places = query.ids.map { _ in "?" }.joined(separator: ", ")
            requireOfRow("m.id IN (\(places))", StatementArguments(query.ids.map(\.uuid)))
        }
        if let hasDevice = query.hasDevice {
            requireOfRow(
                """
                \(hasDevice ? "" : "NOT ")EXISTS (SELECT 1 FROM line n JOIN endpoint e ON e.id = n.endpoint_id \
                WHERE n.member_id = m.id AND e.kind = 'device')
                """)
        }
        if let has = query.hasExtension { requireOfRow("m.extension IS \(has ? "NOT NULL" : "NULL")") }
        if let has = query.hasNumber { requireOfRow("m.phone_number IS \(has ? "NOT NULL" : "NULL")") }
    }

    private static func locations(
        named names: [String], in organisation: OrganisationID, _ db: Database
    ) throws -> [LocationID] {
        let conditions = names.map { _ in "instr(folded_name, ?) > 0" }.joined(separator: " OR ")
        return try db.rows(
            "SELECT id FROM location WHERE organisation_id = ? AND (\(conditions))",
            [organisation.uuid] + StatementArguments(names.map { FoldedText($0.bindable).text })
        ) { LocationID($0[0]) }
    }
}
