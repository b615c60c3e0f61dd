// SPDX-License-Identifier: Apache-2.0

/// One step of a `JSONReader`.
public enum JSONToken: Hashable, Sendable {
    case objectStart
    case objectEnd
    case arrayStart
    case arrayEnd
    /// A key; its value is the next token.
    case key(JSONText)
    case string(JSONText)
    case number(JSONNumber)
    case bool(Bool)
    case null
    /// The value was whole and nothing but white space follows it.
    case end
}

/// Where a string stands in the bytes, checked but not yet copied. `JSONReader.string(_:)` makes a `String` of it.
public struct JSONText: Hashable, Sendable {
    /// Between the quotation marks.
    let range: Range<Int>
    /// Whether any escape stands in it, so that its bytes are not its characters.
    let hasEscapes: Bool
}

/// A number as far as this contract uses numbers: whole, and within an `Int`.
public enum JSONNumber: Hashable, Sendable {
    /// Whole however it was written: `1.0` and `1e0` are 1, because the contract says "number" where it means this.
    case integer(Int)
    /// Not whole.
    case fraction
    /// Whole, and beyond an `Int`.
    case tooLarge
}
