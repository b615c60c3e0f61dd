// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import PartylineTesting
import SharedLine
import Testing

@testable import StoreSQLite

@Suite("Many commits in one transaction")
struct GroupCommitTests {
    let folder: TemporaryFolder
    let store: SQLiteStore
    let office = Office(1)

    init() async throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.file())
        try await office.settle(in: store)
    }

    /// Keeps the writer busy until released, so that what is queued meanwhile shares the next transaction.
    private func whileWriterIsHeld<Value: Sendable>(
        _ body: (_ release: @Sendable () -> Void) async throws -> Value
    ) async throws -> Value {
        let gate = DispatchSemaphore(value: 0)
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let holding = Task {
            try await store.writer.write { _ in
                beginning.finish()
                gate.wait()
                return 0
            }
        }
        for await _ in begun {}
        let value = try await body { gate.signal() }
        _ = try await holding.value
        return value
    }

    private func queueAll(_ commits: [Commit]) async throws -> [Result<Int64, any Error>] {
        let store = store
        return try await whileWriterIsHeld { release in
            let tasks = commits.map { commit in Task { try await store.commit(commit) } }
            while store.writer.waitingCount < commits.count { try await Task.sleep(for: .milliseconds(1)) }
            release()
            var results: [Result<Int64, any Error>] = []
            for task in tasks { results.append(await task.result) }
            return results
        }
    }

    @Test("A refused commit does no harm to its neighbours in the transaction")
    func neighbours() async throws {
        let lists = try await (0..<6).asyncMap { try await office.list(of: office.people[$0], in: store) }
        let onlooker = try DatabaseQueue(path: store.pool.path)
        let before = try await onlooker.dataVersion()
        let commits = lists.enumerated().map { index, list in
            let version = index % 2 == 0 ? list.version : list.version + 1
            let lines = [Samples.line(office.people[index].member, label: "new")]
            return office.commit([
                .addPerson(Samples.person(Samples.member(800 + index, of: office.organisation, at: office.boston))),
                .replaceList(
                    MemberListReplacement(
                        endpoint: list.endpoint.id, expectedVersion: version, before: list.lines, after: lines)),
            ])
        }
        let results = try await queueAll(commits)
        #expect(try await onlooker.dataVersion() == before + 1, "they shared one transaction")
        for (index, result) in results.enumerated() {
            let isGood = index % 2 == 0
            #expect(((try? result.get()) != nil) == isGood)
            let after = try await office.list(of: office.people[index], in: store)
            #expect(after.lines.first?.label == (isGood ? "new" : nil))
            let person = try await store.person(Samples.member(800 + index).id, in: office.organisation.id)
            #expect((person != nil) == isGood)
        }
    }

    @Test("Where the disk is full, every commit of the transaction fails as unavailable and none is stored")
    func diskFull() async throws {
        try await store.pool.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        let before = try await StoreDump(of: store)
        let small = try await office.list(of: office.people[0], in: store)
        let commits = [
            office.commit([small.replaced(by: [Samples.line(office.people[0].member, label: "small")])]),
            office.commit(
                (0..<400).map {
                    .addPerson(Samples.person(Samples.member(10_000 + $0, of: office.organisation, at: office.boston)))
                }),
        ]
        for result in try await queueAll(commits) {
            await expectUnavailable { _ = try result.get() }
        }
        #expect(try await StoreDump(of: store) == before)
        try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        try await store.commit(commits[0])
    }

    @Test("A commit waits while another program writes, and fails as unavailable when that takes too long")
    func busy() async throws {
        let impatient = try SQLiteStore(path: folder.file(), patience: .milliseconds(80))
        let list = try await office.list(of: office.people[0], in: store)
        let commit = office.commit([list.replaced(by: [Samples.line(office.people[0].member, label: "late")])])
        try await whileWriterIsHeld { release in
            await expectUnavailable { try await impatient.commit(commit) }
            release()
        }
        try await impatient.commit(commit)
        #expect(try await office.list(of: office.people[0], in: store).lines.first?.label == "late")
    }

    @Test("Closing waits for the commits that are queued")
    func closing() async throws {
        let lists = try await (0..<6).asyncMap { try await office.list(of: office.people[$0], in: store) }
        let tasks = lists.enumerated().map { index, list in
            let commit = office.commit([list.replaced(by: [Samples.line(office.people[index].member, label: "last")])])
            return Task { [store] in try await store.commit(commit) }
        }
        try await Task.sleep(for: .milliseconds(20))
        try store.close()
        let again = try SQLiteStore(path: folder.file())
        for (index, task) in tasks.enumerated() where (try? await task.value) != nil {
            #expect(try await office.list(of: office.people[index], in: again).lines.first?.label == "last")
        }
    }
}

extension Sequence {
    func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}

extension DatabaseQueue {
    /// Counts the transactions that other connections have committed.
    fileprivate func dataVersion() async throws -> Int {
        try await read { db in try Int.fetchOne(db, sql: "PRAGMA data_version") ?? -1 }
    }
}
