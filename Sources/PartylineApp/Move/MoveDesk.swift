// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import StorePostgres
import StoreSQLite

/// `partyline move`: everything in an SQLite file into an empty database on PostgreSQL.
///
/// Rows come in the order of their keys, a batch a transaction, and are compared one by one in the end. Until then no node
/// starts on the target, and a move that was stopped goes on where it was.
public struct MoveDesk: Sendable {
    /// So many rows are in memory at once; those of a change are the largest, with a few KB each.
    private static let batch = 2000

    private let path: String
    private let url: PostgresURL
    private let target: DatabaseLocation

    /// - Throws: a `CommandFailure` where it goes another way than from SQLite to PostgreSQL.
    public init(from source: DatabaseLocation, to target: DatabaseLocation) throws(CommandFailure) {
        guard case .sqlite(let path) = source else {
            throw .usage("--from: takes sqlite:FILE; what is on PostgreSQL moves with pg_dump and pg_restore")
        }
        guard case .postgres(let url) = target else {
            throw .usage(
                "--to: takes postgres://HOST/DATABASE; an SQLite file is copied with partyline backup and restore")
        }
        self.path = path
        self.url = url
        self.target = target
    }

    /// - Parameter isAnew: Whether what an unfinished move has brought is thrown away first.
    public func run(isAnew: Bool) async throws -> MoveReport {
        do {
            return try await untilInterrupted("stopped; the same command goes on where it was") {
                let source = try SQLiteMoveSource(path: path)
                defer { source.close() }
                let target = try await PostgresMoveTarget.open(url, mark: source.mark, isAnew: isAnew)
                do {
                    let report = try await move(source, target)
                    await target.close()
                    return report
                } catch {
                    await target.close()
                    throw error
                }
            }
        } catch {
            throw failure(error)
        }
    }

    private func move(_ source: SQLiteMoveSource, _ target: PostgresMoveTarget) async throws -> MoveReport {
        var counts: [String: Int] = [:]
        for table in target.tables { counts[table.name] = try source.count(of: table) }
        let total = counts.values.reduce(0, +)
        let copying = MoveProgress("copied", total)
        defer { copying.end() }
        for table in target.tables { try await copy(table, source, target, copying) }
        let comparing = MoveProgress("compared", total)
        defer { comparing.end() }
        for table in target.tables { try await compare(table, source, target, comparing) }
        try source.checkUnchanged()
        try await target.finish()
        return MoveReport(
            from: path, to: "\(self.target)", rows: counts, lastChange: source.lastChange)
    }

    private func copy(
        _ table: MovedTable, _ source: SQLiteMoveSource, _ target: PostgresMoveTarget, _ progress: MoveProgress
    ) async throws {
        var key = try await target.lastKey(of: table)
        if key != nil { progress.add(try await target.count(of: table)) }
        while true {
            try Task.checkCancellation()
            let rows = try source.rows(of: table, after: key, max: Self.batch)
            guard let last = rows.last else { return }
            try await target.add(rows, to: table)
            progress.add(rows.count)
            key = table.key(of: last)
        }
    }

    private func compare(
        _ table: MovedTable, _ source: SQLiteMoveSource, _ target: PostgresMoveTarget, _ progress: MoveProgress
    ) async throws {
        var key: MovedRow?
        while true {
            try Task.checkCancellation()
            let place = key
            async let theirs = target.rows(of: table, after: place, max: Self.batch)
            let ours = try source.rows(of: table, after: place, max: Self.batch)
            guard try await theirs == ours else { throw MoveDifference(table: table.name) }
            guard let last = ours.last else { return }
            progress.add(ours.count)
            key = table.key(of: last)
        }
    }

    /// What an error means to somebody at the command line.
    private func failure(_ error: any Error) -> CommandFailure {
        switch error {
        case SQLiteMoveError.inUse(let process):
            return .failed("\(path): process \(process) has it open; stop the server first, then move")
        case SQLiteMoveError.oldSchema(let found, let newest):
            return .failed(
                "\(path): has schema \(found), and \(newest) is needed: partyline migrate --database sqlite:\(path)")
        case SQLiteMoveError.changed:
            return .failed("\(path): somebody has written to it meanwhile; stop that, then move again with --anew")
        case SQLiteMoveError.unreadable(let table, let column, let value):
            return .failed("\(path): \(table).\(column) holds \(value), which no Partyline writes")
        case PostgresMoveError.inUse:
            return .failed("\(target): nodes or other commands are connected to it; stop them first")
        case PostgresMoveError.holdsData(let organisation):
            return .failed("\(target): holds \(organisation) already; move into an empty database")
        case PostgresMoveError.otherSource:
            return .failed(
                "\(target): holds a part of another database, or of this one as it was before; begin again with --anew")
        case let difference as MoveDifference:
            return .failed(
                "\(target): a row of \(difference.table) is not as it is in \(path); begin again with --anew")
        case is SQLiteOpenError: return DatabaseLocation.failure(for: error, on: .sqlite(path: path))
        default: return DatabaseLocation.failure(for: error, on: target)
        }
    }
}

/// A row is not the same on both sides.
private struct MoveDifference: Error {
    let table: String
}
