// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A table as it moves from one store to another: the same name, columns and key on both sides.
public struct MovedTable: Hashable, Sendable {
    public struct Column: Hashable, Sendable {
        public let name: String
        public let kind: MovedKind

        public init(name: String, kind: MovedKind) {
            self.name = name
            self.kind = kind
        }
    }

    public let name: String
    public let columns: [Column]
    /// The places of the key's columns among `columns`: what orders rows, alike on both sides.
    public let key: [Int]

    public init(name: String, columns: [Column], key: [Int]) {
        self.name = name
        self.columns = columns
        self.key = key
    }

    /// The columns of the key.
    public var keyColumns: [Column] { key.map { columns[$0] } }

    /// The values of the row's key.
    public func key(of row: MovedRow) -> MovedRow { key.map { row[$0] } }
}

/// What stands in a column, whatever a store makes of it.
public enum MovedKind: Hashable, Sendable {
    case integer
    case truth
    case text
    case uuid
    case bytes
    /// Milliseconds since 1970.
    case moment
}

/// A value of a row that moves.
public enum MovedValue: Hashable, Sendable {
    case nothing
    case integer(Int64)
    case truth(Bool)
    case text(String)
    case uuid(UUID)
    case bytes(Data)
    case moment(Int64)
}

/// The values of one row, in the order of the table's columns.
public typealias MovedRow = [MovedValue]
