// SPDX-License-Identifier: Apache-2.0

import GRDB
import SharedLine

extension CommitWork {
    /// Replaces lists that are judged by how all of them stand in the end: who leaves a list leaves it before anybody enters
    /// one, so that a line on as many endpoints as it may be can move.
    mutating func replaceLists(_ replacements: [PreparedReplacement]) throws {
        for replacement in replacements { try takeOff(replacement) }
        for replacement in replacements { try putOn(replacement) }
    }

    /// The first half of replacing a list: its version moves, and what goes goes.
    private func takeOff(_ replacement: PreparedReplacement) throws {
        let endpoint = replacement.endpoint
        let raise = try BoundStatement(
            """
            UPDATE endpoint SET version = version + 1 WHERE id = ?1 AND organisation_id = ?2 AND version = ?3 \
            AND (held_by IS NULL OR held_by = ?4)
            """, db)
        raise.bind(endpoint.uuid, at: 1)
        raise.bind(commit.organisation.uuid, at: 2)
        raise.bind(replacement.expectedVersion, at: 3)
        raise.bind(commit.job?.job.uuid, at: 4)
        guard try raise.run() == 1 else { throw try refusal(toMove: endpoint) }
        let delete = try LineDelete(from: endpoint, db)
        for line in replacement.difference.gone {
            guard try delete.run(line) == 1 else { throw CommitRefusal.moved(endpoint) }
        }
    }

    /// The second half: the lines that are new or differ, and the change.
    private mutating func putOn(_ replacement: PreparedReplacement) throws {
        let endpoint = replacement.endpoint
        let (update, insert) = (try LineUpdate(on: endpoint, db), try LineInsert(on: endpoint, db))
        for line in replacement.difference.changed {
            guard try update.run(line) == 1 else { throw CommitRefusal.moved(endpoint) }
        }
        for line in replacement.difference.new { try insert.run(line) }
        try record(
            .memberList, endpoint.uuid, version: replacement.expectedVersion + 1,
            before: replacement.before, after: replacement.after)
    }
}
