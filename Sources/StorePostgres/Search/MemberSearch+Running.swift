// SPDX-License-Identifier: Apache-2.0

import SharedLine

extension MemberSearch {
    /// What a found member's row is read as: a statement's columns and tables, of `member m`.
    struct Reading<Item: Sendable>: Sendable {
        /// `SELECT … FROM member m …`, without conditions.
        let source: String
        let decode: @Sendable (inout Row) throws -> Item
    }

    /// The page's members in the asked order.
    ///
    /// Rare hits are fetched by the index of words and sorted. Frequent ones are not: the rows are walked in the asked
    /// order until the page is full, which is soon because hits are frequent; where it is not, because they stand far back
    /// in the order, the walk ends after a bounded number of rows and the hits are sorted after all.
    func run<Item>(_ page: Page, _ reading: Reading<Item>, in store: PostgresStore) async throws -> PageOf<Item> {
        if isImpossible || page.max <= 0 { return PageOf(items: [], hasMore: false) }
        if isNarrowed {
            let limits = try await Limits(of: self, page, in: store)
            let found = limits.areHitsFew ? nil : try await walk(page, reading, rows: limits.rows, in: store)
            if let found { return found }
        }
        let (sql, conditions) = sortedStatement(reading.source)
        return try await store.search(sql, conditions, page, reading.decode)
    }

    func count(in store: PostgresStore) async throws -> Int {
        if isImpossible { return 0 }
        let (members, conditions) = isNarrowed ? narrowed() : ("member m", conditions)
        let rows = try await store.search(
            "SELECT count(*) FROM \(members) WHERE \(conditions.text)", conditions.values)
        return try rows.first { row in try row.next() } ?? 0
    }

    // MARK: - Statements

    /// All that match, in order; from the index of words where it helps.
    func sortedStatement(_ source: String) -> (sql: String, conditions: Conditions) {
        let (members, conditions) = isNarrowed ? narrowed() : ("member m", conditions)
        let from = source.replacing("FROM member m", with: "FROM \(members)")
        return ("\(from) WHERE \(conditions.text) ORDER BY \(orderTerms)", conditions)
    }

    /// The first rows in the asked order, whether they match or not, and of these the ones that do.
    func walkStatement(_ page: Page, rows: Int, _ source: String) -> (sql: String, values: [Value]) {
        var conditions = conditions
        let organisation = conditions.numbered("m.organisation_id = ?", [.uuid(organisation.uuid)])
        let limits = conditions.numbered("LIMIT ? OFFSET ?", [.int(page.max + 1), .int(page.start)])
        let bound = conditions.numbered("LIMIT ?", [.int(rows)])
        // Who can call is in the ordered indices; an order by id has everybody.
        let licensed = order.isEmpty ? "" : " AND m.licence IS NOT NULL"
        let walked = "SELECT m.* FROM member m WHERE \(organisation)\(licensed) ORDER BY \(orderTerms) \(bound)"
        let sql = """
            \(source.replacing("FROM member m", with: "FROM (\(walked)) m")) WHERE \(conditions.text) \
            ORDER BY \(orderTerms) \(limits)
            """
        return (sql, conditions.values)
    }

    // MARK: - Steps

    /// nil where the page was not full after that many rows.
    private func walk<Item>(
        _ page: Page, _ reading: Reading<Item>, rows: Int, in store: PostgresStore
    ) async throws -> PageOf<Item>? {
        let statement = walkStatement(page, rows: rows, reading.source)
        let found = page.cut(try await store.search(statement.sql, statement.values).map(reading.decode))
        return found.hasMore ? found : nil
    }
}

/// What a search may spend before it tries another way.
///
/// Sorting looks at every hit; a walk that passes h hits among m members looks at `end * m / h` rows, each cheaper than a
/// hit by about 2.5 times. The limit is where both cost the same; a walk gets twice what it should need.
struct Limits: Sendable {
    /// Whether so few rows have the words that they are fetched and sorted without trying to walk.
    let areHitsFew: Bool
    /// How many rows a walk may look at.
    let rows: Int

    init(of search: MemberSearch, _ page: Page, in store: PostgresStore) async throws {
        var conditions = search.havingWords()
        let end = min(page.start, 1 << 40) + min(page.max, 1 << 20) + 1
        let limit = conditions.numbered(
            """
            (SELECT greatest(1000, sqrt(0.4 * ? * greatest(reltuples, 1)))::bigint FROM pg_class \
            WHERE oid = 'member'::regclass)
            """, [.int(end)])
        let rows = try await store.search(
            """
            SELECT \(limit), (SELECT count(*) FROM (SELECT 1 FROM member m WHERE \(conditions.text) \
            LIMIT 1 + \(limit)) hits)
            """, conditions.values)
        let (few, found): (Int, Int) = try rows.first { (try $0.next(), try $0.next()) } ?? (0, 0)
        areHitsFew = found <= few
        self.rows = max(5000, 5 * few)
    }
}
