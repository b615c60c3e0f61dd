// SPDX-License-Identifier: Apache-2.0

import GRDB
import PartylineTesting
import SharedLine
import Testing

@testable import StoreSQLite

@Suite("How members are found among thousands")
struct SearchWaysTests {
    /// Large enough that frequent texts have more hits than are sorted.
    static let directory = GeneratedDirectory(3, size: 6000)

    private static let opened = Task {
        let store = try SQLiteStore.temporary()
        try await directory.settle(in: store)
        return store
    }

    let store: SQLiteStore
    let naive = NaiveSearch(SearchWaysTests.directory)

    init() async throws {
        store = try await Self.opened.value
    }

    private func run(_ query: MemberQuery, _ page: Page, limits: Limits? = nil) async throws -> FoundMembers {
        try await store.pool.read { db in try #require(try MemberSearch(query, db)).run(page, limits: limits, db) }
    }

    private func ids(of found: FoundMembers) async throws -> [MemberID] {
        try await store.pool.read { db in try MemberRows.members(keys: found.keys, db).map(\.id) }
    }

    private func query(name: String? = nil, order: [MemberOrder] = []) -> MemberQuery {
        var query = MemberQuery(organisation: Self.directory.organisation.id, reach: .everywhere)
        query.name = name
        query.order = order
        return query
    }

    @Test("Every way of finding finds the same as the slow way")
    func generated() async throws {
        var queries = GeneratedQueries(of: Self.directory, seed: 11)
        var ways: [FoundMembers.Way] = []
        for _ in 0..<150 {
            let query = queries.memberQuery()
            let wanted = naive.members(query)
            let pages = [Page(start: 0, max: queries.page()), Page(start: wanted.count / 2, max: queries.page())]
            for page in pages {
                let found = try await store.members(query, page: page)
                #expect(found.items == Array(wanted.dropFirst(page.start).prefix(page.max)), "\(query) \(page)")
                #expect(found.hasMore == (wanted.count > page.start + page.max), "\(query) \(page)")
                for limits in [nil, Limits(hits: 0, rows: 200), Limits(hits: 0, rows: .max)] {
                    let found = try await run(query, page, limits: limits)
                    let ids = try await ids(of: found)
                    #expect(ids == wanted.dropFirst(page.start).prefix(page.max).map(\.id), "\(found.way) \(query)")
                    ways.append(found.way)
                }
            }
        }
        for way in [FoundMembers.Way.none, .hits, .walk, .walkThenHits] { #expect(ways.contains(way)) }
    }

    @Test("A rare text is found from its hits alone")
    func rare() async throws {
        let found = try await run(query(name: "kasz O'Br"), Page(start: 0, max: 10))
        #expect(found.way == .hits && found.walked == 0)
    }

    @Test("A frequent text is found by a walk that ends with the page")
    func frequent() async throws {
        let found = try await run(query(name: "a"), Page(start: 0, max: 10))
        #expect(found.way == .walk)
        #expect(found.walked < 100)
    }

    @Test("A frequent text that stands at the far end of the order is found after a bounded walk")
    func skewed() async throws {
        let order = [MemberOrder(key: .firstName, isDescending: false)]
        let query = query(name: "Ørj", order: order)
        let page = Page(start: 0, max: 10)
        let found = try await run(query, page, limits: Limits(hits: 100, rows: 500))
        #expect(found.way == .walkThenHits)
        #expect(found.walked == 500)
        #expect(try await ids(of: found) == naive.members(query).prefix(10).map(\.id))
    }

    @Test("The first page of everybody is read from the index until it is full")
    func everybody() async throws {
        for key in [nil] + MemberOrder.Key.allCases.map({ $0 as MemberOrder.Key? }) {
            let order = key.map { [MemberOrder(key: $0, isDescending: false)] } ?? []
            let found = try await run(query(order: order), Page(start: 0, max: 50))
            #expect(found.way == .walk && found.walked < 500, "\(order)")
        }
    }

    @Test("The text index forgets removed members")
    func removal() async throws {
        let store = try SQLiteStore.temporary()
        let directory = GeneratedDirectory(4, size: 120)
        try await directory.settle(in: store)
        let devices = try await directory.devices.asyncMap { device in
            try #require(
                try await store.memberList(at: .device(device.endpoint.id), in: directory.organisation.id))
        }
        try await store.commit(
            Samples.commit(
                devices.map { .removeEndpoint($0) } + directory.members.map { .removeMember($0) },
                of: directory.organisation))
        let left = try await store.pool.read { db in
            try #require(try MemberSearch(MemberQuery(organisation: directory.organisation.id, reach: .everywhere), db))
                .wholeExpression
        }
        let hits = try await store.pool.read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM member_text WHERE member_text MATCH ?", arguments: [left])
        }
        #expect(hits == 0)
        try await store.pool.write {
            try $0.execute(sql: "INSERT INTO member_text (member_text) VALUES ('integrity-check')")
        }
    }
}
