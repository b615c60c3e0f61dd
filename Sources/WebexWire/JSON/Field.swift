// SPDX-License-Identifier: Apache-2.0

/// A field of a request: left out (`null` counts as that), understood, or of no use, which is for a rule to refuse.
public enum Field<Value: Sendable>: Sendable {
    case absent
    case value(Value)
    case invalid

    /// The value where it was understood.
    public var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }
}

extension Field: Equatable where Value: Equatable {}
extension Field: Hashable where Value: Hashable {}

extension JSONReader {
    /// Reads the value that comes next, of whatever type, and keeps it if `accept` understands it.
    ///
    /// `accept` sees strings, numbers and booleans; objects and arrays are skipped and invalid.
    mutating func field<Value: Sendable>(
        _ accept: (JSONToken, borrowing JSONReader) -> Value?
    ) throws(JSONSyntaxError) -> Field<Value> {
        let token = try next()
        if token == .null { return .absent }
        if let value = accept(token, self) { return .value(value) }
        try skipRest(of: token)
        return .invalid
    }

    mutating func integerField() throws(JSONSyntaxError) -> Field<Int> {
        try field { token, _ in if case .number(.integer(let integer)) = token { integer } else { nil } }
    }

    mutating func boolField() throws(JSONSyntaxError) -> Field<Bool> {
        try field { token, _ in if case .bool(let bool) = token { bool } else { nil } }
    }

    mutating func stringField() throws(JSONSyntaxError) -> Field<String> {
        try field { token, reader in if case .string(let text) = token { reader.string(text) } else { nil } }
    }

    /// An identifier in any form that `WebexID.parse` accepts.
    mutating func idField() throws(JSONSyntaxError) -> Field<ParsedID> {
        try field { token, reader in
            if case .string(let text) = token { reader.id(text) } else { nil }
        }
    }
}
