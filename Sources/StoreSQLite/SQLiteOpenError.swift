// SPDX-License-Identifier: Apache-2.0

/// Why a database file could not be opened, in words for whoever starts the program.
public enum SQLiteOpenError: Error, Hashable, CustomStringConvertible {
    /// The file could not be created or opened; the reason is the operating system's.
    case cannotOpen(path: String, reason: String)
    case notADatabase(path: String)
    /// A sound SQLite file, but of another program.
    case foreignDatabase
    /// A newer Partyline has migrated the file.
    case newerSchema(found: Int, known: Int)
    /// Every commit must reach the disk before it is acknowledged, and this connection would not wait for that.
    case notDurable(synchronous: Int)

    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "cannot open the database \(path): \(reason)"
        case .notADatabase(let path): "\(path) is not an SQLite database"
        case .foreignDatabase: "the SQLite database belongs to another program"
        case .newerSchema(let found, let known):
            "the database has schema \(found), written by a newer Partyline; this one knows schema \(known) at most"
        case .notDurable(let synchronous): "the database would not wait for the disk (synchronous = \(synchronous))"
        }
    }
}
