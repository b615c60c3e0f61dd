// SPDX-License-Identifier: Apache-2.0

import GRDB

/// One step of the schema. Once released it is never edited: the next step gets the next number, in every store alike.
struct Migration {
    let number: Int
    let sql: String

    static let all: [Migration] = [
        .directory, .endpoints, .changes, .search, .changeFilters, .cheaperChanges, .jobs, .sipCredentials,
    ]

    /// The schema that this program reads and writes.
    static var newest: Int { all.count }

    /// Marks a file as Partyline's in its header ("PtyL"), so that no other program's database is migrated by mistake.
    static let applicationID: Int32 = 0x5074_794C

    /// Brings the schema up to date, one transaction for all steps that are missing.
    ///
    /// The number of the last step stands in the header (`user_version`) and commits with it. The lock is taken before
    /// looking, so that two programs that open a new file at once do not both migrate it.
    static func migrate(_ db: Database) throws {
        if try applied(in: db) == newest { return }
        try db.inTransaction(.immediate) {
            let found = try applied(in: db)
            for migration in all where migration.number > found {
                try db.execute(sql: migration.sql)
                try db.execute(sql: "PRAGMA user_version = \(migration.number)")
            }
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            return .commit
        }
    }

    /// The number of the last step in the file, 0 for an empty one.
    static func applied(in db: Database) throws -> Int {
        let mark = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let number = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let isEmpty = try Bool.fetchOne(db, sql: "SELECT count(*) = 0 FROM sqlite_schema") ?? true
        if mark == 0, number == 0, isEmpty { return 0 }
        guard mark == applicationID else { throw SQLiteOpenError.foreignDatabase }
        guard number <= newest else { throw SQLiteOpenError.newerSchema(found: number, known: newest) }
        return number
    }
}
