// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
public import SharedLine

extension SQLiteStore {
    /// By the order asked for, or else by number and extension. A main number that nobody has stands among the
    /// members' numbers as if its owner's name were empty.
    public func numbers(_ query: NumberQuery, page: Page) async throws -> PageOf<NumberEntry> {
        try await search { db in try NumberSearch(query).run(page, db) }
    }

    public func numberCount(in organisation: OrganisationID, reach: LocationReach) async throws -> NumberCount {
        try await search { db in
            let numbers = NumberQuery(organisation: organisation, reach: reach)
            func count(_ kind: NumberQuery.Kind) throws -> Int {
                var query = numbers
                query.kind = kind
                return try NumberSearch(query).memberSearch(db)?.count(db) ?? 0
            }
            return NumberCount(
                assigned: try count(.number), unassigned: try NumberSearch(numbers).freeMainNumbers(db).count,
                extensionOnly: try count(.extensionOnly))
        }
    }
}

/// Finds the members that have a number or an extension and merges the locations' free main numbers into them.
struct NumberSearch {
    let query: NumberQuery
    let order: [MemberOrder]

    init(_ query: NumberQuery) {
        self.query = query
        order = MemberOrder.completed(
            query.order.isEmpty ? [MemberOrder(key: .phoneNumber, isDescending: false)] : query.order)
    }

    func run(_ page: Page, _ db: Database) throws -> PageOf<NumberEntry> {
        if page.max <= 0 { return PageOf(items: [], hasMore: false) }
        let free = try freeMainNumbers(db)
        // As many free numbers as there are may stand before the page, so that its members may begin so much earlier.
        let first = max(0, page.start - free.count)
        let owned = try members(Page(start: first, max: page.start - first + page.max + 1), db)
        let merged = (owned + free).sorted { $0.precedes($1, in: order) }
        return Page(start: 0, max: page.max).cut(Array(merged.dropFirst(page.start - first)))
    }

    // MARK: - Members

    private func members(_ page: Page, _ db: Database) throws -> [NumberEntry] {
        guard query.isAvailable != true, let search = try memberSearch(db), !search.isImpossible else { return [] }
        let keys: [Int64]
        if let owner = query.owner {
            keys = try db.rows(
                "SELECT m.key FROM member m WHERE m.id = ? AND m.organisation_id = ? AND \(search.condition)",
                [owner.uuid, query.organisation.uuid] + search.arguments
            ) { $0[0] }
            if page.start > 0 { return [] }
        } else {
            keys = try search.run(page, db).keys
        }
        let sql = """
            SELECT \(MemberRows.columns), coalesce(m.phone_number = l.main_number, 0) \
            FROM member m \(MemberRows.withLocation) WHERE m.key = ?
            """
        return try keys.compactMap { key in try db.row(sql, [key], entry) ?? nil }
    }

    private func entry(_ row: Row) throws -> NumberEntry? {
        let member = try MemberRows.member(row)
        guard let location = member.location else { return nil }
        return NumberEntry(
            phoneNumber: member.phoneNumber, extension: member.extension, owner: member, location: location,
            isMainNumber: row[MemberRows.columnCount])
    }

    func memberSearch(_ db: Database) throws -> MemberSearch? {
        let standings: [SearchTokens.Standing]
        switch query.ownerKind {
        case .person: standings = [.callingPerson]
        case .workspace: standings = [.professionalWorkspace, .basicWorkspace]
        case .virtualLine: standings = [.virtualLine]
        case nil: standings = SearchTokens.Standing.allKinds
        }
        let search = try MemberSearch(
            query.organisation, standings: standings, isRareKind: query.ownerKind.map { $0 != .person } ?? false,
            isLicensed: true, order: order, db)
        guard var search else { return nil }
        if let kind = query.ownerKind { search.requireOfRow("m.kind = ?", [kind.rawValue]) }
        switch query.kind {
        case .number: search.requireStanding(.numbered, "m.phone_number IS NOT NULL")
        case .extensionOnly:
            search.requireStanding(.extensionOnly, "m.phone_number IS NULL AND m.extension IS NOT NULL")
        case nil: search.requireOfRow("(m.phone_number IS NOT NULL OR m.extension IS NOT NULL)")
        }
        search.require(query.reach, locations: query.location.map { [$0] } ?? [])
        search.require(anyOf: query.ownerName.map { [$0] } ?? [], in: "folded_name", .name)
        search.require(anyOf: query.phoneNumber.map { [$0] } ?? [], in: "phone_number", .phoneNumber)
        search.require(anyOf: query.extension.map { [$0] } ?? [], in: "extension", .extension)
        return search
    }

    // MARK: - Main numbers that nobody has

    func freeMainNumbers(_ db: Database) throws -> [NumberEntry] {
        let asksForOwner =
            query.owner != nil || query.ownerKind != nil || query.isAvailable == false
            || !(query.ownerName ?? "").isEmpty
        if asksForOwner || query.kind == .extensionOnly || !(query.extension ?? "").isEmpty { return [] }
        let sql = """
            SELECT l.id, l.name, l.routing_prefix, l.main_number FROM location l WHERE l.organisation_id = ? \
            AND l.main_number IS NOT NULL AND instr(l.main_number, ?) > 0 \
            AND NOT EXISTS (SELECT 1 FROM member m WHERE m.phone_number = l.main_number)
            """
        let entries = try db.rows(sql, [query.organisation.uuid, (query.phoneNumber ?? "").bindable]) { row in
            NumberEntry(
                phoneNumber: row[3], extension: nil, owner: nil,
                location: LocationSummary(id: LocationID(row[0]), name: row[1], routingPrefix: row[2]),
                isMainNumber: true)
        }
        return entries.filter { entry in
            query.reach.covers(entry.location.id) && query.location.map { $0 == entry.location.id } ?? true
        }
    }
}
