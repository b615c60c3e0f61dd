// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
public import SharedLine

/// One writer gives sequences in the order of commits, so that no read can tell of a later one first.
extension SQLiteStore {
    /// Reads shared memory: it waits for no other read and for no commit.
    public func changeMark() async throws -> ChangeMark {
        try marks.mark()
    }

    public func lastChange() async throws -> Int64 {
        try await quickRead { db in try db.row("SELECT max(sequence) FROM change", []) { $0[0] as Int64? } ?? nil } ?? 0
    }

    public func changes(after sequence: Int64, max: Int) async throws -> [Change] {
        try await read { db in
            try db.rows(
                "\(ChangeRows.source) WHERE sequence > ? ORDER BY sequence LIMIT ?", [sequence, max], ChangeRows.change)
        }
    }

    public func changes(_ query: ChangeQuery, after sequence: Int64, max: Int) async throws -> [Change] {
        try await search { db in try ChangeRows.found(by: query, after: sequence, max: max, db) }
    }

    public func changedSubjects(after sequence: Int64, max: Int) async throws -> [ChangedSubject] {
        let sql = """
            SELECT sequence, subject_kind, subject_id FROM change WHERE sequence > ? ORDER BY sequence LIMIT ?
            """
        return try await quickRead { db in
            try db.rows(sql, [sequence, max]) { row in
                ChangedSubject(
                    sequence: row[0], place: row[0],
                    subject: ChangeSubject(kind: try row.value(1, of: "change.subject_kind"), id: row[2]))
            }
        }
    }

    public func listChanges(
        of endpoint: EndpointID, in organisation: OrganisationID, before sequence: Int64?, max: Int
    ) async throws -> [Change] {
        try await read { db in
            try db.rows(
                "\(ChangeRows.ofList) AND sequence < ? ORDER BY sequence DESC LIMIT ?",
                [endpoint.uuid, organisation.uuid, sequence ?? .max, max], ChangeRows.change)
        }
    }

    /// Walks back from the newest: as many rows as the list has had versions since.
    public func listChange(
        of endpoint: EndpointID, in organisation: OrganisationID, version: Int64
    ) async throws -> Change? {
        try await search { db in
            try db.row(
                "\(ChangeRows.ofList) AND version = ? ORDER BY sequence DESC LIMIT 1",
                [endpoint.uuid, organisation.uuid, version], ChangeRows.change)
        }
    }

    public func wakeUps() -> AsyncStream<Void> {
        commitSignal.wakeUps()
    }
}
