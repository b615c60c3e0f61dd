// SPDX-License-Identifier: Apache-2.0

/// Which steps a database's schema has behind it, and which before it.
public struct SchemaState: Hashable, Sendable {
    /// One step of the schema.
    public struct Step: Hashable, Sendable {
        public let number: Int
        /// What it does, in the database's own SQL.
        public let statements: [String]

        public init(number: Int, statements: [String]) {
            self.number = number
            self.statements = statements
        }
    }

    /// The number of the last step that was done; 0 for a database without tables.
    public let found: Int
    /// What is to be done, in this order; empty where the schema is up to date.
    public let missing: [Step]

    public init(found: Int, missing: [Step]) {
        self.found = found
        self.missing = missing
    }

    /// The number of the last step once all of them are done.
    public var newest: Int { missing.last?.number ?? found }
}
