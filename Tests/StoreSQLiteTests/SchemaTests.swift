// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import PartylineTesting
import SharedLine
import Testing

@testable import StoreSQLite

@Suite("The schema")
struct SchemaTests {
    let store: SQLiteStore
    let office = Office(1)

    init() async throws {
        store = try SQLiteStore.temporary()
        try await office.settle(in: store)
    }

    @Test("The schema is the one in docs/reference/schema-sqlite.sql")
    func dump() async throws {
        let statements = try await store.pool.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                    AND name NOT LIKE 'member\\_text\\_%' ESCAPE '\\' \
                    ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, tbl_name, name
                    """)
        }
        let head = """
            -- SPDX-License-Identifier: Apache-2.0
            -- The schema of the SQLite store after migration \(Migration.newest). Written by a test; see CONTRIBUTING.


            """
        let dump = head + statements.joined(separator: "\n\n") + "\n"
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/reference/schema-sqlite.sql")
        if ProcessInfo.processInfo.environment["PARTYLINE_WRITE_SCHEMA"] == "1" {
            try dump.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == dump, "PARTYLINE_WRITE_SCHEMA=1 writes it anew")
    }

    @Test("Migrations are numbered from 1 without gaps")
    func numbers() {
        #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
    }

    @Test("Every table of ours is strict")
    func strictness() async throws {
        let loose = try await store.pool.read { db in
            try String.fetchAll(
                db, sql: "SELECT name FROM pragma_table_list WHERE strict = 0 AND type = 'table' AND schema = 'main'")
        }
        #expect(loose.allSatisfy { $0.hasPrefix("sqlite_") })
    }

    @Test("The trigger's limit is the rule's")
    func sharingLimit() async throws {
        let sql = try await store.pool.read { db in
            try String.fetchOne(db, sql: "SELECT sql FROM sqlite_schema WHERE name = 'line_sharing_limit'")
        }
        #expect(try #require(sql).contains(">= \(MemberListRules.maximumEndpointsPerMember)\n"))
    }

    static let wrongStatements = [
        "UPDATE line SET port = 0", "UPDATE line SET weight = 0", "UPDATE line SET label = ''",
        "UPDATE line SET label = printf('%.*c', 81, 'x')", "UPDATE line SET hotline = ''",
        "UPDATE line SET hotline = '12a'", "UPDATE line SET hotline = printf('%.*c', 24, '1')",
        "UPDATE line SET allows_call_decline = 2", "UPDATE line SET member_id = x'00'",
        "UPDATE endpoint SET version = 0", "UPDATE endpoint SET kind = 'toaster'",
        "UPDATE endpoint SET owner_id = randomblob(16)", "UPDATE member SET kind = 'robot'",
        "UPDATE member SET extension = '1'", "UPDATE member SET extension = '12345678901'",
        "UPDATE member SET extension = '12x'", "UPDATE member SET phone_number = '18605550100'",
        "UPDATE member SET phone_number = '+0860555'", "UPDATE member SET phone_number = '+186055 0100'",
        "UPDATE member SET licence = 'gold'", "UPDATE member SET location_id = NULL",
        "UPDATE member SET licence = 'workspaces' WHERE kind = 'person'", "UPDATE member SET id = x'00'",
        "UPDATE member SET first_name = NULL", "UPDATE device SET mac = '00000000000a'",
        "UPDATE device SET mac = '00'", "UPDATE organisation SET name = ''",
        "UPDATE change SET cause = 'whim'", "UPDATE change SET version = NULL WHERE subject_kind = 'member_list'",
        "UPDATE location SET country = 'usa'", "UPDATE person SET email = ''",
        "UPDATE application SET desktop_client_enabled = 'yes'", "DELETE FROM organisation",
        "DELETE FROM location", "DELETE FROM member", "DELETE FROM endpoint",
    ]

    @Test("Nothing wrong can be written even by hand", arguments: wrongStatements)
    func constraints(_ sql: String) async throws {
        await #expect(throws: DatabaseError.self) {
            try await store.pool.write { try $0.execute(sql: sql) }
        }
    }

    @Test("What is allowed at the edges can be written")
    func edges() async throws {
        let statements = [
            "UPDATE line SET label = printf('%.*c', 80, 'x')", "UPDATE line SET hotline = printf('%.*c', 23, '#')",
            "UPDATE line SET hotline = '+*#0'", "UPDATE member SET extension = NULL",
            "UPDATE member SET phone_number = '+123456789012345' WHERE extension IS NULL AND kind = 'virtual_line'",
        ]
        for sql in statements { try await store.pool.write { try $0.execute(sql: sql) } }
    }

    @Test("A noun that breaks a CHECK is a defect of the caller, not a refusal, and leaves no trace")
    func defects() async throws {
        let before = try await StoreDump(of: store)
        let wrong = Samples.person(Samples.member(700, of: office.organisation, at: office.boston, extension: "x"))
        await #expect(throws: DatabaseError.self) { try await store.commit(office.commit([.addPerson(wrong)])) }
        #expect(try await StoreDump(of: store) == before)
    }
}
