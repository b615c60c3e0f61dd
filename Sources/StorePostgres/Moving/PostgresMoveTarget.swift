// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// An empty database that another store's rows are brought into, a batch a transaction.
///
/// Until it has all of them it holds the table `unfinished_move`, and no node starts on it. How far a move has come is told
/// by the rows themselves: they come in the order of their keys.
public final class PostgresMoveTarget: Sendable {
    private let lane: Lane
    /// All that hold data, those first that others refer to.
    public let tables: [MovedTable]

    /// Makes the tables and the mark, or goes on where an earlier move of the same source ended.
    ///
    /// - Parameters:
    ///   - mark: What tells the source from any other.
    ///   - isAnew: Whether what an unfinished move has brought is thrown away first.
    /// - Throws: `PostgresOpenError`, `PostgresMoveError`.
    public static func open(_ url: PostgresURL, mark: String, isAnew: Bool) async throws -> PostgresMoveTarget {
        try await Migrator.migrate(url, mayCreate: true, isMoving: true)
        let lane = Lane("move", Migrator.configuration(url))
        do {
            try await checkAlone(lane)
            let tables = try await MoveCatalogue(lane).tables
            try await takeOver(lane, mark, isAnew ? tables : [])
            return PostgresMoveTarget(lane, tables)
        } catch {
            await lane.close()
            throw Migrator.openError(error)
        }
    }

    private init(_ lane: Lane, _ tables: [MovedTable]) {
        self.lane = lane
        self.tables = tables
    }

    public func close() async { await lane.close() }

    // MARK: - Rows

    public func count(of table: MovedTable) async throws -> Int {
        try await rows("SELECT count(*) FROM \(table.name)", []).first { try $0.next() } ?? 0
    }

    /// The key of the last row that has come; nil where none has.
    public func lastKey(of table: MovedTable) async throws -> MovedRow? {
        let sql = """
            SELECT \(table.keyNames) FROM \(table.name) ORDER BY \(table.keyOrder(" DESC")) LIMIT 1
            """
        return try await rows(sql, []).first { row in try table.keyColumns.map { try row.next($0.kind) } }
    }

    public func add(_ rows: [MovedRow], to table: MovedTable) async throws {
        let arrays = table.columns.indices.map { "$\($0 + 1)::\(table.columns[$0].kind.sqlType)[]" }
        let names = table.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let sql = """
            INSERT INTO \(table.name) (\(names)) OVERRIDING SYSTEM VALUE \
            SELECT * FROM unnest(\(arrays.joined(separator: ", ")))
            """
        let values = table.columns.indices.map { index in
            Value(rows.map { $0[index] }, of: table.columns[index].kind)
        }
        try await run([Statement(sql, values)])
    }

    /// The rows after the key, in the order of keys.
    public func rows(of table: MovedTable, after key: MovedRow?, max: Int) async throws -> [MovedRow] {
        let names = table.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let marks = table.key.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let sql = """
            SELECT \(names) FROM \(table.name) \(key == nil ? "" : "WHERE (\(table.keyOrder(""))) > (\(marks))") \
            ORDER BY \(table.keyOrder("")) LIMIT \(max)
            """
        let values = zip(key ?? [], table.keyColumns).map { Value($0, of: $1.kind) }
        return try await rows(sql, values).map { row in try table.columns.map { try row.next($0.kind) } }
    }

    /// Lets numbers go on where the source's end, and nodes start.
    public func finish() async throws {
        let sequences = try await rows(MoveCatalogue.sequences, []).map { row in
            (table: try row.next() as String, column: try row.next() as String, sequence: try row.next() as String)
        }
        let following = sequences.map { one in
            Statement.once(
                "SELECT setval('\(one.sequence)', max(\"\(one.column)\")) FROM \(one.table) HAVING count(*) > 0")
        }
        try await run(following + [.once("DROP TABLE unfinished_move")])
        // Until the server looks by itself it would choose its ways as for empty tables.
        for table in tables { try await run([.once("ANALYZE \(table.name)")]) }
    }

    // MARK: - Beginning

    private static let nodes = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'partyline' \
        AND pid <> pg_backend_pid()
        """

    /// A node that was there before would serve what there is, and write beside us. A connection of a move that was killed
    /// ends by itself a moment later.
    private static func checkAlone(_ lane: Lane) async throws {
        for _ in 0..<50 {
            let others: Int = try await lane.run(.read(.once(nodes)))[0]?.first { try $0.next() } ?? 0
            if others == 0 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw PostgresMoveError.inUse
    }

    private static let look = """
        SELECT to_regclass('unfinished_move') IS NOT NULL, (SELECT min(name) FROM organisation)
        """

    /// - Parameter emptied: the tables whose rows are thrown away.
    private static func takeOver(_ lane: Lane, _ mark: String, _ emptied: [MovedTable]) async throws {
        let found = try await found(lane)
        if !found.isUnfinished {
            if let organisation = found.organisation { throw PostgresMoveError.holdsData(organisation) }
            return try await begin(lane, mark)
        }
        if !emptied.isEmpty {
            let names = emptied.map(\.name).joined(separator: ", ")
            let empty = Statement.once("TRUNCATE \(names) RESTART IDENTITY")
            let note = Statement.once("UPDATE unfinished_move SET source = $1", [.text(mark)])
            _ = try await lane.run(.write([empty, note]))
            return
        }
        let source: String? = try await lane.run(.read(.once("SELECT source FROM unfinished_move")))[0]?.first {
            try $0.next()
        }
        guard source == mark else { throw PostgresMoveError.otherSource }
    }

    /// Whoever comes after the mark finds it; whoever came before is found by us, or what it has left.
    private static func begin(_ lane: Lane, _ mark: String) async throws {
        _ = try await lane.run(
            .write([
                .once("CREATE TABLE unfinished_move (source text NOT NULL)"),
                .once("INSERT INTO unfinished_move (source) VALUES ($1)", [.text(mark)]),
            ]))
        do {
            try await checkAlone(lane)
            if let organisation = try await found(lane).organisation { throw PostgresMoveError.holdsData(organisation) }
        } catch {
            _ = try await lane.run(.write([.once("DROP TABLE unfinished_move")]))
            throw error
        }
    }

    private static func found(_ lane: Lane) async throws -> (isUnfinished: Bool, organisation: String?) {
        let found = try await lane.run(.read(.once(look)))[0]?.first { row in
            (isUnfinished: try row.next() as Bool, organisation: try row.next() as String?)
        }
        guard let found else { throw PostgresOpenError.unreachable("it does not answer") }
        return found
    }

    // MARK: - Asking

    private func rows(_ sql: String, _ values: [Value]) async throws -> Rows {
        do {
            guard let rows = try await lane.run(.read(Statement(sql, values)))[0] else { throw LaneFailure.lost }
            return rows
        } catch {
            throw storeError(error)
        }
    }

    private func run(_ statements: [Statement]) async throws {
        do {
            _ = try await lane.run(.write(statements))
        } catch {
            throw storeError(error)
        }
    }
}

/// Why a database cannot be moved into.
public enum PostgresMoveError: Error, Hashable, Sendable {
    /// A node, or another command, is connected to it.
    case inUse
    /// It holds an organisation of that name already.
    case holdsData(String)
    /// What an unfinished move has brought is from elsewhere, or of another moment.
    case otherSource
}
