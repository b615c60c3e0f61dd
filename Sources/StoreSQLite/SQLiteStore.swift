// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Instruments
public import SharedLine

/// The store in one SQLite file: the embedded default.
///
/// Reads run side by side on connections of their own, each in one transaction; commits go through one writer that
/// puts everything waiting into one transaction (`GroupWriter`). Several programs may have the file open at once.
public final class SQLiteStore: Store {
    let pool: DatabasePool
    let writer: GroupWriter
    let marks: ChangeMarkReader
    let commitSignal = CommitSignal()
    let commitEndings = CounterByCase<CommitEnding>()
    let readsInUse = Gauge()
    let quickReaders: QuickReaders
    private let file: DatabaseFile
    private let searchTimeLimit: Duration

    /// Opens the file, creates it for its owner alone where it is missing, and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - path: The file; its folder must exist.
    ///   - readers: How many reads run at once.
    ///   - patience: How long a commit waits while another program writes, before it fails as unavailable.
    ///   - searchTimeLimit: How long a search may take before it ends with `StoreFailure.timedOut`.
    /// - Throws: `SQLiteOpenError`.
    public convenience init(
        path: String, readers: Int = 4, patience: Duration = .seconds(5), searchTimeLimit: Duration = .seconds(10)
    ) throws {
        try self.init(
            file: DatabaseFile(path: path, isTemporary: false), readers: readers, patience: patience,
            searchTimeLimit: searchTimeLimit)
    }

    /// A store in a new file that goes away with it: for tests and trials.
    public static func temporary() throws -> SQLiteStore {
        try SQLiteStore(
            file: DatabaseFile.temporary(), readers: 4, patience: .seconds(5), searchTimeLimit: .seconds(10))
    }

    private init(file: DatabaseFile, readers: Int, patience: Duration, searchTimeLimit: Duration) throws {
        try file.prepare()
        do {
            let configuration = Self.configuration(readers: readers, patience: patience)
            pool = try Self.open(file.path, configuration)
            quickReaders = QuickReaders(path: file.path, most: readers, configuration)
            marks = try ChangeMarkReader(path: file.path)
        } catch let error as DatabaseError {
            throw SQLiteOpenError(error, path: file.path)
        }
        self.file = try file.identified()
        self.searchTimeLimit = searchTimeLimit
        writer = GroupWriter(pool)
    }

    private static func configuration(readers: Int, patience: Duration) -> Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(patience / .seconds(1))
        configuration.foreignKeysEnabled = true
        configuration.label = "partyline.sqlite"
        configuration.prepareDatabase { db in
            // In KiB, for each connection; the system's own cache of the file stands behind it, and every commit empties it.
            try db.execute(sql: "PRAGMA cache_size = -1000")
        }
        return configuration
    }

    private static func open(_ path: String, _ configuration: Configuration) throws -> DatabasePool {
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { db in
            // DatabasePool itself sets NORMAL while it opens, under which a power cut can undo acknowledged commits.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
            guard synchronous == 2 else { throw SQLiteOpenError.notDurable(synchronous: synchronous) }
            // The one writer's pages stay good from commit to commit.
            try db.execute(sql: "PRAGMA cache_size = -10000")
            // 64 MB of log between checkpoints: pages that change often are copied into the file once for many changes. What
            // a kill leaves of it is read at the next start.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 16000")
            // What a burst has grown is given back at the next checkpoint.
            try db.execute(sql: "PRAGMA journal_size_limit = 100663296")
            try Migration.migrate(db)
        }
        return pool
    }

    /// Waits for the commits under way and closes the file. Everything asked afterwards fails as unavailable.
    public func close() throws {
        writer.close()
        marks.close()
        quickReaders.close()
        do {
            try pool.close()
        } catch {
            throw storeError(error)
        }
        file.removeIfTemporary()
    }

    deinit {
        file.removeIfTemporary()
    }

    public func checkReady() async throws {
        try file.checkInPlace()
        _ = try await read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") }
        // Taking the lock shows that a commit could begin; nothing is written, so that no change mark moves.
        _ = try await writer.write { _ in 0 }
    }

    // MARK: - Reading

    /// Runs the body on a reading connection, everything in it at one moment.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        readsInUse.enter()
        defer { readsInUse.leave() }
        do {
            return try await pool.read(body)
        } catch {
            throw writer.isClosed ? StoreFailure.unavailable(StoreClosed()) : storeError(error)
        }
    }

    /// A read of a few rows, on the calling thread where a connection is free.
    func quickRead<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            if let value = try quickReaders.read(body) { return value }
        } catch {
            throw writer.isClosed ? StoreFailure.unavailable(StoreClosed()) : storeError(error)
        }
        return try await read(body)
    }

    /// A read whose cost depends on what was asked: it is interrupted when the time is up.
    func search<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        let limit = searchTimeLimit
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await self.read(body) }
            group.addTask {
                try await Task.sleep(for: limit)
                throw StoreFailure.timedOut
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw StoreFailure.timedOut }
            return value
        }
    }
}
