// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import GRDBSQLite

/// A cached statement whose values are bound one after the other, straight into SQLite.
///
/// For the few statements that every edit of a list runs: making GRDB's arguments costs more than SQLite's own work there.
/// Parameters count from 1 and keep their value from one run to the next.
struct BoundStatement {
    private let statement: Statement
    private let database: Database

    init(_ sql: String, _ database: Database) throws {
        statement = try database.cachedStatement(sql: sql)
        self.database = database
    }

    func bind(_ number: Int, at parameter: Int32) {
        sqlite3_bind_int64(statement.sqliteStatement, parameter, Int64(number))
    }

    func bind(_ number: Int64?, at parameter: Int32) {
        guard let number else { return bindNull(at: parameter) }
        sqlite3_bind_int64(statement.sqliteStatement, parameter, number)
    }

    func bind(_ flag: Bool, at parameter: Int32) {
        sqlite3_bind_int64(statement.sqliteStatement, parameter, flag ? 1 : 0)
    }

    func bind(_ uuid: UUID?, at parameter: Int32) {
        guard let uuid else { return bindNull(at: parameter) }
        withUnsafeBytes(of: uuid.uuid) { bytes in
            _ = sqlite3_bind_blob(
                statement.sqliteStatement, parameter, bytes.baseAddress, Int32(bytes.count), Self.copied)
        }
    }

    func bind(_ text: String?, at parameter: Int32) {
        guard let text else { return bindNull(at: parameter) }
        sqlite3_bind_text(statement.sqliteStatement, parameter, text, Int32(text.utf8.count), Self.copied)
    }

    private func bindNull(at parameter: Int32) {
        sqlite3_bind_null(statement.sqliteStatement, parameter)
    }

    /// Runs a statement that gives no rows and tells how many it changed.
    func run() throws -> Int {
        let code = sqlite3_step(statement.sqliteStatement)
        // The same code again where the step failed.
        sqlite3_reset(statement.sqliteStatement)
        guard code == SQLITE_DONE else {
            let extended = sqlite3_extended_errcode(database.sqliteConnection)
            throw DatabaseError(
                resultCode: ResultCode(rawValue: extended), message: database.lastErrorMessage, sql: statement.sql)
        }
        return database.changesCount
    }

    /// SQLite takes a copy before the call returns.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
