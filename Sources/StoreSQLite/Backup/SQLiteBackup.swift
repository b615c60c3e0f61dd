// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SharedLine
import Synchronization

/// Copies of a whole database file: taken while programs write to it, and put back where none has it open.
public enum SQLiteBackup {
    /// So many pages are copied between two reports of progress: 4 MB.
    private static let pagesPerStep: CInt = 1024

    /// Called now and then with the share that is copied, from 0 to 1.
    public typealias Progress = @Sendable (Double) -> Void

    /// Writes everything that is committed at one moment into a new file of its own, checks it and syncs it.
    ///
    /// Programs that write to the database are not held up. Cancelling leaves nothing behind.
    ///
    /// - Parameters:
    ///   - path: the database.
    ///   - file: the backup; it appears whole or not at all, for its owner alone.
    ///   - replacing: whether an earlier file of that name may go.
    /// - Throws: `SQLiteOpenError`, `SQLiteBackupError`, `StoreFailure`.
    public static func write(
        _ path: String, to file: String, replacing: Bool, progress: @escaping Progress
    ) async throws -> SQLiteCopy {
        let source = try await open(path, readOnly: true)
        defer { try? source.close() }
        let new = try NewFile(at: file, replacing: replacing)
        defer { new.discard() }
        let target = try await open(new.temporaryPath, readOnly: false)
        defer { try? target.close() }
        let copy = try await rethrowing(new.temporaryPath) {
            try await copyAll(of: source, into: target, progress)
            // One file, whole without a log beside it.
            try await target.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = DELETE") }
            return try await inspect(target, at: new.temporaryPath)
        }
        try target.close()
        try new.settle()
        return copy
    }

    /// Puts a backup in a database's place: afterwards it holds what the file holds, or, whatever happens, what it held
    /// before.
    ///
    /// - Parameter replacing: whether a database that holds something may go.
    /// - Throws: `SQLiteOpenError` where the file is none of ours or its schema is newer, `SQLiteBackupError`,
    ///   `StoreFailure`.
    public static func restore(
        _ file: String, to path: String, replacing: Bool, progress: @escaping Progress
    ) async throws -> SQLiteCopy {
        let source = try await open(file, readOnly: true)
        defer { try? source.close() }
        _ = try await rethrowing(file) { try await inspect(source, at: file) }
        try DatabaseFile(path: path, isTemporary: false).prepare()
        let target = try await open(path, readOnly: false)
        defer { try? target.close() }
        return try await rethrowing(path) {
            try await takeAlone(target, at: path)
            let isEmpty = try await target.read { db in try Migration.applied(in: db) == 0 }
            if !isEmpty, !replacing { throw SQLiteBackupError.exists(path: path) }
            // One transaction: SQLite's rollback journal brings the old content back if it does not end.
            try await copyAll(of: source, into: target, progress)
            return try await inspect(target, at: path)
        }
    }

    // MARK: Steps

    private static func open(_ path: String, readOnly: Bool) async throws -> DatabaseQueue {
        guard FileManager.default.fileExists(atPath: path) else {
            throw SQLiteOpenError.cannotOpen(path: path, reason: "there is no such file")
        }
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(5)
        configuration.label = "partyline.sqlite.backup"
        configuration.prepareDatabase { db in
            // What the folder holds is synced as well, after a journal is gone.
            try db.execute(sql: "PRAGMA synchronous = EXTRA")
        }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            _ = try await queue.read { db in try Migration.applied(in: db) }
            return queue
        } catch let error as DatabaseError {
            throw SQLiteOpenError(error, path: path)
        }
    }

    /// All pages of one moment. The reading transaction is open before the copy begins and stays open, so that a commit
    /// of another program between two steps neither shows in it nor makes it begin again.
    private static func copyAll(
        of source: DatabaseQueue, into target: DatabaseQueue, _ progress: @escaping Progress
    ) async throws {
        let stop = StopFlag()
        try await withTaskCancellationHandler {
            try await source.read { sourceDB in
                _ = try Migration.applied(in: sourceDB)
                try target.inDatabase { targetDB in
                    try sourceDB.backup(to: targetDB, pagesPerStep: pagesPerStep) { state in
                        if stop.isSet.load(ordering: .relaxed) { throw CancellationError() }
                        progress(Double(state.completedPageCount) / Double(max(1, state.totalPageCount)))
                    }
                }
            }
        } onCancel: {
            stop.isSet.store(true, ordering: .relaxed)
        }
    }

    /// Leaving the log behind needs the whole file: it fails while any other program has it open.
    private static func takeAlone(_ queue: DatabaseQueue, at path: String) async throws {
        do {
            try await queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE")
                guard try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE") == "delete" else {
                    throw SQLiteBackupError.inUse(path: path)
                }
                try db.inTransaction(.exclusive) { .commit }
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw SQLiteBackupError.inUse(path: path)
        }
    }

    /// - Throws: `SQLiteBackupError.damaged` unless the file is sound in itself.
    private static func inspect(_ queue: DatabaseQueue, at path: String) async throws -> SQLiteCopy {
        try await queue.read { db in
            let schema = try Migration.applied(in: db)
            var damage = try String.fetchAll(db, sql: "PRAGMA integrity_check(100)").filter { $0 != "ok" }
            damage += try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(100).map {
                "a row refers to nothing: \($0[0] as String) -> \($0[2] as String)"
            }
            guard damage.isEmpty else { throw SQLiteBackupError.damaged(path: path, damage) }
            let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            let pageSize = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
            let last = schema == 0 ? 0 : try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM change") ?? 0
            return SQLiteCopy(bytes: pages * pageSize, schemaVersion: schema, lastChange: last)
        }
    }

    private static func rethrowing<Value>(_ path: String, _ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            throw SQLiteBackupError.damaged(path: path, [error.description])
        } catch {
            throw storeError(error)
        }
    }
}

/// The copy runs on a thread of the database's, where nobody knows of the task's cancellation.
private final class StopFlag: Sendable {
    let isSet = Atomic(false)
}

/// What a copy holds, as it was read from it.
public struct SQLiteCopy: Hashable, Sendable {
    public let bytes: Int64
    public let schemaVersion: Int
    /// The sequence of the last change in it, 0 where there is none.
    public let lastChange: Int64
}

/// Why a backup was not made or not put back. Nothing has changed then.
public enum SQLiteBackupError: Error, Hashable, Sendable {
    /// Something stands where the result would go.
    case exists(path: String)
    /// Another program has the database open.
    case inUse(path: String)
    /// SQLite's own words about what is wrong with it.
    case damaged(path: String, [String])
    /// The reason is the operating system's.
    case cannotWrite(path: String, reason: String)
}
