// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import StoreSQLite

/// `partyline backup` and `partyline restore`.
public struct BackupDesk: Sendable {
    private let path: String

    /// - Throws: a `CommandFailure` where the database has tools of its own for this.
    public init(_ location: DatabaseLocation) throws(CommandFailure) {
        switch location {
        case .sqlite(let path): self.path = path
        case .postgres:
            throw .usage(
                "PostgreSQL has tools of its own for this: pg_dump and pg_restore; see docs/how-to/back-up-and-restore.md"
            )
        }
    }

    /// Writes a copy of the database, of one moment, whether or not servers are at work on it.
    public func backUp(to file: String, force: Bool) async throws -> BackupReport {
        try await run("copied") { [path] progress in
            try await SQLiteBackup.write(path, to: file, replacing: force, progress: progress)
        } report: {
            BackupReport(file: file, database: path, copy: $0)
        } failure: { error in
            switch error {
            case SQLiteBackupError.exists:
                return .failed("\(file) is there already; name another file, or write over it with --force")
            case SQLiteBackupError.damaged(_, let damage):
                return CommandFailure(.failed, ["\(path) is damaged; no backup was made"] + damage)
            default: return nil
            }
        }
    }

    /// Puts a backup in the database's place.
    public func restore(from file: String, force: Bool) async throws -> BackupReport {
        try await run("restored") { [path] progress in
            try await SQLiteBackup.restore(file, to: path, replacing: force, progress: progress)
        } report: {
            BackupReport(file: file, database: path, copy: $0)
        } failure: { error in
            switch error {
            case SQLiteBackupError.exists:
                return .failed("\(path) holds a database; put the backup in its place with --force")
            case SQLiteBackupError.inUse:
                return .failed("\(path) is open in another program; stop the server first, then restore")
            case SQLiteBackupError.damaged(let damaged, let damage) where damaged == file:
                return CommandFailure(.failed, ["\(file) is damaged; nothing was restored"] + damage)
            case SQLiteBackupError.damaged, SQLiteOpenError.notADatabase(path):
                return .failed(
                    "\(path) is damaged itself; move it away, with \(path)-wal and \(path)-shm, then restore again")
            default: return nil
            }
        }
    }

    /// - Parameter failure: what an error means here; nil for what means the same everywhere.
    private func run(
        _ verb: String, _ work: @escaping @Sendable (@escaping SQLiteBackup.Progress) async throws -> SQLiteCopy,
        report: (SQLiteCopy) -> BackupReport, failure: (any Error) -> CommandFailure?
    ) async throws -> BackupReport {
        let line = ProgressLine(verb)
        defer { line.end() }
        do {
            return report(try await untilInterrupted { try await work { line.show($0) } })
        } catch {
            if case SQLiteBackupError.cannotWrite(let file, let reason) = error {
                throw CommandFailure.failed("\(file): cannot be written: \(reason)")
            }
            throw failure(error) ?? DatabaseLocation.failure(for: error, on: .sqlite(path: path))
        }
    }
}

/// What was backed up or restored.
public struct BackupReport: Encodable, Hashable, Sendable {
    public let file: String
    public let database: String
    public let bytes: Int64
    public let schemaVersion: Int
    /// The sequence of the last change in it.
    public let lastChange: Int64

    init(file: String, database: String, copy: SQLiteCopy) {
        self.file = file
        self.database = database
        bytes = copy.bytes
        schemaVersion = copy.schemaVersion
        lastChange = copy.lastChange
    }

    /// For people.
    public var summary: String {
        "\(bytes) bytes, schema \(schemaVersion), up to change \(lastChange); checked and on the disk"
    }

    public func json() throws -> String { try JSONText.of(self) }
}
