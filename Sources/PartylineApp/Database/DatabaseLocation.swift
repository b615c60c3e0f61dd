// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SharedLine
public import StorePostgres
import StoreSQLite

/// Where the database is.
public enum DatabaseLocation: Hashable, Sendable {
    case sqlite(path: String)
    case postgres(PostgresURL)
}

extension DatabaseLocation: CustomStringConvertible {
    /// The file, or the place on the network; no secret stands in it.
    public var description: String {
        switch self {
        case .sqlite(let path): path
        case .postgres(let url): url.description
        }
    }

    /// How a database is opened.
    public enum Opening: Hashable, Sendable {
        /// A missing file is created, and an empty database gets its tables.
        case creating
        /// Either is a mistake: nothing is created behind somebody's back.
        case existing
    }

    /// Opens the store, hands it to the work and closes it again.
    ///
    /// - Throws: a `CommandFailure`, in place of the store's own errors.
    public func withStore<Result: Sendable>(
        _ opening: Opening, _ work: (any Store) async throws -> Result
    ) async throws -> Result {
        let database = try await open(opening)
        let result: Result
        do {
            result = try await work(database.store)
        } catch {
            try? await database.close()
            throw Self.failure(for: error, on: self)
        }
        try await database.close()
        return result
    }

    /// An open store and how it is closed.
    struct Open: Sendable {
        let store: any Store
        let close: @Sendable () async throws -> Void
    }

    func open(_ opening: Opening) async throws(CommandFailure) -> Open {
        do {
            switch self {
            case .sqlite(let path):
                let store = try openSQLite(path, opening)
                return Open(store: store) { try store.close() }
            case .postgres(let url):
                let store = try await openPostgres(url, opening)
                return Open(store: store) { await store.close() }
            }
        } catch {
            throw Self.failure(for: error, on: self)
        }
    }

    func openSQLite(_ path: String, _ opening: Opening) throws -> SQLiteStore {
        if opening == .existing, !FileManager.default.fileExists(atPath: path) {
            throw CommandFailure.failed(
                "\(path): no such database; make one with: partyline import --demo --database sqlite:\(path)")
        }
        return try SQLiteStore(path: path)
    }

    func openPostgres(_ url: PostgresURL, _ opening: Opening) async throws -> PostgresStore {
        try await PostgresStore.open(url, mayCreate: opening == .creating)
    }

    /// What a store's error means to somebody at the command line.
    static func failure(for error: any Error, on location: DatabaseLocation) -> CommandFailure {
        switch error {
        case let failure as CommandFailure: return failure
        case StoreFailure.unavailable(let cause): return .temporary("\(location): not available now: \(cause)")
        case StoreFailure.timedOut: return .temporary("\(location): did not answer in time")
        case let error as SQLiteOpenError: return .failed(error.description)
        case PostgresOpenError.unreachable(let reason): return .temporary("\(location): cannot connect: \(reason)")
        case PostgresOpenError.empty:
            return .failed("\(location): the database has no tables yet; make them with: partyline import --demo")
        case let error as PostgresOpenError: return .failed("\(location): \(error)")
        case let refusal as CommitRefusal: return .failed("\(location): refused: \(refusal)")
        default: return .failed("\(location): \(error)")
        }
    }
}
