// SPDX-License-Identifier: Apache-2.0

import GRDB
public import SharedLine

extension SQLiteStore {
    @discardableResult
    public func commit(_ commit: Commit) async throws -> Int64 {
        let steps = CommitStep.steps(of: commit)
        let sequence = try await commitEndings.counting {
            try await writer.write { db in
                var work = CommitWork(commit, db)
                return try work.carryOut(steps)
            }
        }
        commitSignal.fire()
        return sequence
    }
}
