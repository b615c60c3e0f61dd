// SPDX-License-Identifier: Apache-2.0

import GRDB
import PartylineTesting
import SharedLine
import Testing

@testable import StoreSQLite

@Suite("Searches that take too long")
struct TimeLimitTests {
    /// Ends by itself only after hours.
    private static let endless = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000) SELECT count(*) FROM n
        """

    let folder: TemporaryFolder
    let store: SQLiteStore
    let office = Office(1)

    init() async throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.file(), readers: 2, searchTimeLimit: .milliseconds(500))
        try await office.settle(in: store)
    }

    private func search() async throws -> Int? {
        try await store.search { db in try Int.fetchOne(db, sql: Self.endless) }
    }

    @Test("A search that takes too long is ended as timed out, and its connection works on", .timeLimit(.minutes(1)))
    func timeout() async throws {
        for _ in 0..<4 {
            do {
                _ = try await search()
                Issue.record("it ended by itself")
            } catch StoreFailure.timedOut {}
        }
        let found = try await store.members(
            MemberQuery(organisation: office.organisation.id, reach: .everywhere), page: Page(start: 0, max: 100))
        #expect(found.items.count == 8)
    }

    @Test("A search whose task is cancelled ends at once", .timeLimit(.minutes(1)))
    func cancellation() async throws {
        let patient = try SQLiteStore(path: folder.file(), searchTimeLimit: .seconds(3600))
        let task = Task { try await patient.search { db in try Int.fetchOne(db, sql: Self.endless) } }
        try await Task.sleep(for: .milliseconds(20))
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
    }

    @Test("Endless searches on all connections do not keep a list from being read", .timeLimit(.minutes(1)))
    func listsMeanwhile() async throws {
        let patient = try SQLiteStore(path: folder.file(), readers: 2, searchTimeLimit: .seconds(3600))
        let searches = (0..<2).map { _ in
            Task { try await patient.search { db in try Int.fetchOne(db, sql: Self.endless) } }
        }
        try await Task.sleep(for: .milliseconds(20))
        let list = try await office.list(of: office.people[0], in: patient)
        #expect(list.version == 1)
        searches.forEach { $0.cancel() }
        for search in searches { _ = await search.result }
    }
}
