// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import PartylineTesting
import SharedLine
import Testing

@testable import StoreSQLite

@Suite("Changes of before the filters")
struct ChangeFilterMigrationTests {
    @Test("Changes recorded by an older program keep their sequence and gain the location of their endpoint")
    func migrating() async throws {
        let folder = try TemporaryFolder()
        let office = Office(1)
        let before = try await {
            let store = try SQLiteStore(path: folder.file())
            try await office.settle(in: store)
            let list = try await office.list(of: office.people[4], in: store)
            try await store.commit(office.commit([.removeEndpoint(list)], cause: .endpointDeleted))
            let changes = try await store.changes(after: 0, max: 1000)
            try store.close()
            return changes
        }()
        try goBack(folder.file())
        let store = try SQLiteStore(path: folder.file())
        let after = try await store.changes(after: 0, max: 1000)
        #expect(after.map(\.sequence) == before.map(\.sequence))
        #expect(after.map(\.subject) == before.map(\.subject))
        #expect(after.map(\.after) == before.map(\.after))
        for (old, new) in zip(before, after) where old.location != new.location {
            // Nobody remembers where an endpoint was that had gone by then.
            #expect(new.location == nil && old.subject.id == office.applications[4].id.uuid)
        }
        #expect(after.contains { $0.location == office.hartford.id })
        let list = try await office.list(of: office.people[0], in: store)
        let next = try await store.commit(
            office.commit([list.replaced(by: [Samples.line(office.people[0].member, label: "new")])]))
        #expect(next > (before.last?.sequence ?? 0))
    }

    /// The file as migration 4 left it.
    private func goBack(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(
                sql: """
                    DROP TABLE sip_credential;
                    DROP TABLE job_change;
                    DROP TABLE job_work;
                    DROP INDEX endpoint_held;
                    ALTER TABLE endpoint DROP COLUMN held_by;
                    DROP TABLE job;
                    CREATE TABLE change_kept AS SELECT sequence, organisation_id, subject_kind, subject_id, cause, actor,
                        tracking_id, at, version, before, after FROM change;
                    DROP TABLE change;
                    """)
            let sql = Migration.changes.sql
            let end = try #require(sql.range(of: ") STRICT;"))
            try db.execute(sql: String(sql[..<end.upperBound]))
            try db.execute(
                sql: """
                    INSERT INTO change SELECT * FROM change_kept;
                    DROP TABLE change_kept;
                    PRAGMA user_version = 4;
                    """)
        }
    }
}
