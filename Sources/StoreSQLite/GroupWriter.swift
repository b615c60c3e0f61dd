// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import GRDB
import Instruments
import SharedLine
import Synchronization

/// The one writer: everything that waits goes into one transaction, a savepoint each, and is acknowledged after the
/// transaction has reached the disk. One wait for the disk then serves all of them.
///
/// Once queued, a commit is carried out even if its task is cancelled: it happens whole or not at all, and the caller
/// is told which.
final class GroupWriter: Sendable {
    /// Keeps one transaction short enough for other programs that wait for the file.
    static let largestBatch = 256

    /// How long several writers are waited for, in steps: about what a wait for the disk costs. Longer, and all of them fall
    /// into step: then nobody prepares a request while the transaction runs.
    private static let gatheringSteps = 4
    private static let gatheringStepMicroseconds: UInt32 = 100

    private struct Waiting: Sendable {
        let body: @Sendable (Database) throws -> Int64
        let continuation: CheckedContinuation<Int64, any Error>
    }

    private struct State {
        var waiting: [Waiting] = []
        var isDraining = false
        var isClosed = false
    }

    private let pool: DatabasePool
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "partyline.sqlite.writer")
    /// How many writes shared each transaction.
    let transactionSizes = Histogram(bounds: [1, 2, 4, 8, 16, 32, 64, 128, 256])
    /// From the lock to the disk.
    let transactionDurations = Histogram.ofDurations()

    init(_ pool: DatabasePool) {
        self.pool = pool
    }

    /// Runs the body within the next transaction and returns its value once that is durable.
    func write(_ body: @escaping @Sendable (Database) throws -> Int64) async throws -> Int64 {
        try await withCheckedThrowingContinuation { continuation in
            let (isRefused, isFirst) = state.withLock { state in
                if state.isClosed { return (true, false) }
                state.waiting.append(Waiting(body: body, continuation: continuation))
                defer { state.isDraining = true }
                return (false, !state.isDraining)
            }
            if isRefused { continuation.resume(throwing: StoreFailure.unavailable(StoreClosed())) }
            if isFirst { queue.async { self.drain() } }
        }
    }

    /// How many commits wait for the next transaction.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Refuses what comes from now on and waits for what is queued.
    func close() {
        state.withLock { $0.isClosed = true }
        queue.sync {}
    }

    private func drain() {
        var lastCount = 1
        while true {
            gather(lastCount)
            guard let batch = nextBatch() else { return }
            lastCount = batch.count
            let began = ContinuousClock.now
            let results = commit(batch)
            transactionDurations.observe(ContinuousClock.now - began)
            transactionSizes.observe(batch.count)
            for (waiting, result) in zip(batch, results) {
                waiting.continuation.resume(with: result)
            }
        }
    }

    /// Requests that come together are answered together and soon come again: a moment's patience, until there are as many
    /// as last time, lets them share the next transaction too. A lone writer never waits.
    private func gather(_ lastCount: Int) {
        guard lastCount > 1 else { return }
        for _ in 0..<Self.gatheringSteps where waitingCount < lastCount {
            usleep(Self.gatheringStepMicroseconds)
        }
    }

    private func nextBatch() -> [Waiting]? {
        state.withLock { state in
            if state.waiting.isEmpty {
                state.isDraining = false
                return nil
            }
            if state.waiting.count <= Self.largestBatch {
                defer { state.waiting = [] }
                return state.waiting
            }
            defer { state.waiting.removeFirst(Self.largestBatch) }
            return Array(state.waiting.prefix(Self.largestBatch))
        }
    }

    private func commit(_ batch: [Waiting]) -> [Result<Int64, any Error>] {
        var results: [Result<Int64, any Error>] = []
        do {
            try pool.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    for waiting in batch {
                        results.append(try Self.result(of: waiting, in: db))
                    }
                    return .commit
                }
            }
            return results
        } catch {
            // Even a refusal may have been owed to a neighbour that is undone now.
            let failure = storeError(error)
            return batch.map { _ in .failure(failure) }
        }
    }

    /// Throws what concerns the whole transaction; what concerns this commit alone is its result.
    ///
    /// The savepoint's statements are prepared once: preparing them costs as much as a line.
    private static func result(of waiting: Waiting, in db: Database) throws -> Result<Int64, any Error> {
        try db.run("SAVEPOINT one_commit", [])
        do {
            let value = try waiting.body(db)
            try db.run("RELEASE one_commit", [])
            return .success(value)
        } catch {
            guard concernsOneCommit(error), db.isInsideTransaction else { throw error }
            try db.run("ROLLBACK TO one_commit", [])
            try db.run("RELEASE one_commit", [])
            return .failure(error)
        }
    }
}
