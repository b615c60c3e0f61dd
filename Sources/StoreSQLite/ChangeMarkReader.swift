// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import SharedLine
import Synchronization

/// Tells whether anybody has committed since, by `PRAGMA data_version` on a connection that does nothing else: the
/// number moves with every commit of any other connection, of this program or another one.
///
/// Asked before every answer from a cache, so it goes to SQLite directly: one prepared statement on the calling thread.
final class ChangeMarkReader: Sendable {
    /// A connection with its one statement. Only ever touched under the mutex.
    private struct Connection: @unchecked Sendable {
        let database: OpaquePointer
        let statement: OpaquePointer
    }

    /// nil once closed.
    private let connection: Mutex<Connection?>

    init(path: String) throws {
        var database: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
        var code = sqlite3_open_v2(path, &database, flags, nil)
        var statement: OpaquePointer?
        if code == SQLITE_OK {
            sqlite3_busy_timeout(database, 5000)
            code = sqlite3_prepare_v2(database, "PRAGMA data_version", -1, &statement, nil)
        }
        guard let database, let statement, code == SQLITE_OK else {
            sqlite3_close(database)
            throw DatabaseError(resultCode: ResultCode(rawValue: code))
        }
        connection = Mutex(Connection(database: database, statement: statement))
    }

    func mark() throws -> ChangeMark {
        try connection.withLock { connection in
            guard let statement = connection?.statement else { throw StoreFailure.unavailable(StoreClosed()) }
            defer { sqlite3_reset(statement) }
            let code = sqlite3_step(statement)
            guard code == SQLITE_ROW else { throw storeError(DatabaseError(resultCode: ResultCode(rawValue: code))) }
            return ChangeMark(sqlite3_column_int64(statement, 0))
        }
    }

    func close() {
        connection.withLock { connection in
            guard let open = connection else { return }
            sqlite3_finalize(open.statement)
            sqlite3_close(open.database)
            connection = nil
        }
    }

    deinit {
        close()
    }
}
