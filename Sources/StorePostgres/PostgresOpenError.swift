// SPDX-License-Identifier: Apache-2.0

/// Why a database could not be opened, in words for whoever starts the program. No password stands in any of them.
public enum PostgresOpenError: Error, Hashable, CustomStringConvertible {
    /// The reason is libpq's or the server's.
    case unreachable(String)
    case oldServer(version: Int)
    case notUTF8(encoding: String)
    /// A standby, or a database that is set to be read only.
    case readOnly
    /// Something like PgBouncer stands between.
    case pooler
    /// There are no tables, and none shall be made.
    case empty
    /// There are tables, but not Partyline's.
    case foreignDatabase(schema: String)
    /// A newer Partyline has migrated the database.
    case newerSchema(found: Int, known: Int)
    /// Only a part of another database's rows is in it yet.
    case unfinishedMove

    public var description: String {
        switch self {
        case .unreachable(let reason): "cannot connect: \(reason)"
        case .oldServer(let version):
            "the server is PostgreSQL \(version / 10000).\(version % 10000); "
                + "\(Self.oldestServer / 10000) or later is needed"
        case .notUTF8(let encoding): "the database's encoding is \(encoding); UTF8 is needed"
        case .readOnly: "the server only allows reading: it is a standby, or the database is set to be read only"
        case .pooler:
            "there is a connection pooler, such as PgBouncer, before the server; connect to PostgreSQL itself. A node "
                + "keeps few connections of its own, and uses what a pooler takes away"
        case .empty: "the database has no tables yet"
        case .foreignDatabase(let schema):
            "there are tables of another program in the schema \(schema); give Partyline a database of its own"
        case .unfinishedMove:
            "a move into it has not ended: the same partyline move goes on where it stopped, with --anew from the start"
        case .newerSchema(let found, let known):
            "the database has schema \(found), written by a newer Partyline; this one knows schema \(known) at most"
        }
    }

    /// As `server_version_num` has it.
    static let oldestServer = 140_000
}
