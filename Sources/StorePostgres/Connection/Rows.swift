// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import Foundation
import SharedLine

/// What a statement answered.
///
/// `@unchecked Sendable`: libpq never changes a result once it has handed it over, and frees it here alone.
final class Rows: @unchecked Sendable {
    private let result: OpaquePointer
    let count: Int

    /// Takes the result over.
    init(_ result: OpaquePointer) {
        self.result = result
        count = Int(PQntuples(result))
    }

    deinit {
        PQclear(result)
    }

    func map<Item>(_ decode: (inout Row) throws -> Item) rethrows -> [Item] {
        var items: [Item] = []
        items.reserveCapacity(count)
        for index in 0..<count {
            var row = Row(result, index)
            items.append(try decode(&row))
        }
        return items
    }

    /// The first row; nil where there is none.
    func first<Item>(_ decode: (inout Row) throws -> Item) rethrows -> Item? {
        guard count > 0 else { return nil }
        var row = Row(result, 0)
        return try decode(&row)
    }
}

/// A row, read column after column.
struct Row {
    private let result: OpaquePointer
    private let index: Int32
    private var column: Int32 = 0

    fileprivate init(_ result: OpaquePointer, _ index: Int) {
        self.result = result
        self.index = Int32(index)
    }

    /// The next column's value.
    mutating func next<Value: ColumnValue>() throws -> Value {
        let column = column
        self.column += 1
        let isNull = PQgetisnull(result, index, column) == 1
        let bytes =
            isNull
            ? nil
            : UnsafeRawBufferPointer(
                start: PQgetvalue(result, index, column), count: Int(PQgetlength(result, index, column)))
        do {
            return try Value(column: bytes)
        } catch let error as UnreadableValue {
            throw UnreadableRow(column: name(column), value: error.text)
        }
    }

    mutating func skip(_ columns: Int) {
        column += Int32(columns)
    }

    private func name(_ column: Int32) -> String {
        PQfname(result, column).map { String(cString: $0) } ?? "column \(column)"
    }
}

/// A row holds what no program of ours writes; a defect, or a hand in the database.
struct UnreadableRow: Error {
    let column: String
    let value: String
}

/// A column's bytes are no value of the type wanted.
struct UnreadableValue: Error {
    let text: String
}

/// What can be read from a column, in PostgreSQL's binary form; nil is NULL.
protocol ColumnValue {
    init(column bytes: UnsafeRawBufferPointer?) throws
}

extension ColumnValue {
    fileprivate static func required(
        _ bytes: UnsafeRawBufferPointer?, length: Int? = nil
    ) throws -> UnsafeRawBufferPointer {
        guard let bytes else { throw UnreadableValue(text: "NULL") }
        if let length, bytes.count != length { throw UnreadableValue(text: "\(bytes.count) bytes") }
        return bytes
    }
}

extension Int64: ColumnValue {
    /// From `integer` or `bigint`.
    init(column bytes: UnsafeRawBufferPointer?) throws {
        let bytes = try Self.required(bytes)
        switch bytes.count {
        case 4: self = Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case 8: self = Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        default: throw UnreadableValue(text: "\(bytes.count) bytes")
        }
    }
}

extension Int: ColumnValue {
    init(column bytes: UnsafeRawBufferPointer?) throws {
        self = Int(try Int64(column: bytes))
    }
}

extension Bool: ColumnValue {
    init(column bytes: UnsafeRawBufferPointer?) throws {
        self = try Self.required(bytes, length: 1)[0] != 0
    }
}

extension String: ColumnValue {
    init(column bytes: UnsafeRawBufferPointer?) throws {
        self = String(decoding: try Self.required(bytes), as: UTF8.self)
    }
}

extension Data: ColumnValue {
    init(column bytes: UnsafeRawBufferPointer?) throws {
        self = Data(try Self.required(bytes))
    }
}

extension UUID: ColumnValue {
    init(column bytes: UnsafeRawBufferPointer?) throws {
        self = UUID(uuid: try Self.required(bytes, length: 16).loadUnaligned(as: uuid_t.self))
    }
}

extension Date: ColumnValue {
    init(column bytes: UnsafeRawBufferPointer?) throws {
        self = Timestamp.date(microseconds: try Int64(column: bytes))
    }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    init(column bytes: UnsafeRawBufferPointer?) throws {
        self = try bytes.map { try Wrapped(column: $0) }
    }
}

/// A one-dimensional array.
extension Array: ColumnValue where Element: ColumnValue {
    init(column bytes: UnsafeRawBufferPointer?) throws {
        let bytes = try Self.required(bytes)
        self = []
        guard bytes.count >= 20 else { return }
        let count = Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: 12, as: Int32.self))
        var place = 20
        for _ in 0..<count {
            guard place + 4 <= bytes.count else { throw UnreadableValue(text: "a cut array") }
            let length = Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)))
            place += 4
            guard length >= 0 else {
                append(try Element(column: nil))
                continue
            }
            guard place + length <= bytes.count else { throw UnreadableValue(text: "a cut array") }
            append(try Element(column: UnsafeRawBufferPointer(rebasing: bytes[place..<(place + length)])))
            place += length
        }
    }
}

extension ID: ColumnValue {
    init(column bytes: UnsafeRawBufferPointer?) throws {
        self.init(try UUID(column: bytes))
    }
}

/// An enumeration that is stored by its raw value.
protocol ColumnWord: ColumnValue, RawRepresentable where RawValue == String {}

extension ColumnWord {
    init(column bytes: UnsafeRawBufferPointer?) throws {
        let text = try String(column: bytes)
        guard let value = Self(rawValue: text) else { throw UnreadableValue(text: text) }
        self = value
    }
}

extension MemberKind: ColumnWord {}
extension CallingLicence: ColumnWord {}
extension Role: ColumnWord {}
extension Scope: ColumnWord {}
extension ChangeSubject.Kind: ColumnWord {}
extension ChangeCause: ColumnWord {}

extension EndpointModel: ColumnValue {
    init(column bytes: UnsafeRawBufferPointer?) throws {
        let name = try String(column: bytes)
        guard let model = EndpointModel.named(name) else { throw UnreadableValue(text: name) }
        self = model
    }
}

extension HotlineDestination: ColumnValue {
    init(column bytes: UnsafeRawBufferPointer?) throws {
        let digits = try String(column: bytes)
        guard let destination = HotlineDestination(digits) else { throw UnreadableValue(text: digits) }
        self = destination
    }
}
