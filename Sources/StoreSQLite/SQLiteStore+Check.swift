// SPDX-License-Identifier: Apache-2.0

import GRDB
import SharedLine

/// What a look into the file found; for `partyline check` and for support.
public struct SQLiteHealth: Sendable {
    /// The last migration in the file; equal to the newest one known, else it would not have opened.
    public let schemaVersion: Int
    /// `wal`.
    public let journalMode: String
    /// 2 (FULL): every commit waits for the disk.
    public let synchronous: Int
    public let hasForeignKeys: Bool
    /// SQLite's own words about damage; empty where there is none.
    public let damage: [String]
    /// Rows whose other end is missing, as `table -> table`; empty where there are none.
    public let brokenReferences: [String]
    public let sqliteVersion: String

    public var isSound: Bool {
        damage.isEmpty && brokenReferences.isEmpty && journalMode == "wal" && synchronous == 2 && hasForeignKeys
    }
}

extension SQLiteStore {
    /// Reads the whole file and checks it; on a large one this takes minutes.
    public func checkHealth() async throws -> SQLiteHealth {
        let settings = try await settings()
        return try await read { db in
            let quick = try String.fetchAll(db, sql: "PRAGMA quick_check(100)")
            // The index keeps no text, so that SQLite can compare nothing but its inner order.
            let references = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(100)
            return SQLiteHealth(
                schemaVersion: try Migration.applied(in: db),
                journalMode: try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? "",
                synchronous: settings.synchronous, hasForeignKeys: settings.hasForeignKeys,
                damage: quick == ["ok"] ? [] : quick,
                brokenReferences: references.map { "\($0[0] as String) -> \($0[2] as String)" },
                sqliteVersion: try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? "")
        }
    }

    /// The schema that this program reads and writes.
    public static var schemaVersion: Int { Migration.newest }

    /// Of the connection that commits.
    private func settings() async throws -> (synchronous: Int, hasForeignKeys: Bool) {
        do {
            return try await pool.writeWithoutTransaction { db in
                (
                    try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1,
                    try Bool.fetchOne(db, sql: "PRAGMA foreign_keys") ?? false
                )
            }
        } catch {
            throw storeError(error)
        }
    }
}
