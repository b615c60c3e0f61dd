// SPDX-License-Identifier: Apache-2.0

import Foundation

@testable import WebexWire

/// A JSON value as a tree, to compare what was written with what is read.
indirect enum TestJSON: Equatable, Sendable {
    case object([Field])
    case array([TestJSON])
    case string(String)
    case integer(Int)
    case otherNumber(JSONNumber)
    case bool(Bool)
    case null

    struct Field: Equatable, Sendable {
        let key: String
        let value: TestJSON
    }

    /// The whole text, read with `JSONReader`.
    static func read(_ bytes: [UInt8]) throws -> TestJSON {
        var reader = JSONReader(bytes)
        let value = try read(from: try reader.next(), &reader)
        guard try reader.next() == .end, try reader.next() == .end else { throw NotAtEnd() }
        return value
    }

    struct NotAtEnd: Error {}

    private static func read(from token: JSONToken, _ reader: inout JSONReader) throws -> TestJSON {
        switch token {
        case .objectStart:
            var fields: [Field] = []
            while case .key(let key) = try reader.next() {
                let value = try read(from: try reader.next(), &reader)
                fields.append(Field(key: reader.string(key), value: value))
            }
            return .object(fields)
        case .arrayStart:
            var elements: [TestJSON] = []
            var token = try reader.next()
            while token != .arrayEnd {
                elements.append(try read(from: token, &reader))
                token = try reader.next()
            }
            return .array(elements)
        case .string(let text): return .string(reader.string(text))
        case .number(.integer(let integer)): return .integer(integer)
        case .number(let number): return .otherNumber(number)
        case .bool(let bool): return .bool(bool)
        case .null: return .null
        case .key, .objectEnd, .arrayEnd, .end: throw NotAtEnd()
        }
    }

    /// Whether a number stands in it that only a floating-point value could hold, or none.
    var hasOtherNumbers: Bool {
        switch self {
        case .object(let fields): fields.contains { $0.value.hasOtherNumbers }
        case .array(let elements): elements.contains(where: \.hasOtherNumbers)
        case .otherNumber: true
        default: false
        }
    }
}

/// The same JSON with its keys in order and without white space, so that two texts can be compared.
func canonical(_ bytes: some Sequence<UInt8>) throws -> String {
    let value = try JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
    let data = try JSONSerialization.data(
        withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed])
    return String(decoding: data, as: UTF8.self)
}

func canonical(_ text: String) throws -> String {
    try canonical(text.utf8)
}

/// Random numbers that are the same in every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension UUID {
    /// A UUID that ends in that number.
    static func sample(_ number: UInt8) -> UUID {
        UUID(uuid: (0xAB, 0xCD, 0xEF, 1, 0x23, 0x45, 0x47, 0x89, 0x8A, 0xBC, 0xDE, 0xF0, 0x12, 0x34, 0x56, number))
    }
}
