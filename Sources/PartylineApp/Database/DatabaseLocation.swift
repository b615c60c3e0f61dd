// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SharedLine
import StoreSQLite

/// Where the database is.
public enum DatabaseLocation: Hashable, Sendable {
    case sqlite(path: String)
}

extension DatabaseLocation {
    /// The file that holds it.
    var path: String {
        switch self {
        case .sqlite(let path): path
        }
    }

    /// How a database is opened.
    public enum Opening: Hashable, Sendable {
        /// A missing file is created with an empty schema.
        case creating
        /// A missing file is a mistake: nothing is created behind somebody's back.
        case existing
    }

    /// Opens the store, hands it to the work and closes it again.
    ///
    /// - Throws: a `CommandFailure`, in place of the store's own errors.
    public func withStore<Result: Sendable>(
        _ opening: Opening, _ work: (any Store) async throws -> Result
    ) async throws -> Result {
        let store = try open(opening)
        let result: Result
        do {
            result = try await work(store)
        } catch {
            try? store.close()
            throw Self.failure(for: error, on: self)
        }
        try store.close()
        return result
    }

    func open(_ opening: Opening) throws(CommandFailure) -> SQLiteStore {
        if opening == .existing, !FileManager.default.fileExists(atPath: path) {
            throw .failed("\(path): no such database; make one with: partyline import --demo --database sqlite:\(path)")
        }
        do {
            return try SQLiteStore(path: path)
        } catch {
            throw Self.failure(for: error, on: self)
        }
    }

    /// What a store's error means to somebody at the command line.
    static func failure(for error: any Error, on location: DatabaseLocation) -> CommandFailure {
        let path = location.path
        switch error {
        case let failure as CommandFailure: return failure
        case StoreFailure.unavailable(let cause): return .temporary("\(path): not available now: \(cause)")
        case StoreFailure.timedOut: return .temporary("\(path): did not answer in time")
        case let error as SQLiteOpenError: return .failed(error.description)
        case let refusal as CommitRefusal: return .failed("\(path): refused: \(refusal)")
        default: return .failed("\(path): \(error)")
        }
    }
}
