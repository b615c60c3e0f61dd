// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// What a look at the server found; for `partyline check` and for support.
public struct PostgresHealth: Sendable {
    /// The last migration in the database; equal to the newest one known, else it would not have opened.
    public let schemaVersion: Int
    public let serverVersion: String
    /// Whether the server makes the disk keep what it was given. Off, a power cut can destroy the database.
    public let isSyncing: Bool
    /// Whether the connection is encrypted, or does not leave the machine.
    public let isPrivate: Bool
    /// Indices that the server does not use because building them failed.
    public let invalidIndices: [String]

    public var isSound: Bool { isSyncing && invalidIndices.isEmpty }
}

extension PostgresStore {
    private static let health = """
        SELECT (SELECT max(number) FROM schema_migration), current_setting('server_version'), \
        current_setting('fsync')::boolean AND current_setting('full_page_writes')::boolean, \
        coalesce(inet_client_addr() = inet_server_addr() OR inet_client_addr() << '127.0.0.0/8'::inet, true) \
        OR coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false), \
        ARRAY(SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid)
        """

    public func checkHealth() async throws -> PostgresHealth {
        let found = try await read(.read(.once(Self.health))).first { row in
            PostgresHealth(
                schemaVersion: try row.next(), serverVersion: try row.next(), isSyncing: try row.next(),
                isPrivate: try row.next(), invalidIndices: try row.next())
        }
        guard let found else { throw StoreFailure.unavailable(LaneFailure.lost) }
        return found
    }

    /// How far the database's schema is, without changing anything.
    ///
    /// - Throws: `PostgresOpenError`.
    public static func schemaState(of url: PostgresURL) async throws -> SchemaState {
        try await Migrator.state(of: url)
    }

    /// The schema that this program reads and writes.
    public static var schemaVersion: Int { Migration.newest }
}
