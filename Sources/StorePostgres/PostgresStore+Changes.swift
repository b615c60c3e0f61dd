// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SharedLine

/// Changes are numbered before they can be seen, so that a higher number may be seen first. Up to the horizon no number is
/// under way; what is read in order ends there.
enum Horizon {
    /// Goes before a statement that reads changes: the horizon must be older than what that statement sees.
    static let note = Statement("SELECT set_config('partyline.horizon', change_horizon()::text, true)")
    static let noted = "current_setting('partyline.horizon')::bigint"
}

extension PostgresStore {
    public func changeMark() async throws -> ChangeMark {
        try await marks.mark()
    }

    static let last = "SELECT coalesce(max(sequence), 0) FROM change WHERE sequence <= \(Horizon.noted)"

    /// The last before which none is under way: whoever reads on from there misses nothing.
    public func lastChange() async throws -> Int64 {
        try await readChanges(Self.last, []).first { try $0.next() } ?? 0
    }

    static let changesAfter = """
        SELECT sequence, organisation_id, subject_kind, subject_id, cause, actor, tracking_id, at, version, before, \
        after FROM change WHERE sequence > $1 AND sequence <= \(Horizon.noted) ORDER BY sequence LIMIT $2
        """

    public func changes(after sequence: Int64, max: Int) async throws -> [Change] {
        try await readChanges(Self.changesAfter, [.int(sequence), .int(max)]).map { row in
            Change(
                sequence: try row.next(), organisation: try row.next(),
                subject: ChangeSubject(kind: try row.next(), id: try row.next()), cause: try row.next(),
                origin: ChangeOrigin(actor: try row.next(), trackingID: try row.next(), at: try row.next()),
                version: try row.next(), before: try row.next(), after: try row.next())
        }
    }

    private static let subjectsAfter = """
        SELECT least(sequence, \(Horizon.noted)), subject_kind, subject_id FROM change WHERE sequence > $1 \
        ORDER BY change.sequence LIMIT $2
        """

    /// All that can be seen, the horizon or not: nobody may use what has changed. The sequences stop at the horizon, so
    /// that reading on from there tells some things twice and misses none.
    public func changedSubjects(after sequence: Int64, max: Int) async throws -> [ChangedSubject] {
        try await readChanges(Self.subjectsAfter, [.int(sequence), .int(max)]).map { row in
            ChangedSubject(
                sequence: try row.next(), subject: ChangeSubject(kind: try row.next(), id: try row.next()))
        }
    }

    private func readChanges(_ sql: String, _ values: [Value]) async throws -> Rows {
        try await read(StatementGroup.read(Horizon.note, Statement(sql, values)))
    }
}
