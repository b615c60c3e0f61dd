// SPDX-License-Identifier: Apache-2.0

import Foundation
import PartylineTesting
import SharedLine
import StoreSQLite
import Synchronization
import Testing

@testable import ChangeFeed

@Suite struct FollowingTests {
    let store: SQLiteStore
    let office = Office(1)
    let query: ChangeQuery

    init() async throws {
        store = try SQLiteStore.temporary()
        try await office.settle(in: store)
        query = ChangeQuery(organisation: office.organisation.id, reach: .everywhere)
    }

    @Test func `a follower from the beginning is given what the store has, in order, in batches`() async throws {
        let feed = ChangeFeed(store: store, batchSize: 4)
        let all = try await store.changes(query, after: 0, max: 1000)
        var (found, place) = ([Change](), Int64(0))
        while found.count < all.count {
            let batch = try #require(try await feed.next(query, after: place, within: .seconds(5)))
            #expect(batch.changes.count <= 4)
            found += batch.changes
            place = batch.place
        }
        #expect(found == all)
        await feed.finish()
    }

    @Test func `a commit wakes a waiting follower long before the store would be looked at`() async throws {
        let feed = ChangeFeed(store: store, pollInterval: .seconds(60))
        let place = try await feed.end()
        async let batch = feed.next(query, after: place, within: .seconds(50))
        while await feed.followerCount == 0 { await Task.yield() }
        let began = ContinuousClock.now
        let sequence = try await office.relabel(0, "woken", in: store)
        #expect(try await batch?.changes.map(\.sequence) == [sequence])
        #expect(ContinuousClock.now - began < .seconds(10))
        await feed.finish()
    }

    @Test func `without any wake-up changes are found by the change mark, another process's too`() async throws {
        let feed = ChangeFeed(store: SilentStore(store), pollInterval: .milliseconds(20))
        var place = try await feed.end()
        for round in 0..<5 {
            let here = place
            async let batch = feed.next(query, after: here, within: .seconds(20))
            let sequence = try await office.relabel(0, "round \(round)", in: store)
            let found = try #require(try await batch)
            #expect(found.changes.map(\.sequence) == [sequence])
            place = found.place
        }
        await feed.finish()
    }

    @Test func `where nothing comes the follower is given an empty batch when its time is up`() async throws {
        let feed = ChangeFeed(store: store, pollInterval: .milliseconds(10))
        let place = try await feed.end()
        let batch = try #require(try await feed.next(query, after: place, within: .milliseconds(50)))
        #expect(batch.changes.isEmpty)
        #expect(batch.place == place)
        await feed.finish()
    }

    @Test func `other organisations' changes move the place and are not given`() async throws {
        let feed = ChangeFeed(store: store, pollInterval: .milliseconds(10))
        let place = try await feed.end()
        _ = try await feed.next(query, after: place, within: .zero)
        try await Office(2).settle(in: store)
        let last = try await store.lastChange()
        var batch = ChangeBatch(changes: [], place: place)
        while batch.place < last {
            batch = try #require(try await feed.next(query, after: batch.place, within: .milliseconds(20)))
            #expect(batch.changes.isEmpty)
        }
        await feed.finish()
    }

    @Test func `followers of any speed see each change of many writers exactly once, in order`() async throws {
        // So short a tail that whoever dawdles has to read the store.
        let feed = ChangeFeed(store: store, pollInterval: .milliseconds(20), tailLength: 16, batchSize: 8)
        let start = try await feed.end()
        let (writers, rounds) = (6, 40)
        let expected = writers * rounds
        let followers = try await withThrowingTaskGroup(of: [Int64]?.self) { group in
            for number in 0..<6 {
                group.addTask {
                    try await follow(feed, from: start, until: expected, pause: .milliseconds(number * 3))
                }
            }
            for person in 0..<writers {
                group.addTask {
                    for round in 0..<rounds { _ = try await office.relabel(person, "\(round)", in: store) }
                    return nil
                }
            }
            return try await group.reduce(into: [[Int64]]()) { all, one in one.map { all.append($0) } }
        }
        let all = try await store.changes(query, after: start, max: 10_000).map(\.sequence)
        #expect(all.count == expected)
        #expect(followers == Array(repeating: all, count: 6))
        await feed.finish()
    }

    private func follow(
        _ feed: ChangeFeed, from start: Int64, until count: Int, pause: Duration
    ) async throws -> [Int64] {
        var (seen, place) = ([Int64](), start)
        while seen.count < count {
            let batch = try #require(try await feed.next(query, after: place, within: .seconds(20)))
            seen += batch.changes.map(\.sequence)
            place = batch.place
            try await Task.sleep(for: pause)
        }
        return seen
    }

    @Test func `a feed that has ended gives nothing more, to those who wait and those who come`() async throws {
        let feed = ChangeFeed(store: store, pollInterval: .seconds(60))
        let place = try await feed.end()
        async let waiting = feed.next(query, after: place, within: .seconds(50))
        while await feed.followerCount == 0 { await Task.yield() }
        await feed.finish()
        #expect(try await waiting == nil)
        #expect(try await feed.next(query, after: 0, within: .seconds(50)) == nil)
    }

    @Test func `a follower that is cancelled leaves nothing behind`() async throws {
        let feed = ChangeFeed(store: store, pollInterval: .seconds(60))
        let place = try await feed.end()
        let follower = Task { try await feed.next(query, after: place, within: .seconds(50)) }
        while await feed.followerCount == 0 { await Task.yield() }
        follower.cancel()
        await #expect(throws: CancellationError.self) { try await follower.value }
        #expect(await feed.followerCount == 0)
        await feed.finish()
    }

    @Test func `a feed follows on when the store comes back`() async throws {
        let flaky = SilentStore(store)
        let feed = ChangeFeed(store: flaky, pollInterval: .milliseconds(10))
        let place = try await feed.end()
        async let batch = feed.next(query, after: place, within: .seconds(20))
        while await feed.followerCount == 0 { await Task.yield() }
        flaky.isAway.store(true, ordering: .sequentiallyConsistent)
        let sequence = try await office.relabel(0, "while away", in: store)
        try await Task.sleep(for: .milliseconds(60))
        flaky.isAway.store(false, ordering: .sequentiallyConsistent)
        #expect(try await batch?.changes.map(\.sequence) == [sequence])
        await feed.finish()
    }
}

extension Office {
    /// Gives the line of a person's own app another label, and returns the change's sequence.
    func relabel(_ person: Int, _ label: String, in store: any Store) async throws -> Int64 {
        let list = try await list(of: people[person], in: store)
        return try await store.commit(
            commit([list.replaced(by: [Samples.line(people[person].member, label: label)])]))
    }
}

/// A real store whose wake-ups never come, as for what other processes commit, and that can be away.
final class SilentStore: ChangeStore {
    let isAway = Atomic(false)
    private let store: SQLiteStore

    init(_ store: SQLiteStore) {
        self.store = store
    }

    private func reached() throws -> SQLiteStore {
        if isAway.load(ordering: .sequentiallyConsistent) { throw StoreFailure.timedOut }
        return store
    }

    func wakeUps() -> AsyncStream<Void> {
        AsyncStream { _ in }
    }

    func changeMark() async throws -> ChangeMark { try await reached().changeMark() }

    func lastChange() async throws -> Int64 { try await reached().lastChange() }

    func changes(after sequence: Int64, max: Int) async throws -> [Change] {
        try await reached().changes(after: sequence, max: max)
    }

    func changes(_ query: ChangeQuery, after sequence: Int64, max: Int) async throws -> [Change] {
        try await reached().changes(query, after: sequence, max: max)
    }

    func changedSubjects(after sequence: Int64, max: Int) async throws -> [ChangedSubject] {
        try await reached().changedSubjects(after: sequence, max: max)
    }

    func listChanges(
        of endpoint: EndpointID, in organisation: OrganisationID, before sequence: Int64?, max: Int
    ) async throws -> [Change] {
        try await reached().listChanges(of: endpoint, in: organisation, before: sequence, max: max)
    }

    func listChange(
        of endpoint: EndpointID, in organisation: OrganisationID, version: Int64
    ) async throws -> Change? {
        try await reached().listChange(of: endpoint, in: organisation, version: version)
    }
}
