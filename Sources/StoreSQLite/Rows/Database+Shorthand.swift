// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

extension Database {
    /// Runs a cached statement and tells how many rows it changed.
    @discardableResult
    func run(_ sql: String, _ arguments: StatementArguments) throws -> Int {
        try cachedStatement(sql: sql).execute(arguments: arguments)
        return changesCount
    }

    /// Every row of a cached statement.
    func rows<Item>(
        _ sql: String, _ arguments: StatementArguments, _ decode: (Row) throws -> Item
    ) throws -> [Item] {
        let cursor = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
        var items: [Item] = []
        while let row = try cursor.next() { items.append(try decode(row)) }
        return items
    }

    /// The first row of a cached statement.
    func row<Item>(
        _ sql: String, _ arguments: StatementArguments, _ decode: (Row) throws -> Item
    ) throws -> Item? {
        let cursor = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
        return try cursor.next().map(decode)
    }

    /// Whether a cached statement has a row.
    func has(_ sql: String, _ arguments: StatementArguments) throws -> Bool {
        try row(sql, arguments) { _ in true } ?? false
    }
}

extension Row {
    /// The value of a column that holds one of an enumeration's raw values.
    func value<Value: RawRepresentable>(_ index: Int, of column: String) throws -> Value
    where Value.RawValue == String {
        let text: String = self[index]
        guard let value = Value(rawValue: text) else { throw UnreadableRow(column: column, value: text) }
        return value
    }

    func optionalValue<Value: RawRepresentable>(_ index: Int, of column: String) throws -> Value?
    where Value.RawValue == String {
        hasNull(atIndex: index) ? nil : try value(index, of: column)
    }

    /// The moment that a column of milliseconds holds.
    func date(_ index: Int) -> Date {
        let milliseconds: Int64 = self[index]
        return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    func optionalDate(_ index: Int) -> Date? {
        hasNull(atIndex: index) ? nil : date(index)
    }
}

extension String {
    /// The text with every NUL replaced by what stands in no name: SQLite's bindings would end it there and find more
    /// than was asked for.
    var bindable: String {
        utf8.contains(0) ? replacing("\u{0}", with: "\u{FFFD}") : self
    }
}

extension Date {
    /// The form of every time in the file.
    var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }
}
