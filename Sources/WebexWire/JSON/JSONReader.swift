// SPDX-License-Identifier: Apache-2.0

/// A strict pull parser for JSON (RFC 8259) from bytes that nobody vouches for.
///
/// Each byte is looked at a fixed number of times and nothing recurses, so that no input takes more than linear time
/// or a fixed amount of memory. Refused beyond the grammar: a byte order mark, invalid UTF-8, an escaped half of a
/// surrogate pair, more than 32 levels of nesting. Of equal keys the caller takes the last by reading on.
public struct JSONReader: Sendable {
    /// How many objects and arrays may be open at once.
    public static let maximumDepth = 32

    private enum State {
        case value
        /// After `[`: a value or `]`.
        case firstElement
        /// After `{`: a key or `}`.
        case firstKey
        /// After a value within an object or array.
        case afterValue
        case end
    }

    private let bytes: [UInt8]
    private var scanner: JSONScanner
    private var state = State.value
    private var depth = 0
    /// A bit for each open level, the innermost lowest: set for an object.
    private var openObjects: UInt32 = 0

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        self.scanner = JSONScanner()
    }

    /// The byte that is read next, counted from 0.
    public var offset: Int { scanner.position }

    /// The next token; `.end` once the value is whole, and again if asked again.
    public mutating func next() throws(JSONSyntaxError) -> JSONToken {
        scanner.skipWhiteSpace(bytes)
        switch state {
        case .value: return try value()
        case .firstElement: return scanner.skip(UInt8(ascii: "]"), in: bytes) ? close(.arrayEnd) : try value()
        case .firstKey: return scanner.skip(UInt8(ascii: "}"), in: bytes) ? close(.objectEnd) : try key()
        case .afterValue: return try afterValue()
        case .end:
            if scanner.position < bytes.count { throw scanner.error(.trailingBytes) }
            return .end
        }
    }

    /// Reads the rest of a value whose first token is given: nothing for a scalar, up to its end for a container.
    public mutating func skipRest(of token: JSONToken) throws(JSONSyntaxError) {
        guard token == .objectStart || token == .arrayStart else { return }
        let outside = depth - 1
        while depth > outside { _ = try next() }
    }

    /// The string's characters, escapes resolved.
    public func string(_ text: JSONText) -> String {
        text.hasEscapes
            ? JSONEscapes.resolve(bytes[text.range]) : String(decoding: bytes[text.range], as: UTF8.self)
    }

    /// Whether the string is that one, without making a `String` of it.
    public func isEqual(_ text: JSONText, to other: StaticString) -> Bool {
        if text.hasEscapes { return string(text) == other.description }
        guard text.range.count == other.utf8CodeUnitCount else { return false }
        return other.withUTF8Buffer { characters in
            for (index, character) in characters.enumerated() where bytes[text.range.lowerBound + index] != character {
                return false
            }
            return true
        }
    }

    /// The identifier that the string is, read from the bytes themselves.
    func id(_ text: JSONText) -> ParsedID? {
        text.hasEscapes ? WebexID.parse(string(text)) : WebexID.parse(utf8: bytes[text.range])
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONToken {
        guard scanner.position < bytes.count else { throw scanner.error(.unexpectedEnd) }
        switch bytes[scanner.position] {
        case UInt8(ascii: "{"):
            try open(isObject: true)
            return .objectStart
        case UInt8(ascii: "["):
            try open(isObject: false)
            return .arrayStart
        case UInt8(ascii: "\""): return valueRead(.string(try scanner.string(bytes)))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return valueRead(.number(try scanner.number(bytes)))
        case UInt8(ascii: "t"):
            try scanner.literal("true", in: bytes)
            return valueRead(.bool(true))
        case UInt8(ascii: "f"):
            try scanner.literal("false", in: bytes)
            return valueRead(.bool(false))
        case UInt8(ascii: "n"):
            try scanner.literal("null", in: bytes)
            return valueRead(.null)
        case 0xEF where scanner.position == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]):
            throw scanner.error(.byteOrderMark)
        default: throw scanner.error(.unexpectedByte)
        }
    }

    private mutating func key() throws(JSONSyntaxError) -> JSONToken {
        guard scanner.position < bytes.count else { throw scanner.error(.unexpectedEnd) }
        guard bytes[scanner.position] == UInt8(ascii: "\"") else { throw scanner.error(.expectedKey) }
        let key = try scanner.string(bytes)
        scanner.skipWhiteSpace(bytes)
        guard scanner.skip(UInt8(ascii: ":"), in: bytes) else {
            throw scanner.error(scanner.position < bytes.count ? .expectedColon : .unexpectedEnd)
        }
        state = .value
        return .key(key)
    }

    private mutating func afterValue() throws(JSONSyntaxError) -> JSONToken {
        let isObject = openObjects & 1 == 1
        if scanner.skip(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"), in: bytes) {
            return close(isObject ? .objectEnd : .arrayEnd)
        }
        guard scanner.skip(UInt8(ascii: ","), in: bytes) else {
            throw scanner.error(scanner.position < bytes.count ? .expectedCommaOrEnd : .unexpectedEnd)
        }
        scanner.skipWhiteSpace(bytes)
        return isObject ? try key() : try value()
    }

    private mutating func open(isObject: Bool) throws(JSONSyntaxError) {
        guard depth < Self.maximumDepth else { throw scanner.error(.tooDeep) }
        scanner.position += 1
        depth += 1
        openObjects = openObjects << 1 | (isObject ? 1 : 0)
        state = isObject ? .firstKey : .firstElement
    }

    private mutating func close(_ token: JSONToken) -> JSONToken {
        depth -= 1
        openObjects >>= 1
        return valueRead(token)
    }

    private mutating func valueRead(_ token: JSONToken) -> JSONToken {
        state = depth == 0 ? .end : .afterValue
        return token
    }
}
