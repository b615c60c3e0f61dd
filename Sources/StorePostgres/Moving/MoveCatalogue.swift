// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// What a move brings rows into, read from the server's own catalogue: a table that a later migration adds moves too.
struct MoveCatalogue {
    /// Those that others refer to come before them.
    let tables: [MovedTable]

    init(_ lane: Lane) async throws {
        let columns = try await lane.run(.read(.once(Self.columns)))[0]?.map { row in
            (table: try row.next() as String, column: try row.next() as String, type: try row.next() as String)
        }
        let keys = try await Self.pairs(lane, Self.keys)
        let references = try await Self.pairs(lane, Self.references)
        var tables: [String: MovedTable] = [:]
        for (name, columns) in Dictionary(grouping: columns ?? [], by: \.table) {
            let moved = try columns.map { one in
                MovedTable.Column(name: one.column, kind: try MovedKind(sqlType: one.type, of: "\(name).\(one.column)"))
            }
            let key = keys.filter { $0.0 == name }.compactMap { pair in moved.firstIndex { $0.name == pair.1 } }
            tables[name] = MovedTable(name: name, columns: moved, key: key)
        }
        self.tables = Self.order(tables.keys.sorted(), references).compactMap { tables[$0] }
    }

    private static func pairs(_ lane: Lane, _ sql: String) async throws -> [(String, String)] {
        try await lane.run(.read(.once(sql)))[0]?.map { row in (try row.next(), try row.next()) } ?? []
    }

    /// Each name after all that it refers to.
    static func order(_ names: [String], _ references: [(String, String)]) -> [String] {
        var (ordered, left) = ([String](), names)
        while let next = left.first(where: { name in
            !references.contains { $0.0 == name && $0.1 != name && left.contains($0.1) }
        }) ?? left.first {
            ordered.append(next)
            left.removeAll { $0 == next }
        }
        return ordered
    }

    private static let ofOurs = """
        relnamespace = current_schema()::regnamespace AND relkind = 'r' \
        AND relname NOT IN ('schema_migration', 'unfinished_move')
        """
    private static let columns = """
        SELECT relname::text, attname::text, format_type(atttypid, NULL) FROM pg_class \
        JOIN pg_attribute a ON attrelid = pg_class.oid \
        WHERE \(ofOurs) AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY relname, attnum
        """
    private static let keys = """
        SELECT relname::text, attname::text FROM pg_index JOIN pg_class ON pg_class.oid = indrelid \
        CROSS JOIN unnest(indkey::smallint[]) WITH ORDINALITY part (number, place) \
        JOIN pg_attribute ON attrelid = indrelid AND attnum = part.number \
        WHERE indisprimary AND \(ofOurs) ORDER BY relname, part.place
        """
    private static let references = """
        SELECT DISTINCT relname::text, confrelid::regclass::text FROM pg_constraint \
        JOIN pg_class ON pg_class.oid = conrelid WHERE contype = 'f' AND \(ofOurs)
        """
    /// Table, column and sequence of every number that the server draws.
    static let sequences = """
        SELECT relname::text, attname::text, pg_get_serial_sequence(relname::text, attname::text) FROM pg_class \
        JOIN pg_attribute ON attrelid = pg_class.oid WHERE \(ofOurs) AND attidentity <> ''
        """
}

extension MovedTable {
    var keyNames: String { keyColumns.map { "\"\($0.name)\"" }.joined(separator: ", ") }

    /// Texts by their bytes, as SQLite orders them.
    func keyOrder(_ direction: String) -> String {
        keyColumns.map { column in
            "\"\(column.name)\"\(column.kind == .text ? " COLLATE \"C\"" : "")\(direction)"
        }.joined(separator: ", ")
    }
}

extension MovedKind {
    /// - Throws: `UnreadableValue` for a type that no migration of ours uses.
    init(sqlType: String, of place: String) throws {
        switch sqlType {
        case "bigint", "integer", "smallint": self = .integer
        case "boolean": self = .truth
        case "text": self = .text
        case "uuid": self = .uuid
        case "bytea": self = .bytes
        case "timestamp with time zone": self = .moment
        default: throw UnreadableValue(text: "\(place) is \(sqlType)")
        }
    }

    var sqlType: String {
        switch self {
        case .integer: "bigint"
        case .truth: "boolean"
        case .text: "text"
        case .uuid: "uuid"
        case .bytes: "bytea"
        case .moment: "timestamptz"
        }
    }
}
