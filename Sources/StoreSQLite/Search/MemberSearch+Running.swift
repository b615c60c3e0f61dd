// SPDX-License-Identifier: Apache-2.0

import GRDB
import SharedLine

/// Which members a search found, by their integer keys, and at what cost.
struct FoundMembers {
    /// How they were found.
    enum Way: Equatable {
        /// Nothing could be found.
        case none
        /// From the text index, all hits sorted.
        case hits
        /// Along the ordered index until the page was full.
        case walk
        /// Along the ordered index in vain, then from the text index.
        case walkThenHits
    }

    var keys: [Int64]
    var hasMore: Bool
    var way: Way
    /// How many rows of the ordered index were looked at.
    var walked = 0
}

/// What a search may spend before it tries another way.
struct Limits {
    /// Up to how many hits are fetched and sorted without trying to walk.
    var hits: Int
    /// How many rows a walk may look at.
    var rows: Int

    init(hits: Int, rows: Int) {
        self.hits = hits
        self.rows = rows
    }

    /// A hit costs about 2.5 times as much as a walked row, and a walk that passes h hits among m members looks at
    /// `end * m / h` rows. The limit is where both cost the same; a walk gets twice what it should need.
    init(_ page: Page, isNarrowed: Bool, members: Int) {
        let end = min(page.start, 1 << 40) + min(page.max, 1 << 20) + 1
        hits = max(1000, Int((0.4 * Double(end) * Double(max(members, 1))).squareRoot()))
        rows = isNarrowed ? max(5000, 5 * hits) : 4 * end + 20_000
    }

    init(_ page: Page, isNarrowed: Bool, _ db: Database) throws {
        let members = try db.row("SELECT max(key) FROM member", []) { $0[0] as Int? ?? 0 } ?? 0
        self.init(page, isNarrowed: isNarrowed, members: members)
    }
}

extension MemberSearch {
    /// The page's members, by their keys in the asked order.
    ///
    /// Rare hits are fetched and sorted. Frequent ones are not: the ordered index is walked until the page is full,
    /// which is soon because they are frequent; where it is not, because they stand far back in the order, the walk
    /// ends after a bounded number of rows and the hits are sorted after all.
    ///
    /// - Parameter limits: Those of the page and the store, unless given.
    func run(_ page: Page, limits: Limits? = nil, _ db: Database) throws -> FoundMembers {
        if isImpossible || page.max <= 0 { return FoundMembers(keys: [], hasMore: false, way: .none) }
        let limits = try limits ?? Limits(page, isNarrowed: isNarrowed, db)
        guard let index = walkedIndex, try !isNarrowed || hits(atLeast: limits.hits + 1, db) else {
            return try sortedHits(page, way: .hits, db)
        }
        let walk = try walk(along: index, page, rows: limits.rows, db)
        if let found = walk.found { return found }
        var found = try sortedHits(page, way: .walkThenHits, db)
        found.walked = walk.rows
        return found
    }

    func count(_ db: Database) throws -> Int {
        if isImpossible { return 0 }
        let (sql, arguments) = countStatement
        return try db.row(sql, arguments) { $0[0] } ?? 0
    }

    // MARK: - Statements

    var probeStatement: String {
        "SELECT count(*) FROM (SELECT 1 FROM member_text WHERE member_text MATCH ? LIMIT ?)"
    }

    var hitsStatement: String {
        """
        SELECT m.key FROM member_text t CROSS JOIN member m ON m.key = t.rowid \
        WHERE t.member_text MATCH ? AND m.organisation_id = ? AND \(condition) ORDER BY \(orderTerms) LIMIT ? OFFSET ?
        """
    }

    func walkStatement(along index: String) -> String {
        """
        SELECT m.key, \(condition) FROM member m INDEXED BY \(index) \
        WHERE m.organisation_id = ?\(index == "member_by_id" ? "" : " AND m.licence IS NOT NULL") \
        ORDER BY \(orderTerms) LIMIT ?
        """
    }

    var countStatement: (sql: String, arguments: StatementArguments) {
        if isNarrowed, isProvenByWords {
            return ("SELECT count(*) FROM member_text WHERE member_text MATCH ?", [wholeExpression])
        }
        if isNarrowed {
            return (
                """
                SELECT count(*) FROM member_text t CROSS JOIN member m ON m.key = t.rowid \
                WHERE t.member_text MATCH ? AND m.organisation_id = ? AND \(condition)
                """, [expression, organisation.uuid] + arguments
            )
        }
        return (
            "SELECT count(*) FROM member m WHERE m.organisation_id = ? AND \(condition)",
            [organisation.uuid] + arguments
        )
    }

    // MARK: - Steps

    func hits(atLeast limit: Int, _ db: Database) throws -> Bool {
        try db.row(probeStatement, [expression, limit]) { $0[0] as Int } ?? 0 >= limit
    }

    private func sortedHits(_ page: Page, way: FoundMembers.Way, _ db: Database) throws -> FoundMembers {
        let keys: [Int64] = try db.rows(
            hitsStatement, [expression, organisation.uuid] + arguments + [page.max + 1, page.start]
        ) { $0[0] }
        return FoundMembers(keys: Array(keys.prefix(page.max)), hasMore: keys.count > page.max, way: way)
    }

    /// Looks at that many rows at most; finds nothing where the page was not full by then and rows were left.
    private func walk(
        along index: String, _ page: Page, rows limit: Int, _ db: Database
    ) throws -> (found: FoundMembers?, rows: Int) {
        let statement = try db.cachedStatement(sql: walkStatement(along: index))
        let cursor = try Row.fetchCursor(statement, arguments: arguments + [organisation.uuid, limit])
        var found = FoundMembers(keys: [], hasMore: false, way: .walk)
        var (rows, matching) = (0, 0)
        while let row = try cursor.next() {
            rows += 1
            guard row[1] as Bool? ?? false else { continue }
            matching += 1
            if matching <= page.start { continue }
            if found.keys.count == page.max {
                found.hasMore = true
                break
            }
            found.keys.append(row[0])
        }
        found.walked = rows
        return (found.hasMore || rows < limit ? found : nil, rows)
    }
}
