// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import SharedLine
import Synchronization

/// Tells whether anybody has committed since, whichever program it was.
///
/// Every commit writes a new header into the index of the write-ahead log, which all programs that have the file open
/// share as memory (https://sqlite.org/walformat.html#walidxfmt). SQLite compares the same 48 bytes for
/// `PRAGMA data_version`; read here, before every answer from a cache, they cost no statement and no file lock.
final class ChangeMarkReader: Sendable {
    /// A connection, and where it has mapped the index. Only ever touched under the mutex.
    private struct Connection: @unchecked Sendable {
        let database: OpaquePointer
        let header: UnsafeRawPointer
    }

    private static let headerBytes = 48
    /// SQLite maps the index in pieces of this size; the header stands at the start of the first.
    private static let mappedBytes: Int32 = 32_768

    /// nil once closed.
    private let connection: Mutex<Connection?>

    init(path: String) throws {
        var database: OpaquePointer?
        var code = sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        var header: UnsafeRawPointer?
        if code == SQLITE_OK {
            sqlite3_busy_timeout(database, 5000)
            // The first read opens the log and its index.
            code = sqlite3_exec(database, "SELECT count(*) FROM sqlite_schema", nil, nil, nil)
        }
        if code == SQLITE_OK { (code, header) = Self.header(of: database) }
        guard let database, let header, code == SQLITE_OK else {
            sqlite3_close(database)
            throw DatabaseError(resultCode: ResultCode(rawValue: code == SQLITE_OK ? SQLITE_CANTOPEN : code))
        }
        connection = Mutex(Connection(database: database, header: header))
    }

    /// Where the connection has mapped the index; it stays there until the connection is closed.
    private static func header(of database: OpaquePointer?) -> (code: Int32, header: UnsafeRawPointer?) {
        var file: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file)
        guard code == SQLITE_OK, let file, let methods = file.pointee.pMethods, let map = methods.pointee.xShmMap else {
            return (code, nil)
        }
        var start: UnsafeMutableRawPointer?
        return (map(file, 0, mappedBytes, 0, &start), UnsafeRawPointer(start))
    }

    /// Differs after any commit: the header holds a count of commits, the log's length, and checksums over it.
    func mark() throws -> ChangeMark {
        try connection.withLock { connection in
            guard let header = connection?.header else { throw StoreFailure.unavailable(StoreClosed()) }
            var mark: UInt64 = 0xcbf2_9ce4_8422_2325
            for offset in stride(from: 0, to: Self.headerBytes, by: 8) {
                mark = (mark ^ header.load(fromByteOffset: offset, as: UInt64.self)) &* 0x9e37_79b9_7f4a_7c15
                mark ^= mark >> 32
            }
            return ChangeMark(Int64(bitPattern: mark))
        }
    }

    func close() {
        connection.withLock { connection in
            guard let open = connection else { return }
            sqlite3_close(open.database)
            connection = nil
        }
    }

    deinit {
        close()
    }
}
