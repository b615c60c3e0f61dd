// SPDX-License-Identifier: Apache-2.0

/// An SQL statement with its values, ready to be sent.
struct Statement: Sendable {
    let sql: String
    let values: EncodedValues
    /// Whether each connection keeps it parsed. Statements that are put together for one search are not kept: there are
    /// too many of them, and the planner should see their values.
    let isKept: Bool

    /// A statement that is always the same text, kept parsed by each connection.
    init(_ sql: String, _ values: [Value] = []) {
        self.init(sql, values, isKept: true)
    }

    /// A statement made for one occasion.
    static func once(_ sql: String, _ values: [Value] = []) -> Statement {
        Statement(sql, values, isKept: false)
    }

    private init(_ sql: String, _ values: [Value], isKept: Bool) {
        self.sql = sql
        self.values = EncodedValues(values)
        self.isKept = isKept
    }
}

/// Statements that are carried out one after the other as one transaction: all of them, or none.
struct StatementGroup: Sendable {
    let statements: [Statement]
    /// Whether it may be sent again where its answer was lost: true for reads alone.
    let isRepeatable: Bool

    static func read(_ statements: Statement...) -> StatementGroup {
        StatementGroup(statements: statements, isRepeatable: true)
    }

    static func write(_ statements: [Statement]) -> StatementGroup {
        StatementGroup(statements: statements, isRepeatable: false)
    }
}
