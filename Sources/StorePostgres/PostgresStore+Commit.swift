// SPDX-License-Identifier: Apache-2.0

import Instruments
public import SharedLine

extension PostgresStore {
    /// How often a commit that rivals were in the way of is tried.
    private static let attempts = 8

    @discardableResult
    public func commit(_ commit: Commit) async throws -> Int64 {
        var attempt = 1
        while true {
            do {
                let sequence = try await store(commit)
                commitEndings.increment(.committed)
                commitSignal.fire()
                wakeUpCalls.call()
                return sequence
            } catch let error as ServerError where error.isPassing && attempt < Self.attempts {
                // Nothing was stored, and every edit checks anew what it expects.
                attempt += 1
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...(10 * attempt))))
            } catch {
                commitEndings.increment(CommitEnding(error))
                throw storeError(error)
            }
        }
    }

    private func store(_ commit: Commit) async throws -> Int64 {
        let plan = try CommitPlan(commit, found: try await foundStates(for: commit))
        if plan.steps.isEmpty { return 0 }
        do {
            let rows = try await writes.run(.write(plan.statements))
            return try plan.changesIndex.flatMap { try rows[$0]?.first { try $0.next() } } ?? 0
        } catch let failure as GroupError {
            throw try await meaning(of: failure.error, at: plan.steps[failure.statement], of: commit)
        }
    }
}
