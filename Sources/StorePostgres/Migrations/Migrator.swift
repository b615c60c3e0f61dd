// SPDX-License-Identifier: Apache-2.0

/// Brings a database's schema up to date.
enum Migrator {
    /// Two nodes that start at once do not both migrate: the second waits for the first's transaction. "PtyL".
    private static let lock = "SELECT pg_advisory_xact_lock(x'5074794C'::bigint)"

    private static let table = """
        CREATE TABLE schema_migration (
            number integer CONSTRAINT schema_migration_number PRIMARY KEY,
            applied timestamptz NOT NULL DEFAULT now()
        )
        """

    static func migrate(_ url: PostgresURL, mayCreate: Bool) async throws {
        let limits = Schedule.Limits(connections: 1, depth: 1, waiting: 1, patience: .seconds(10))
        let lane = Lane("migration", .checked(url: url, limits: limits, timeLimit: nil))
        let result: Result<Void, any Error>
        do {
            try await migrate(lane, mayCreate: mayCreate)
            result = .success(())
        } catch {
            result = .failure(openError(error))
        }
        await lane.close()
        try result.get()
    }

    private static func migrate(_ lane: Lane, mayCreate: Bool) async throws {
        var applied = try await self.applied(lane)
        if applied == 0, !mayCreate { throw PostgresOpenError.empty }
        while let next = Migration.all.first(where: { $0.number == applied + 1 }) {
            do {
                _ = try await lane.run(.write(statements(of: next)))
                applied = next.number
            } catch let error as GroupError where isDoneAlready(error) {
                applied = try await self.applied(lane)
            }
        }
    }

    /// All in one transaction. Its first statement after the lock fails where another node was first.
    private static func statements(of migration: Migration) -> [Statement] {
        let mark = Statement.once("INSERT INTO schema_migration (number) VALUES ($1)", [.int(migration.number)])
        return [Statement.once(lock)] + (migration.number == 1 ? [.once(table)] : []) + [mark]
            + migration.statements.map { .once($0) }
    }

    private static func isDoneAlready(_ error: GroupError) -> Bool {
        error.error.code == ServerError.duplicateTable || error.error.constraint == "schema_migration_number"
    }

    /// The number of the last step in the database, 0 for an empty one.
    private static func applied(_ lane: Lane) async throws -> Int {
        let look = """
            SELECT to_regclass('schema_migration') IS NOT NULL, current_schema(), \
            EXISTS (SELECT 1 FROM pg_class \
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p'))
            """
        let found = try await lane.run(.read(.once(look)))[0]?.first { row in
            (isOurs: try row.next() as Bool, schema: try row.next() as String?, hasTables: try row.next() as Bool?)
        }
        guard let found, let schema = found.schema else {
            throw PostgresOpenError.unreachable("the search path names no schema that exists")
        }
        guard found.isOurs else {
            if found.hasTables == true { throw PostgresOpenError.foreignDatabase(schema: schema) }
            return 0
        }
        let last = "SELECT coalesce(max(number), 0) FROM schema_migration"
        let number: Int = try await lane.run(.read(.once(last)))[0]?.first { try $0.next() } ?? 0
        guard number <= Migration.newest else {
            throw PostgresOpenError.newerSchema(found: number, known: Migration.newest)
        }
        return number
    }

    private static func openError(_ error: any Error) -> any Error {
        switch error {
        case let error as PostgresOpenError: error
        case let error as Unreachable: (error.reason as? PostgresOpenError) ?? .unreachable(error.description)
        case let error as GroupError: PostgresOpenError.unreachable(error.error.description)
        default: PostgresOpenError.unreachable("\(error)")
        }
    }
}
