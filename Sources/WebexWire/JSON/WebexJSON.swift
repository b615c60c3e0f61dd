// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The bytes of what is not on the hot path, and so is left to Foundation.
public enum WebexJSON {
    /// Keys come in alphabetical order, so that equal values have equal bytes.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// Unknown keys are ignored.
    ///
    /// - Throws: a `WebexJSONError` that names the place.
    public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw WebexJSONError(error)
        }
    }
}

/// An answer that has not the shape that the contract promises.
public struct WebexJSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where in the answer, such as `items[3].emails`; empty for the whole.
    public let place: String
    public let reason: String

    public init(place: String, reason: String) {
        self.place = place
        self.reason = reason
    }

    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self.init(place: Self.place(context.codingPath + [key]), reason: "is missing")
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            self.init(place: Self.place(context.codingPath), reason: "cannot be used: \(context.debugDescription)")
        @unknown default:
            self.init(place: "", reason: "cannot be used")
        }
    }

    public var description: String { place.isEmpty ? "the answer \(reason)" : "\(place) \(reason)" }

    private static func place(_ path: [any CodingKey]) -> String {
        path.reduce("") { place, key in
            if let index = key.intValue { return "\(place)[\(index)]" }
            return place.isEmpty ? key.stringValue : "\(place).\(key.stringValue)"
        }
    }
}
