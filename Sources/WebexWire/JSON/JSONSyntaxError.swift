// SPDX-License-Identifier: Apache-2.0

/// Why bytes are no JSON, and where.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        case unexpectedEnd = "the text ends too early"
        case unexpectedByte = "a value was expected"
        case byteOrderMark = "a byte order mark has no place in JSON"
        case expectedKey = "a key in quotation marks was expected"
        case expectedColon = "a colon was expected"
        case expectedCommaOrEnd = "a comma or the end of the object or array was expected"
        case badLiteral = "neither true, false nor null"
        case badNumber = "a malformed number"
        case controlCharacter = "a control character within a string must be escaped"
        case badEscape = "an unknown escape within a string"
        case loneSurrogate = "half of a surrogate pair"
        case invalidUTF8 = "bytes that are not UTF-8"
        case tooDeep = "nested more than 32 levels deep"
        case trailingBytes = "something follows the value"
    }

    /// The byte, counted from 0, at which the text stops being JSON.
    public let offset: Int
    public let reason: Reason

    public init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }

    public var description: String { "\(reason.rawValue) (byte \(offset))" }
}
