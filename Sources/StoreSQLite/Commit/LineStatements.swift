// SPDX-License-Identifier: Apache-2.0

import GRDB
import SharedLine

/// Changes the settings of a line that stays in its place.
struct LineUpdate {
    private let statement: BoundStatement

    init(on endpoint: EndpointID, _ db: Database) throws {
        statement = try BoundStatement(
            """
            UPDATE line SET label = ?1, hotline = ?2, allows_call_decline = ?3, t38_fax_compression = ?4 \
            WHERE endpoint_id = ?5 AND port = ?6 AND member_id = ?7
            """, db)
        statement.bind(endpoint.uuid, at: 5)
    }

    func run(_ line: Line) throws -> Int {
        statement.bind(line.label, at: 1)
        statement.bind(line.hotline?.digits, at: 2)
        statement.bind(line.allowsCallDecline, at: 3)
        statement.bind(line.t38FaxCompression, at: 4)
        statement.bind(line.port, at: 6)
        statement.bind(line.member.uuid, at: 7)
        return try statement.run()
    }
}

/// Takes lines off an endpoint.
struct LineDelete {
    private let statement: BoundStatement

    init(from endpoint: EndpointID, _ db: Database) throws {
        statement = try BoundStatement(
            "DELETE FROM line WHERE endpoint_id = ?1 AND port = ?2 AND member_id = ?3", db)
        statement.bind(endpoint.uuid, at: 1)
    }

    func run(_ line: Line) throws -> Int {
        statement.bind(line.port, at: 2)
        statement.bind(line.member.uuid, at: 3)
        return try statement.run()
    }
}

/// Puts lines on an endpoint.
struct LineInsert {
    private let statement: BoundStatement

    init(on endpoint: EndpointID, _ db: Database) throws {
        statement = try BoundStatement(
            """
            INSERT INTO line (endpoint_id, port, weight, member_id, label, hotline, allows_call_decline, \
            t38_fax_compression) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """, db)
        statement.bind(endpoint.uuid, at: 1)
    }

    func run(_ line: Line) throws {
        statement.bind(line.port, at: 2)
        statement.bind(line.weight, at: 3)
        statement.bind(line.member.uuid, at: 4)
        statement.bind(line.label, at: 5)
        statement.bind(line.hotline?.digits, at: 6)
        statement.bind(line.allowsCallDecline, at: 7)
        statement.bind(line.t38FaxCompression, at: 8)
        _ = try statement.run()
    }
}
