// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
public import SharedLine

/// A database file as another store reads it whole: at one moment, without changing a byte of it.
///
/// All reads are one transaction, from opening to closing. They block: it is for a command, not for a server.
public final class SQLiteMoveSource: Sendable {
    private let path: String
    private let queue: DatabaseQueue
    /// Tells what is in the file from anything else, and from what it will hold after the next commit.
    public let mark: String
    /// The sequence of the last change.
    public let lastChange: Int64

    /// - Throws: `SQLiteOpenError`, `SQLiteMoveError`.
    public init(path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw SQLiteOpenError.cannotOpen(path: path, reason: "there is no such file")
        }
        if let process = Self.otherProcess(at: path) { throw SQLiteMoveError.inUse(process: process) }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.allowsUnsafeTransactions = true
        configuration.label = "partyline.sqlite.move"
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            (mark, lastChange) = try queue.inDatabase { db in
                try db.beginTransaction(.deferred)
                let schema = try Migration.applied(in: db)
                guard schema == Migration.newest else {
                    throw SQLiteMoveError.oldSchema(found: schema, newest: Migration.newest)
                }
                return (try Self.mark(db), try Self.lastChange(db))
            }
        } catch let error as DatabaseError {
            throw SQLiteOpenError(error, path: path)
        }
        self.path = path
    }

    public func close() {
        try? queue.close()
    }

    public func count(of table: MovedTable) throws -> Int {
        try queue.inDatabase { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table.name)") ?? 0 }
    }

    /// The rows after the key, in the order of keys.
    public func rows(of table: MovedTable, after key: MovedRow?, max: Int) throws -> [MovedRow] {
        let names = table.keyColumns.map { Self.expression($0, of: table) }.joined(separator: ", ")
        let marks = table.key.map { _ in "?" }.joined(separator: ", ")
        let sql = """
            SELECT \(table.columns.map { Self.expression($0, of: table) }.joined(separator: ", ")) FROM \(table.name) \
            \(key == nil ? "" : "WHERE (\(names)) > (\(marks))") ORDER BY \(names) LIMIT \(max)
            """
        return try queue.inDatabase { db in
            let statement = try db.cachedStatement(sql: sql)
            let arguments = StatementArguments((key ?? []).map(\.databaseValue))
            return try Array(
                Row.fetchCursor(statement, arguments: arguments).map { row in try Self.values(of: row, table) })
        }
    }

    /// - Throws: `SQLiteMoveError.changed` where somebody has committed since it was opened.
    public func checkUnchanged() throws {
        let now = try queue.inDatabase { db in
            // The reading transaction sees one moment: another one sees what has come since.
            try db.commit()
            try db.beginTransaction(.deferred)
            return try Self.mark(db)
        }
        guard now == mark else { throw SQLiteMoveError.changed }
    }

    // MARK: - What differs from PostgreSQL

    /// What is kept here in another way than there, as SQL.
    private static let expressions = [
        "line.organisation_id": "(SELECT organisation_id FROM endpoint WHERE id = endpoint_id)"
    ]

    private static func expression(_ column: MovedTable.Column, of table: MovedTable) -> String {
        expressions["\(table.name).\(column.name)"] ?? "\"\(column.name)\""
    }

    private static func values(of row: Row, _ table: MovedTable) throws -> MovedRow {
        try table.columns.enumerated().map { index, column in
            let stored = row[index] as DatabaseValue
            guard let value = MovedValue(stored, as: column.kind) else {
                throw SQLiteMoveError.unreadable(table: table.name, column: column.name, value: "\(stored)")
            }
            return value
        }
    }

    // MARK: - Being alone, and unchanged

    /// Every commit writes a change, and its tracking id is its own.
    private static func mark(_ db: Database) throws -> String {
        let last = try Row.fetchOne(
            db, sql: "SELECT sequence, at, hex(subject_id), tracking_id FROM change ORDER BY sequence DESC LIMIT 1")
        return last.map { row in "\(row[0] as Int64) \(row[1] as Int64) \(row[2] as String) \(row[3] as String)" }
            ?? "0"
    }

    private static func lastChange(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM change") ?? 0
    }

    /// The process that has the file open; nil where none has. With a log beside the file every connection keeps a shared
    /// lock on bytes that SQLite sets apart for it (`SHARED_FIRST`, https://www.sqlite.org/src/file/src/os.h).
    private static func otherProcess(at path: String) -> Int32? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { _ = Foundation.close(descriptor) }
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = 0x4000_0002
        lock.l_len = 510
        guard fcntl(descriptor, F_GETLK, &lock) == 0, lock.l_type != Int16(F_UNLCK) else { return nil }
        return lock.l_pid
    }
}

/// Why a file cannot be moved.
public enum SQLiteMoveError: Error, Hashable, Sendable {
    /// A server, or another command, has it open.
    case inUse(process: Int32)
    case oldSchema(found: Int, newest: Int)
    /// Somebody has committed while it was read.
    case changed
    /// A column holds what no program of ours writes.
    case unreadable(table: String, column: String, value: String)
}

extension MovedValue {
    fileprivate init?(_ stored: DatabaseValue, as kind: MovedKind) {
        switch (stored.storage, kind) {
        case (.null, _): self = .nothing
        case (.int64(let number), .integer): self = .integer(number)
        case (.int64(let number), .truth): self = .truth(number != 0)
        case (.int64(let number), .moment): self = .moment(number)
        // What PostgreSQL cannot keep is put right there by what follows each edit, too.
        case (.string(let text), .text): self = .text(text.replacing("\u{0}", with: "\u{FFFD}"))
        case (.blob(let data), .bytes): self = .bytes(data)
        case (.blob(let data), .uuid):
            guard data.count == 16 else { return nil }
            self = .uuid(UUID(uuid: data.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) }))
        default: return nil
        }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .nothing: .null
        case .integer(let number), .moment(let number): number.databaseValue
        case .truth(let truth): truth.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let data): data.databaseValue
        case .uuid(let uuid): withUnsafeBytes(of: uuid.uuid) { Data($0) }.databaseValue
        }
    }
}
