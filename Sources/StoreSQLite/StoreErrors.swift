// SPDX-License-Identifier: Apache-2.0

import GRDB
import SharedLine

/// A row holds what no program of ours writes; a defect, or a hand in the file.
struct UnreadableRow: Error {
    let column: String
    let value: String
}

/// The store was asked after it was closed.
struct StoreClosed: Error {}

/// What a failed read or commit means to the caller, by SQLite's result code and never by its message.
func storeError(_ error: any Error) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    switch error.resultCode {
    case .SQLITE_INTERRUPT:
        return StoreFailure.timedOut
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY,
        .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_NOMEM, .SQLITE_PROTOCOL, .SQLITE_CORRUPT, .SQLITE_NOTADB:
        return StoreFailure.unavailable(error)
    default:
        return error
    }
}

/// Whether an error concerns one commit alone, so that its neighbours in the same transaction may go on.
func concernsOneCommit(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return true }
    return error.resultCode == .SQLITE_CONSTRAINT || error.resultCode == .SQLITE_TOOBIG
        || error.resultCode == .SQLITE_MISMATCH || error.resultCode == .SQLITE_ERROR
}

extension SQLiteOpenError {
    init(_ error: DatabaseError, path: String) {
        switch error.resultCode {
        case .SQLITE_NOTADB: self = .notADatabase(path: path)
        default: self = .cannotOpen(path: path, reason: error.description)
        }
    }
}
