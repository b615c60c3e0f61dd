// SPDX-License-Identifier: Apache-2.0

import GRDB
public import SharedLine

extension SQLiteStore {
    /// By id.
    public func devices(_ query: DeviceQuery, page: Page) async throws -> PageOf<Device> {
        try await search { db in
            guard let search = try DeviceSearch(query, db) else { return PageOf(items: [], hasMore: false) }
            let ids = try search.run(page, db)
            let items = try ids.items.compactMap { try EndpointRows.device($0, in: query.organisation, db) }
            return PageOf(items: items, hasMore: ids.hasMore)
        }
    }
}

/// Finds devices by id: from few owners, from a filter with an index of its own, or along all devices.
struct DeviceSearch {
    private static let all = """
        device d INDEXED BY device_by_id CROSS JOIN endpoint e ON e.id = d.endpoint_id \
        CROSS JOIN member m ON m.id = e.owner_id
        """
    private static let ofFoundOwners = """
        member_text t CROSS JOIN member m ON m.key = t.rowid CROSS JOIN endpoint e ON e.owner_id = m.id \
        CROSS JOIN device d ON d.endpoint_id = e.id
        """
    private static let direct = """
        device d JOIN endpoint e ON e.id = d.endpoint_id JOIN member m ON m.id = e.owner_id
        """

    private let query: DeviceQuery
    private var owners: MemberSearch
    private var conditions = ["d.organisation_id = ?"]
    private var arguments: StatementArguments

    /// nil where the organisation does not exist.
    init?(_ query: DeviceQuery, _ db: Database) throws {
        let standings: [SearchTokens.Standing]
        switch query.ownerKind {
        case .person: standings = [.callingPerson]
        case .workspace: standings = [.professionalWorkspace, .basicWorkspace, .silentWorkspace]
        case .virtualLine: standings = [.virtualLine]
        case nil: standings = SearchTokens.Standing.allKinds
        }
        let owners = try MemberSearch(
            query.organisation, standings: standings, isRareKind: query.ownerKind.map { $0 != .person } ?? false,
            isLicensed: false, order: [], db)
        guard var owners else { return nil }
        if let kind = query.ownerKind { owners.requireOfRow("m.kind = ?", [kind.rawValue]) }
        owners.require(query.reach, locations: query.location.map { [$0] } ?? [])
        owners.require(anyOf: query.name.map { [$0] } ?? [], in: "folded_name", .name)
        self.query = query
        self.owners = owners
        arguments = [query.organisation.uuid]
        addConditions()
    }

    private mutating func addConditions() {
        if let owner = query.owner {
            conditions.append("e.owner_id = ?")
            arguments += [owner.uuid]
        }
        if let product = query.product.map(FoldedText.init) {
            let models = EndpointModel.devices.filter { FoldedText($0.displayName).contains(product) }
            conditions.append("e.model IN (\(models.map { _ in "?" }.joined(separator: ", ")))")
            arguments += StatementArguments(models.map(\.name))
        }
        if let mac = query.mac {
            conditions.append("d.mac = ?")
            arguments += [mac.bindable.uppercased()]
        }
        if let tag = query.tag {
            conditions.append("d.endpoint_id IN (SELECT endpoint_id FROM device_tag WHERE tag = ?)")
            arguments += [tag.bindable]
        }
    }

    func run(_ page: Page, _ db: Database) throws -> PageOf<EndpointID> {
        if owners.isImpossible || page.max <= 0 { return PageOf(items: [], hasMore: false) }
        if query.owner != nil || query.mac != nil || query.tag != nil {
            return try read(Self.direct, words: nil, page, db)
        }
        let limits = try Limits(page, isNarrowed: true, db)
        if owners.isNarrowed, try !owners.hits(atLeast: limits.hits + 1, db) {
            return try read(Self.ofFoundOwners, words: owners.expression, page, db)
        }
        return try read(Self.all, words: nil, page, db)
    }

    func statement(_ source: String, hasWords: Bool) -> String {
        let condition = ((hasWords ? ["t.member_text MATCH ?"] : []) + conditions + [owners.condition])
            .joined(separator: " AND ")
        let id = source == Self.all ? "d.endpoint_id" : "e.id"
        return "SELECT \(id) FROM \(source) WHERE \(condition) ORDER BY \(id) LIMIT ? OFFSET ?"
    }

    private func read(
        _ source: String, words: String?, _ page: Page, _ db: Database
    ) throws -> PageOf<EndpointID> {
        let first: StatementArguments = words.map { [$0] } ?? []
        return page.cut(
            try db.rows(
                statement(source, hasWords: words != nil),
                first + arguments + owners.arguments + [page.max + 1, page.start]
            ) { EndpointID($0[0]) })
    }
}

extension SearchTokens.Standing {
    /// Every standing that tells a member's kind.
    static let allKinds: [SearchTokens.Standing] = [
        .callingPerson, .professionalWorkspace, .basicWorkspace, .silentWorkspace, .virtualLine,
    ]
}
