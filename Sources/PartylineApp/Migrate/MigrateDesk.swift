// SPDX-License-Identifier: Apache-2.0

import SharedLine
import StorePostgres
import StoreSQLite

/// `partyline migrate`: the schema of a database, brought up to date or looked at.
public struct MigrateDesk: Sendable {
    private let location: DatabaseLocation

    public init(_ location: DatabaseLocation) {
        self.location = location
    }

    /// What a migration would do now. Nothing is changed, and no file is made.
    public func plan() async throws -> MigrateReport {
        do {
            return MigrateReport(location, try await state(), isDone: false)
        } catch {
            throw DatabaseLocation.failure(for: error, on: location)
        }
    }

    /// Takes every step that is missing.
    public func run() async throws -> MigrateReport {
        let state: SchemaState
        do {
            state = try await self.state()
        } catch {
            throw DatabaseLocation.failure(for: error, on: location)
        }
        try await location.withStore(.creating) { _ in }
        return MigrateReport(location, state, isDone: true)
    }

    private func state() async throws -> SchemaState {
        switch location {
        case .sqlite(let path): try SQLiteStore.schemaState(at: path)
        case .postgres(let url): try await PostgresStore.schemaState(of: url)
        }
    }
}

/// Which steps a schema needed.
public struct MigrateReport: Encodable, Hashable, Sendable {
    public struct Step: Encodable, Hashable, Sendable {
        public let number: Int
        public let statements: [String]
    }

    public let database: String
    /// The last step before; 0 where there were no tables.
    public let schemaBefore: Int
    /// The last step that this program knows.
    public let schema: Int
    public let steps: [Step]
    /// Whether the steps were taken, or only looked at.
    public let isDone: Bool

    init(_ location: DatabaseLocation, _ state: SchemaState, isDone: Bool) {
        database = location.description
        schemaBefore = state.found
        schema = state.newest
        steps = state.missing.map { Step(number: $0.number, statements: $0.statements) }
        self.isDone = isDone
    }

    /// For people.
    public var summary: String {
        if steps.isEmpty { return "\(database) has schema \(schema), which is up to date" }
        let numbers = steps.map { "\($0.number)" }.joined(separator: ", ")
        let verb = isDone ? "was brought" : "would be brought"
        let noun = steps.count == 1 ? "step" : "steps"
        return "\(database) \(verb) from schema \(schemaBefore) to \(schema): \(noun) \(numbers)"
    }

    /// The steps as SQL.
    public var sql: String {
        steps.map { step in
            "-- step \(step.number)\n\n" + step.statements.map(Self.ended).joined(separator: "\n\n")
        }.joined(separator: "\n\n")
    }

    private static func ended(_ statement: String) -> String {
        statement.hasSuffix(";") ? statement : statement + ";"
    }

    public func json() throws -> String { try JSONText.of(self) }
}
