// SPDX-License-Identifier: Apache-2.0

import SharedLine
import Testing

@testable import PartylineTesting
@testable import StorePostgres

@Suite("A server in trouble")
struct TroubleTests {
    let url: PostgresURL
    let store: PostgresStore
    let office = Office(1)

    init() async throws {
        url = try await TestServer.shared.value.database()
        store = try await PostgresStore.open(url)
        try await office.settle(in: store)
    }

    private static let slow = "SELECT pg_sleep(30)::text"

    @Test("A search that takes too long is ended as timed out, and its connection works on", .timeLimit(.minutes(1)))
    func timeout() async throws {
        let hasty = try await PostgresStore.open(url, timeLimit: .milliseconds(500))
        for _ in 0..<6 {
            do {
                _ = try await hasty.search(Self.slow, [])
                Issue.record("it ended by itself")
            } catch StoreFailure.timedOut {}
        }
        #expect(try await hasty.search("SELECT 1", []).count == 1)
        await hasty.close()
        await store.close()
    }

    @Test("A read whose task is cancelled ends at once", .timeLimit(.minutes(1)))
    func cancellation() async throws {
        let patient = try await PostgresStore.open(url, timeLimit: .seconds(25))
        let tasks = (0..<12).map { _ in Task { try await patient.search(Self.slow, []) } }
        try await Task.sleep(for: .milliseconds(50))
        let start = ContinuousClock.now
        for task in tasks {
            task.cancel()
            await #expect(throws: CancellationError.self) { _ = try await task.value }
        }
        #expect(ContinuousClock.now - start < .seconds(10))
        await patient.close()
        await store.close()
    }

    @Test("Endless searches on all connections do not keep a list from being read", .timeLimit(.minutes(1)))
    func listsMeanwhile() async throws {
        let patient = try await PostgresStore.open(url, timeLimit: .seconds(3))
        let searches = (0..<8).map { _ in Task { try await patient.search(Self.slow, []) } }
        try await Task.sleep(for: .milliseconds(50))
        #expect(try await office.list(of: office.people[0], in: patient).version == 1)
        searches.forEach { $0.cancel() }
        for search in searches { _ = await search.result }
        await patient.close()
        await store.close()
    }

    @Test("Reads outlive the loss of their connections, and no more connections are open afterwards")
    func lostConnections() async throws {
        let reading = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<32 {
                    group.addTask {
                        for _ in 0..<100 { _ = try await office.list(of: office.people[index % 6], in: store) }
                    }
                }
                try await group.waitForAll()
            }
        }
        let count = """
            SELECT count(*)::text FROM pg_stat_activity \
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """
        for _ in 0..<10 {
            try await Task.sleep(for: .milliseconds(20))
            _ = try await TestServer.execute(
                """
                SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity \
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """, url: url)
        }
        _ = await reading.result
        // Of the last loss some connections may not know yet.
        while (try? await store.checkReady()) == nil { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try await office.list(of: office.people[0], in: store).version == 1)
        let open = try #require(Int(try await TestServer.execute(count, url: url)[0]))
        #expect(open <= PostgresStore.mostConnections)
        await store.close()
    }

    @Test("More reads at once than may be under way are all answered")
    func manyReads() async throws {
        let list = try await office.list(of: office.people[0], in: store)
        let lists = try await withThrowingTaskGroup(of: MemberList.self) { group in
            for _ in 0..<2000 { group.addTask { try await office.list(of: office.people[0], in: store) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(lists == Array(repeating: list, count: 2000))
        await store.close()
    }

    @Test("A full queue is said to be unavailable, and what was taken is answered")
    func fullQueue() async throws {
        let answers = await withTaskGroup(of: String.self) { group in
            for _ in 0..<600 {
                group.addTask {
                    do {
                        _ = try await store.search("SELECT pg_sleep(0.001)::text", [])
                        return "answered"
                    } catch StoreFailure.unavailable {
                        return "unavailable"
                    } catch {
                        return "\(error)"
                    }
                }
            }
            return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(Set(answers.keys) == ["answered", "unavailable"])
        #expect(answers["answered"] ?? 0 >= 256)
        await store.close()
    }
}

/// A server of its own, which it breaks.
@Suite("A server that dies", .serialized)
struct DyingServerTests {
    /// How often the server is killed.
    private static let rounds = isLong ? 20 : 3

    @Test(
        "No acknowledged commit is lost when the server is killed, and nodes heal by themselves",
        .timeLimit(.minutes(5)))
    func killing() async throws {
        let server = try await TestServer()
        let url = try server.url(of: "migrated")
        let (writer, reader) = (try await PostgresStore.open(url), try await PostgresStore.open(url))
        let office = Office(1)
        try await office.settle(in: writer)
        for round in 0..<Self.rounds {
            let writing = office.people.map { person in
                Task {
                    var last: (label: String, version: Int64)?
                    for count in 0... {
                        do {
                            let list = try await office.list(of: person, in: writer)
                            let label = "\(round) \(count)"
                            try await writer.commit(office.commit([list.replaced(by: list.lines.relabelled(label))]))
                            last = (label, list.version + 1)
                        } catch StoreFailure.unavailable where last == nil && count < 500 {
                            // A connection that broke in the round before may be found out by this commit.
                            try? await Task.sleep(for: .milliseconds(10))
                        } catch {
                            return (last, error)
                        }
                    }
                    return (last, CancellationError() as any Error)
                }
            }
            // In the middle of the work of all of them, however busy the machine is.
            let stored = try await reader.lastChange() + Int64(4 * office.people.count)
            while try await reader.lastChange() < stored { try await Task.sleep(for: .milliseconds(20)) }
            try server.kill()
            var acknowledged: [(label: String, version: Int64)?] = []
            for task in writing {
                let (last, error) = await task.value
                acknowledged.append(last)
                guard case StoreFailure.unavailable = error else {
                    Issue.record("it failed in another way: \(error)")
                    return
                }
            }
            // Readiness says so at once, and does not wait for the server as a read would.
            let asked = ContinuousClock.now
            await expectUnavailable { try await reader.checkReady() }
            #expect(ContinuousClock.now - asked < .seconds(3), "sooner than patience would run out")
            try server.start()
            let started = ContinuousClock.now
            for store in [reader, writer] {
                while (try? await store.checkReady()) == nil {
                    try await Task.sleep(for: .milliseconds(20))
                    try #require(ContinuousClock.now - started < .seconds(5), "it heals within 5 seconds")
                }
            }
            #expect(acknowledged.contains { $0 != nil }, "something was stored in each round")
            for (person, last) in zip(office.people, acknowledged) {
                guard let last else { continue }
                let list = try await office.list(of: person, in: reader)
                // One more may have been stored whose answer was lost.
                #expect(list.version == last.version || list.version == last.version + 1)
                if list.version == last.version { #expect(list.lines.map(\.label) == [last.label]) }
            }
        }
        let changes = try await reader.changes(after: 0, max: 1_000_000)
        let lists = changes.filter { $0.subject.kind == .memberList }
        for person in office.people {
            let list = try await office.list(of: person, in: reader)
            let versions = lists.filter { $0.subject.id == list.endpoint.id.uuid }.compactMap(\.version)
            #expect(versions == Array(1...list.version), "a change for each version")
        }
        await writer.close()
        await reader.close()
    }
}
