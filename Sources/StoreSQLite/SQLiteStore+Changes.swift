// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
public import SharedLine

extension SQLiteStore {
    /// Asks SQLite on the calling thread: it waits for no other read and for no commit.
    public func changeMark() async throws -> ChangeMark {
        try marks.mark()
    }

    public func lastChange() async throws -> Int64 {
        try await quickRead { db in try db.row("SELECT max(sequence) FROM change", []) { $0[0] as Int64? } ?? nil } ?? 0
    }

    public func changes(after sequence: Int64, max: Int) async throws -> [Change] {
        let sql = """
            SELECT sequence, organisation_id, subject_kind, subject_id, cause, actor, tracking_id, at, version, \
            before, after FROM change WHERE sequence > ? ORDER BY sequence LIMIT ?
            """
        return try await read { db in
            try db.rows(sql, [sequence, max]) { row in
                Change(
                    sequence: row[0], organisation: OrganisationID(row[1]),
                    subject: ChangeSubject(kind: try row.value(2, of: "change.subject_kind"), id: row[3]),
                    cause: try row.value(4, of: "change.cause"),
                    origin: ChangeOrigin(actor: row[5], trackingID: row[6], at: row.date(7)), version: row[8],
                    before: row[9], after: row[10])
            }
        }
    }

    public func changedSubjects(after sequence: Int64, max: Int) async throws -> [ChangedSubject] {
        let sql = """
            SELECT sequence, subject_kind, subject_id FROM change WHERE sequence > ? ORDER BY sequence LIMIT ?
            """
        return try await quickRead { db in
            try db.rows(sql, [sequence, max]) { row in
                ChangedSubject(
                    sequence: row[0],
                    subject: ChangeSubject(kind: try row.value(1, of: "change.subject_kind"), id: row[2]))
            }
        }
    }
}
