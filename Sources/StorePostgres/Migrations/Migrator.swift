// SPDX-License-Identifier: Apache-2.0

import SharedLine

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

    /// One connection without a time limit. Whoever starts a program is told at once that the server is not there.
    static func configuration(_ url: PostgresURL) -> Lane.Configuration {
        .checked(
            url: url, limits: Schedule.Limits(connections: 1, depth: 1, waiting: 1),
            patience: Schedule.Patience(busy: .seconds(10), away: .zero), timeLimit: nil)
    }

    /// - Parameter isMoving: Whether it is for a move, which alone may touch what a move has left unfinished.
    static func migrate(_ url: PostgresURL, mayCreate: Bool, isMoving: Bool = false) async throws {
        try await withLane(url) { lane in try await migrate(lane, mayCreate: mayCreate, isMoving: isMoving) }
    }

    /// How far the schema is, without changing anything.
    static func state(of url: PostgresURL) async throws -> SchemaState {
        try await withLane(url) { lane in
            let found = try await applied(lane, isMoving: false)
            let missing = Migration.all.filter { $0.number > found }
            return SchemaState(
                found: found,
                missing: missing.map {
                    SchemaState.Step(number: $0.number, statements: ($0.number == 1 ? [table] : []) + $0.statements)
                })
        }
    }

    private static func withLane<Value: Sendable>(
        _ url: PostgresURL, _ work: (Lane) async throws -> Value
    ) async throws -> Value {
        let lane = Lane("migration", configuration(url))
        let result: Result<Value, any Error>
        do {
            result = .success(try await work(lane))
        } catch {
            result = .failure(openError(error))
        }
        await lane.close()
        return try result.get()
    }

    private static func migrate(_ lane: Lane, mayCreate: Bool, isMoving: Bool) async throws {
        var applied = try await self.applied(lane, isMoving: isMoving)
        if applied == 0, !mayCreate { throw PostgresOpenError.empty }
        while let next = Migration.all.first(where: { $0.number == applied + 1 }) {
            do {
                _ = try await lane.run(.write(statements(of: next)))
                applied = next.number
            } catch let error as GroupError where isDoneAlready(error) {
                applied = try await self.applied(lane, isMoving: isMoving)
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
    private static func applied(_ lane: Lane, isMoving: Bool) async throws -> Int {
        let look = """
            SELECT to_regclass('schema_migration') IS NOT NULL, to_regclass('unfinished_move') IS NOT NULL, \
            current_schema(), \
            EXISTS (SELECT 1 FROM pg_class \
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p'))
            """
        let found = try await lane.run(.read(.once(look)))[0]?.first { row in
            (
                isOurs: try row.next() as Bool, isUnfinished: try row.next() as Bool,
                schema: try row.next() as String?, hasTables: try row.next() as Bool?
            )
        }
        guard let found, let schema = found.schema else {
            throw PostgresOpenError.unreachable("the search path names no schema that exists")
        }
        guard found.isOurs else {
            if found.hasTables == true { throw PostgresOpenError.foreignDatabase(schema: schema) }
            return 0
        }
        if found.isUnfinished, !isMoving { throw PostgresOpenError.unfinishedMove }
        let last = "SELECT coalesce(max(number), 0) FROM schema_migration"
        let number: Int = try await lane.run(.read(.once(last)))[0]?.first { try $0.next() } ?? 0
        guard number <= Migration.newest else {
            throw PostgresOpenError.newerSchema(found: number, known: Migration.newest)
        }
        return number
    }

    static func openError(_ error: any Error) -> any Error {
        switch error {
        case is PostgresOpenError, is PostgresMoveError, is CancellationError: error
        case let error as Unreachable: (error.reason as? PostgresOpenError) ?? .unreachable(error.description)
        case let error as GroupError: PostgresOpenError.unreachable(error.error.description)
        default: PostgresOpenError.unreachable("\(error)")
        }
    }
}
