// SPDX-License-Identifier: Apache-2.0

import GRDB
import SharedLine

extension CommitWork {
    /// Replaces lists that are judged by how all of them stand in the end: who leaves a list leaves it before anybody enters
    /// one, so that a line on as many endpoints as it may be can move.
    mutating func replaceLists(_ replacements: [MemberListReplacement]) throws {
        let differences = replacements.map(\.difference)
        for (replacement, difference) in zip(replacements, differences) {
            try takeOff(difference.gone, for: replacement)
        }
        for (replacement, difference) in zip(replacements, differences) {
            try putOn(difference, for: replacement)
        }
    }

    /// The first half of replacing a list: its version moves, and what goes goes.
    private func takeOff(_ gone: [Line], for replacement: MemberListReplacement) throws {
        let endpoint = replacement.endpoint
        let moved = try db.run(
            """
            UPDATE endpoint SET version = version + 1 WHERE id = ? AND organisation_id = ? AND version = ? \
            AND (held_by IS NULL OR held_by = ?)
            """,
            [endpoint.uuid, commit.organisation.uuid, replacement.expectedVersion, commit.job?.job.uuid])
        guard moved == 1 else { throw try refusal(toMove: endpoint) }
        for line in gone {
            let deleted = try db.run(
                "DELETE FROM line WHERE endpoint_id = ? AND port = ? AND member_id = ?",
                [endpoint.uuid, line.port, line.member.uuid])
            guard deleted == 1 else { throw CommitRefusal.moved(endpoint) }
        }
    }

    /// The second half: the lines that are new or differ, and the change.
    private mutating func putOn(_ difference: LineDifference, for replacement: MemberListReplacement) throws {
        let endpoint = replacement.endpoint
        let (update, insert) = (try LineUpdate(on: endpoint, db), try LineInsert(on: endpoint, db))
        for line in difference.changed {
            guard try update.run(line) == 1 else { throw CommitRefusal.moved(endpoint) }
        }
        for line in difference.new { try insert.run(line) }
        try record(
            .memberList, endpoint.uuid, version: replacement.expectedVersion + 1,
            before: LineRecord.json(of: replacement.before), after: LineRecord.json(of: replacement.after))
    }
}
