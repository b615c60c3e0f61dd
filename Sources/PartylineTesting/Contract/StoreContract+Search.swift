// SPDX-License-Identifier: Apache-2.0

import SharedLine

extension StoreContract {
    /// A clause about a generated directory of some hundred members, which stands beside a second one.
    private static func searching(
        _ sentence: String,
        _ proof: @escaping @Sendable (any Store, NaiveSearch, inout GeneratedQueries) async throws -> Void
    ) -> Clause {
        Clause(sentence) { store in
            let directory = GeneratedDirectory(1, size: 400)
            try await directory.settle(in: store)
            try await GeneratedDirectory(2, size: 60).settle(in: store)
            var queries = GeneratedQueries(of: directory, seed: 7)
            try await proof(store, NaiveSearch(directory), &queries)
        }
    }

    static let search: [Clause] = [
        searching("A member search finds what each filter says, in the order asked, and its pages are the whole") {
            store, naive, queries in
            for _ in 0..<400 {
                let query = queries.memberQuery()
                let wanted = naive.members(query)
                let size = queries.page()
                let found = try await all(size) { try await store.members(query, page: $0) }
                try expectEqual(found, wanted, "\(query)")
                try expectEqual(try await store.memberCount(query), wanted.count, "the count of \(query)")
            }
        },
        searching("One and two letters find what is contained in any case, diacritics kept") { store, naive, _ in
            let texts = ["l", "Ł", "ł", "'", "o'", "BR", "Ö", "ë", "ß", "SS", "li", "李", "i̇", "İ", "å", "a", " ", "% "]
            for text in texts {
                var query = MemberQuery(organisation: naive.directory.organisation.id, reach: .everywhere)
                query.name = text
                let found = try await store.members(query, page: Page(start: 0, max: 1000)).items
                try expectEqual(found, naive.members(query), "members containing \(text)")
            }
            var query = MemberQuery(organisation: naive.directory.organisation.id, reach: .everywhere)
            query.name = "łUKASZ o'br"
            let found = try await store.members(query, page: Page(start: 0, max: 1000)).items
            try expect(!found.isEmpty, "Łukasz O'Brien is found")
        },
        searching("A decomposed text finds a composed name") { store, naive, _ in
            var query = MemberQuery(organisation: naive.directory.organisation.id, reach: .everywhere)
            query.name = "A\u{30A}ngstro\u{308}m"
            let found = try await store.members(query, page: Page(start: 0, max: 1000)).items
            try expect(!found.isEmpty, "Ångström is found")
            try expectEqual(found, naive.members(query), "all of them")
        },
        searching("A search finds nothing of another organisation, and nothing for an unknown one") { store, naive, _ in
            for organisation in [naive.directory.organisation.id, Samples.organisation(99).id] {
                var query = MemberQuery(organisation: organisation, reach: .everywhere)
                query.name = "a"
                let found = try await store.members(query, page: Page(start: 0, max: 1000)).items
                try expect(found.allSatisfy { $0.organisation == organisation }, "only its own")
                try expectEqual(found.count, try await store.memberCount(query), "as many as counted")
            }
        },
        searching("A page beyond the end, or of no items, is empty") { store, naive, _ in
            let query = MemberQuery(organisation: naive.directory.organisation.id, reach: .everywhere)
            for page in [Page(start: 100_000, max: 10), Page(start: 0, max: 0), Page(start: .max, max: 10)] {
                let found = try await store.members(query, page: page)
                try expectEqual(found.items, [], "nothing is on \(page)")
            }
        },
    ]

    static let collections: [Clause] = [
        searching("People are found by each filter, id after id") { store, naive, queries in
            for _ in 0..<200 {
                var query = queries.peopleQuery()
                let wanted = naive.people(query)
                var found: [Person] = []
                query.max = queries.page()
                while true {
                    let page = try await store.people(query)
                    found += page.items
                    guard page.hasMore, let last = page.items.last else { break }
                    try expectEqual(page.items.count, query.max, "a page with more behind it is full")
                    query.after = last.member.id
                }
                try expectEqual(found, wanted, "\(query)")
            }
        },
        searching("Workspaces are found by each filter, by id") { store, naive, queries in
            for _ in 0..<150 {
                let query = queries.workspaceQuery()
                let found = try await all(queries.page()) { try await store.workspaces(query, page: $0) }
                try expectEqual(found, naive.workspaces(query), "\(query)")
            }
        },
        searching("Virtual lines are found by each filter, in the order asked") { store, naive, queries in
            for _ in 0..<150 {
                let query = queries.virtualLineQuery()
                let found = try await all(queries.page()) { try await store.virtualLines(query, page: $0) }
                try expectEqual(found, naive.virtualLines(query), "\(query)")
            }
        },
        searching("Devices are found by each filter, by id") { store, naive, queries in
            for _ in 0..<150 {
                let query = queries.deviceQuery()
                let found = try await all(queries.page()) { try await store.devices(query, page: $0) }
                try expectEqual(found, naive.devices(query), "\(query)")
            }
        },
        searching("Numbers are found by each filter, free main numbers among them, in the order asked") {
            store, naive, queries in
            for _ in 0..<300 {
                let query = queries.numberQuery()
                let found = try await all(queries.page()) { try await store.numbers(query, page: $0) }
                try expectEqual(found, naive.numbers(query), "\(query)")
            }
        },
    ]
}

/// All pages of that size one after the other; broken where a page is not full and another one follows.
func all<Item>(
    _ size: Int, _ read: (Page) async throws -> PageOf<Item>
) async throws -> [Item] {
    var items: [Item] = []
    while true {
        let page = try await read(Page(start: items.count, max: size))
        items += page.items
        if !page.hasMore { return items }
        try expectEqual(page.items.count, size, "a page with more behind it is full")
    }
}
