// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SharedLine

extension PostgresStore {
    /// By the order asked for, or else by number and extension. A main number that nobody has stands among the
    /// members' numbers as if its owner's name were empty.
    public func numbers(_ query: NumberQuery, page: Page) async throws -> PageOf<NumberEntry> {
        if page.max <= 0 { return PageOf(items: [], hasMore: false) }
        let search = NumberSearch(query)
        // As many free numbers as there are may stand before the page, so that its members may begin so much earlier.
        let free = try await search.freeMainNumbers(in: self)
        let first = max(0, page.start - free.count)
        let owned = try await search.members(Page(start: first, max: page.start - first + page.max + 1), in: self)
        let merged = (owned + free).sorted { $0.precedes($1, in: search.order) }
        return Page(start: 0, max: page.max).cut(Array(merged.dropFirst(page.start - first)))
    }

    public func numberCount(in organisation: OrganisationID, reach: LocationReach) async throws -> NumberCount {
        let numbers = NumberQuery(organisation: organisation, reach: reach)
        func count(_ kind: NumberQuery.Kind) async throws -> Int {
            var query = numbers
            query.kind = kind
            return try await NumberSearch(query).memberSearch.count(in: self)
        }
        return NumberCount(
            assigned: try await count(.number),
            unassigned: try await NumberSearch(numbers).freeMainNumbers(in: self).count,
            extensionOnly: try await count(.extensionOnly))
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

    // MARK: - Members

    private static let reading = MemberSearch.Reading<NumberEntry?>(
        source: """
            SELECT \(MemberRows.columns), coalesce(m.phone_number = l.main_number, false) \
            FROM member m \(MemberRows.withLocation)
            """,
        decode: { row in
            let member = try MemberRows.member(&row)
            guard let location = member.location else { return nil }
            return NumberEntry(
                phoneNumber: member.phoneNumber, extension: member.extension, owner: member, location: location,
                isMainNumber: try row.next())
        })

    func members(_ page: Page, in store: PostgresStore) async throws -> [NumberEntry] {
        if query.isAvailable == true { return [] }
        return try await memberSearch.run(page, Self.reading, in: store).items.compactMap { $0 }
    }

    var memberSearch: MemberSearch {
        var search = MemberSearch(query.organisation, order: order)
        search.require("m.licence IS NOT NULL")
        if let owner = query.owner { search.require("m.id = ?", .uuid(owner.uuid)) }
        if let kind = query.ownerKind { search.require("m.kind = ?", .text(kind.rawValue)) }
        switch query.kind {
        case .number: search.require("m.phone_number IS NOT NULL")
        case .extensionOnly: search.require("m.phone_number IS NULL AND m.extension IS NOT NULL")
        case nil: search.require("(m.phone_number IS NOT NULL OR m.extension IS NOT NULL)")
        }
        search.require(query.reach, locations: query.location.map { [$0] } ?? [])
        search.require(anyOf: query.ownerName.map { [$0] } ?? [], in: "folded_name", .name)
        search.require(anyOf: query.phoneNumber.map { [$0] } ?? [], in: "phone_number", .phoneNumber)
        search.require(anyOf: query.extension.map { [$0] } ?? [], in: "extension", .extension)
        return search
    }

    // MARK: - Main numbers that nobody has

    static let freeNumbers = """
        SELECT l.main_number, l.id, l.name, l.routing_prefix FROM location l WHERE l.organisation_id = $1 \
        AND l.main_number IS NOT NULL AND strpos(l.main_number, $2) > 0 \
        AND NOT EXISTS (SELECT 1 FROM member m WHERE m.phone_number = l.main_number)
        """

    func freeMainNumbers(in store: PostgresStore) async throws -> [NumberEntry] {
        let asksForOwner =
            query.owner != nil || query.ownerKind != nil || query.isAvailable == false
            || !(query.ownerName ?? "").isEmpty
        if asksForOwner || query.kind == .extensionOnly || !(query.extension ?? "").isEmpty { return [] }
        let rows = try await store.search(
            Self.freeNumbers, [.uuid(query.organisation.uuid), .text(query.phoneNumber ?? "")])
        let entries = try rows.map { row in
            NumberEntry(
                phoneNumber: try row.next(), extension: nil, owner: nil,
                location: LocationSummary(
                    id: try row.next(), name: try row.next(), routingPrefix: try row.next()),
                isMainNumber: true)
        }
        return entries.filter { entry in
            query.reach.covers(entry.location.id) && query.location.map { $0 == entry.location.id } ?? true
        }
    }
}
