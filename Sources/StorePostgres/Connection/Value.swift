// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A value that goes into a statement; nil is NULL.
enum Value: Sendable {
    case int(Int64?)
    case bool(Bool?)
    case text(String?)
    case uuid(UUID?)
    case bytes(Data?)
    /// To the millisecond, as everywhere in the program.
    case date(Date?)
    case ints([Int64?])
    case bools([Bool?])
    case texts([String?])
    case uuids([UUID?])
    case byteStrings([Data?])
    case dates([Date?])

    static func int(_ value: Int) -> Value { .int(Int64(value)) }
}

/// Values in PostgreSQL's binary form, one after the other in one buffer.
struct EncodedValues: Sendable {
    private(set) var types: [UInt32] = []
    private(set) var buffer: [UInt8] = []
    /// Where each value begins; -1 for NULL.
    private(set) var starts: [Int] = []
    private(set) var lengths: [Int32] = []

    init(_ values: [Value]) {
        types.reserveCapacity(values.count)
        starts.reserveCapacity(values.count)
        lengths.reserveCapacity(values.count)
        for value in values { append(value) }
    }

    private mutating func append(_ value: Value) {
        types.append(value.type.rawValue)
        let start = buffer.count
        starts.append(start)
        switch value {
        case .int(let value?): append(value)
        case .bool(let value?): append(value)
        case .text(let value?): append(value)
        case .uuid(let value?): append(value)
        case .bytes(let value?): buffer.append(contentsOf: value)
        case .date(let value?): append(Timestamp.microseconds(value))
        case .ints(let values): append(array: values, of: .int) { $0.append($1) }
        case .bools(let values): append(array: values, of: .bool) { $0.append($1) }
        case .texts(let values): append(array: values, of: .text) { $0.append($1) }
        case .uuids(let values): append(array: values, of: .uuid) { $0.append($1) }
        case .byteStrings(let values): append(array: values, of: .bytes) { $0.buffer.append(contentsOf: $1) }
        case .dates(let values): append(array: values, of: .date) { $0.append(Timestamp.microseconds($1)) }
        case .int(nil), .bool(nil), .text(nil), .uuid(nil), .bytes(nil), .date(nil): starts[starts.count - 1] = -1
        }
        lengths.append(Int32(buffer.count - start))
    }

    private mutating func append(_ value: Int64) { append(bigEndian: value) }

    private mutating func append(_ value: Bool) { buffer.append(value ? 1 : 0) }

    /// PostgreSQL keeps no NUL in a text; what stands in no name takes its place.
    private mutating func append(_ value: String) {
        if value.utf8.contains(0) {
            buffer.append(contentsOf: value.replacing("\u{0}", with: "\u{FFFD}").utf8)
        } else {
            buffer.append(contentsOf: value.utf8)
        }
    }

    private mutating func append(_ value: UUID) {
        withUnsafeBytes(of: value.uuid) { buffer.append(contentsOf: $0) }
    }

    private mutating func append(bigEndian value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { buffer.append(contentsOf: $0) }
    }

    /// The header of a one-dimensional array, then each element with its length.
    private mutating func append<Element>(
        array: [Element?], of type: ValueType, _ encode: (inout EncodedValues, Element) -> Void
    ) {
        append(bigEndian: Int32(array.isEmpty ? 0 : 1))
        append(bigEndian: Int32(array.contains { $0 == nil } ? 1 : 0))
        append(bigEndian: type.rawValue)
        if array.isEmpty { return }
        append(bigEndian: Int32(array.count))
        append(bigEndian: Int32(1))
        for element in array {
            guard let element else {
                append(bigEndian: Int32(-1))
                continue
            }
            let place = buffer.count
            append(bigEndian: Int32(0))
            encode(&self, element)
            let length = Int32(buffer.count - place - 4)
            withUnsafeBytes(of: length.bigEndian) { buffer.replaceSubrange(place..<(place + 4), with: $0) }
        }
    }
}

/// PostgreSQL's numbers of the types that are sent: fixed since they exist (`src/include/catalog/pg_type.dat`).
enum ValueType: UInt32, Sendable {
    case bool = 16
    case bytes = 17
    case int = 20
    case text = 25
    case bools = 1000
    case byteStrings = 1001
    case texts = 1009
    case ints = 1016
    case date = 1184
    case dates = 1185
    case uuid = 2950
    case uuids = 2951
}

extension Value {
    fileprivate var type: ValueType {
        switch self {
        case .int: .int
        case .bool: .bool
        case .text: .text
        case .uuid: .uuid
        case .bytes: .bytes
        case .date: .date
        case .ints: .ints
        case .bools: .bools
        case .texts: .texts
        case .uuids: .uuids
        case .byteStrings: .byteStrings
        case .dates: .dates
        }
    }
}

/// A moment as `timestamptz` has it: microseconds since 2000.
enum Timestamp {
    private static let epoch: Int64 = 946_684_800_000

    static func microseconds(_ date: Date) -> Int64 { (milliseconds(date) - epoch) * 1000 }

    /// Since 1970.
    static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1000).rounded()) }

    static func date(microseconds: Int64) -> Date {
        Date(timeIntervalSince1970: Double(microseconds / 1000 + epoch) / 1000)
    }
}
