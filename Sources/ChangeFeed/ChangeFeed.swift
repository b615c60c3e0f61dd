// SPDX-License-Identifier: Apache-2.0

import Instruments
public import SharedLine

/// The committed changes of a store in order, handed on to any number of followers as they come.
///
/// One reader of the store serves all followers: it keeps the last changes (the tail), and a follower that is up to date is
/// served from there. One that lags behind reads the store itself until it has caught up, so that a slow follower holds
/// nothing but its place. The reader works only while somebody follows.
///
/// The store's wake-ups make it quick, and are not needed: the change mark is looked at in any case, which also shows what
/// other processes commit. That no change is skipped is the store's promise (`ChangeStore`).
public actor ChangeFeed {
    private let store: any ChangeStore
    private let pollInterval: Duration
    private let batchSize: Int
    let meters = FeedMeters()

    private var tail: ChangeTail
    /// The mark at which everything had been read.
    private var mark: ChangeMark?
    private var reader: Task<Void, Never>?
    private var idleSince = ContinuousClock.now
    private var waiting: [Int: Waiting] = [:]
    private var nextNumber = 0
    /// Whether it gives nothing more.
    public private(set) var hasEnded = false

    private struct Waiting {
        let place: Int64
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<Void, Never>
    }

    /// - Parameters:
    ///   - pollInterval: How long a change may stay unseen where the store's wake-ups fail, as for another process's.
    ///   - tailLength: How many of the last changes are kept for all followers; about 3 KB each.
    ///   - batchSize: How many changes are read, and handed to a follower, at once.
    public init(
        store: any ChangeStore, pollInterval: Duration = .milliseconds(200), tailLength: Int = 1024,
        batchSize: Int = 128
    ) {
        self.store = store
        self.pollInterval = pollInterval
        self.batchSize = batchSize
        tail = ChangeTail(length: tailLength)
    }

    /// The place after everything that has been committed so far.
    public func end() async throws -> Int64 {
        try await store.lastChange()
    }

    /// The next changes after the place that match, waited for where there are none yet.
    ///
    /// - Parameters:
    ///   - query: nil for all changes of every organisation, for a follower inside the program.
    ///   - limit: how long to wait; a batch without changes is given then.
    /// - Returns: nil once the feed has ended.
    /// - Throws: `StoreFailure` where the follower has to read the store itself and cannot, `CancellationError`.
    public func next(
        _ query: ChangeQuery?, after place: Int64, within limit: Duration
    ) async throws -> ChangeBatch? {
        meters.followers.enter()
        defer { meters.followers.leave() }
        let deadline = ContinuousClock.now + limit
        var place = place
        idleSince = .now
        while !hasEnded {
            try Task.checkCancellation()
            try await startReading()
            let batch = try await read(query, after: place)
            place = batch.place
            if !batch.changes.isEmpty || ContinuousClock.now >= deadline { return batch }
            await wait(at: place, until: deadline)
        }
        return nil
    }

    /// Lets every follower come to its end, now and from now on.
    public func finish() {
        hasEnded = true
        reader?.cancel()
        wake { _ in true }
    }

    /// How many followers wait for changes at this moment.
    var followerCount: Int { waiting.count }

    /// Whether a follower has come to that place, and waits for more.
    func hasFollower(at place: Int64) -> Bool { waiting.values.contains { $0.place >= place } }

    // MARK: - A follower's side

    private func read(_ query: ChangeQuery?, after place: Int64) async throws -> ChangeBatch {
        if let batch = tail.batch(query, after: place, max: batchSize) { return batch }
        // Whatever the tail has come to, the store tells of: with fewer found than asked for, nothing up to there is left.
        let reached = tail.end
        let changes =
            if let query { try await store.changes(query, after: place, max: batchSize) } else {
                try await store.changes(after: place, max: batchSize)
            }
        let last = changes.last?.sequence ?? place
        return ChangeBatch(changes: changes, place: changes.count < batchSize ? max(last, reached) : last)
    }

    /// Returns when something after the place is there, when it is late, or when the feed or the task has ended.
    private func wait(at place: Int64, until deadline: ContinuousClock.Instant) async {
        nextNumber += 1
        let number = nextNumber
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if hasEnded || Task.isCancelled || tail.end > place {
                    continuation.resume()
                } else {
                    waiting[number] = Waiting(place: place, deadline: deadline, continuation: continuation)
                }
            }
        } onCancel: {
            Task { await self.stopWaiting(number) }
        }
    }

    private func stopWaiting(_ number: Int) {
        waiting.removeValue(forKey: number)?.continuation.resume()
    }

    private func wake(_ condition: (Waiting) -> Bool) {
        for (number, one) in waiting where condition(one) { stopWaiting(number) }
    }

    // MARK: - The reader

    /// So long without a follower and the reader stops. Streams that end and begin again do not make it start anew.
    private static let patience = Duration.seconds(5)

    private func startReading() async throws {
        guard reader == nil else { return }
        let last = try await store.lastChange()
        guard reader == nil, !hasEnded else { return }
        tail.restart(at: last)
        mark = nil
        idleSince = .now
        meters.isUpToDate()
        reader = Task { [wakeUps = store.wakeUps(), pollInterval] in
            let (ticks, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            await withTaskGroup { group in
                group.addTask { for await _ in wakeUps { continuation.yield() } }
                group.addTask {
                    while !Task.isCancelled {
                        continuation.yield()
                        try? await Task.sleep(for: pollInterval)
                    }
                }
                for await _ in ticks where await !self.round() { break }
                group.cancelAll()
            }
            self.stopReading()
        }
    }

    private func stopReading() {
        reader = nil
        meters.restsNow()
        // Whoever has come in the meantime starts another one.
        wake { _ in true }
    }

    /// Reads what is new and wakes whom it concerns. False when there is nobody left to read for.
    private func round() async -> Bool {
        if hasEnded { return false }
        do {
            try await readOn()
        } catch {
            // The store is away. The mark stays as it was, so that the next round tries again.
        }
        let now = ContinuousClock.now
        wake { $0.place < tail.end || $0.deadline <= now }
        if !waiting.isEmpty { idleSince = now }
        return now - idleSince < Self.patience
    }

    private func readOn() async throws {
        let current = try await store.changeMark()
        if current == mark { return meters.isUpToDate() }
        while true {
            let changes = try await store.changes(after: tail.end, max: batchSize)
            tail.append(changes)
            wake { $0.place < tail.end }
            meters.handedOn(changes)
            if changes.count < batchSize { break }
        }
        mark = current
    }
}

/// Some changes that match, and the place up to which there are no others.
public struct ChangeBatch: Hashable, Sendable {
    public let changes: [Change]
    /// Where to go on: at least the last change's sequence.
    public let place: Int64
}
