// SPDX-License-Identifier: Apache-2.0

import Instruments
public import SharedLine

/// The store on a PostgreSQL server, shared by any number of nodes.
///
/// Reads go through few connections, many under way on each; searches, which may be long, and commits have connections of
/// their own. No thread waits for the server. `docs/decisions/0007-postgresql.md` tells why it is done so.
public final class PostgresStore: Store {
    /// At most so many connections are open at once.
    public static let mostConnections = readConnections + searchConnections + writeConnections + 1

    private static let readConnections = 4
    private static let searchConnections = 4
    private static let writeConnections = 8
    /// What a server needs to start anew, and what a client bears.
    private static let patience = Schedule.Patience(busy: .seconds(5), away: .seconds(5))
    /// Who asks for readiness wants to know how it is, not how it will be.
    private static let readinessPatience = Schedule.Patience(busy: .seconds(5), away: .zero)

    let marks: ChangeMarks
    let reads: Lane
    let writes: Lane
    let commitSignal = CommitSignal()
    let wakeUpCalls: WakeUpCalls
    let searches: Lane
    let listening: Lane
    let commitEndings = CounterByCase<CommitEnding>()

    /// Connects, and brings the schema up to date: one node does, the others wait for it.
    ///
    /// - Parameters:
    ///   - url: Where the database is.
    ///   - mayCreate: Whether a database without tables gets them, or counts as a mistake.
    ///   - timeLimit: How long the server may work at one statement before it ends with `StoreFailure.timedOut`.
    /// - Throws: `PostgresOpenError`.
    public static func open(
        _ url: PostgresURL, mayCreate: Bool = true, timeLimit: Duration = .seconds(10)
    ) async throws -> PostgresStore {
        try await Migrator.migrate(url, mayCreate: mayCreate)
        return PostgresStore(url, timeLimit)
    }

    private init(_ url: PostgresURL, _ timeLimit: Duration) {
        func configuration(
            connections: Int, depth: Int, waiting: Int, _ more: [Statement] = []
        ) -> Lane.Configuration {
            let limits = Schedule.Limits(connections: connections, depth: depth, waiting: waiting)
            return .checked(url: url, limits: limits, patience: Self.patience, timeLimit: timeLimit, more)
        }
        reads = Lane("reads", configuration(connections: Self.readConnections, depth: 16, waiting: 4096))
        searches = Lane("searches", configuration(connections: Self.searchConnections, depth: 1, waiting: 256))
        writes = Lane("writes", configuration(connections: Self.writeConnections, depth: 2, waiting: 1024))
        listening = Lane(
            "listening", configuration(connections: 1, depth: 1, waiting: 1, [WakeUpCalls.listen]),
            notified: commitSignal.fire)
        wakeUpCalls = WakeUpCalls(calling: writes, listening: listening)
        marks = ChangeMarks { [reads] group in try await Self.answers(to: group, in: reads) }
    }

    /// Waits for what is under way and closes the connections. Everything asked afterwards fails as unavailable.
    public func close() async {
        for lane in [reads, searches, writes, listening] { await lane.close() }
    }

    private static let canRead = "SELECT number FROM schema_migration LIMIT 1"
    private static let canWrite = "SELECT refuse_unless(NOT pg_is_in_recovery())"

    public func checkReady() async throws {
        do {
            _ = try await reads.run(.read(Statement(Self.canRead)), patience: Self.readinessPatience)
            _ = try await writes.run(.write([Statement(Self.canWrite)]), patience: Self.readinessPatience)
        } catch {
            throw StoreFailure.unavailable(error)
        }
    }

    // MARK: - Reading

    /// A read of a few rows.
    func read(_ sql: String, _ values: [Value]) async throws -> Rows {
        try await read(.read(Statement(sql, values)))
    }

    /// The rows of the group's last statement.
    func read(_ group: StatementGroup) async throws -> Rows {
        try Self.lastRows(try await answers(to: group))
    }

    /// The rows of each of the group's statements.
    func answers(to group: StatementGroup) async throws -> [Rows?] {
        try await Self.answers(to: group, in: reads)
    }

    /// A read whose cost depends on what was asked.
    func search(_ sql: String, _ values: [Value]) async throws -> Rows {
        try await search(.read(.once(sql, values)))
    }

    func search(_ group: StatementGroup) async throws -> Rows {
        try Self.lastRows(try await Self.answers(to: group, in: searches))
    }

    func search<Item>(
        _ sql: String, _ conditions: Conditions, _ page: Page, _ decode: (inout Row) throws -> Item
    ) async throws -> PageOf<Item> {
        var conditions = conditions
        let limits = conditions.numbered("LIMIT ? OFFSET ?", [.int(page.max + 1), .int(page.start)])
        return page.cut(try await search("\(sql) \(limits)", conditions.values).map(decode))
    }

    private static func answers(to group: StatementGroup, in lane: Lane) async throws -> [Rows?] {
        do {
            return try await lane.run(group)
        } catch {
            throw storeError(error)
        }
    }

    private static func lastRows(_ answers: [Rows?]) throws -> Rows {
        guard let rows = answers.last ?? nil else { throw StoreFailure.unavailable(LaneFailure.lost) }
        return rows
    }
}

extension Page {
    /// The page of items read with one more than it holds.
    func cut<Item>(_ items: [Item]) -> PageOf<Item> {
        PageOf(items: Array(items.prefix(max)), hasMore: items.count > max)
    }
}
