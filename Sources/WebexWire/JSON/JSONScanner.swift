// SPDX-License-Identifier: Apache-2.0

/// The scalars of JSON: finds where each ends and whether it is well formed.
struct JSONScanner: Sendable {
    /// The byte to be read next.
    var position = 0

    func error(_ reason: JSONSyntaxError.Reason) -> JSONSyntaxError {
        JSONSyntaxError(offset: position, reason: reason)
    }

    mutating func skipWhiteSpace(_ bytes: [UInt8]) {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    /// Skips the byte if it comes next.
    mutating func skip(_ byte: UInt8, in bytes: [UInt8]) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    mutating func literal(_ literal: StaticString, in bytes: [UInt8]) throws(JSONSyntaxError) {
        let length = literal.utf8CodeUnitCount
        let there = bytes[position..<min(position + length, bytes.count)]
        guard literal.withUTF8Buffer({ $0.elementsEqual(there) }) else {
            let isCutOff = there.count < length && literal.withUTF8Buffer { $0.starts(with: there) }
            throw error(isCutOff ? .unexpectedEnd : .badLiteral)
        }
        position += length
    }

    // MARK: Strings

    /// Reads a string from its opening to behind its closing quotation mark.
    mutating func string(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONText {
        position += 1
        let start = position
        var hasEscapes = false
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return JSONText(range: start..<position - 1, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try escape(bytes)
            case 0..<0x20: throw error(.controlCharacter)
            case 0x20..<0x80: position += 1
            default: try multibyteCharacter(bytes)
            }
        }
        throw error(.unexpectedEnd)
    }

    private mutating func escape(_ bytes: [UInt8]) throws(JSONSyntaxError) {
        guard position + 1 < bytes.count else { throw endError(bytes) }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"): try unicodeEscape(bytes)
        default: throw error(.badEscape)
        }
    }

    private mutating func unicodeEscape(_ bytes: [UInt8]) throws(JSONSyntaxError) {
        let unit = try codeUnit(bytes, at: position)
        switch unit {
        case 0xD800..<0xDC00:
            guard position + 6 < bytes.count else {
                throw position + 6 == bytes.count ? endError(bytes) : error(.loneSurrogate)
            }
            guard bytes[position + 6] == UInt8(ascii: "\\") else { throw error(.loneSurrogate) }
            guard position + 7 < bytes.count else { throw endError(bytes) }
            guard bytes[position + 7] == UInt8(ascii: "u"),
                try (0xDC00..<0xE000).contains(codeUnit(bytes, at: position + 6))
            else { throw error(.loneSurrogate) }
            position += 12
        case 0xDC00..<0xE000: throw error(.loneSurrogate)
        default: position += 6
        }
    }

    /// The four hexadecimal digits of the `\u` escape that begins at `start`.
    private func codeUnit(_ bytes: [UInt8], at start: Int) throws(JSONSyntaxError) -> UInt16 {
        var unit: UInt16 = 0
        for index in start + 2..<start + 6 {
            guard index < bytes.count else { throw endError(bytes) }
            guard let digit = JSONEscapes.hexadecimalValue(bytes[index]) else {
                throw JSONSyntaxError(offset: start, reason: .badEscape)
            }
            unit = unit << 4 | digit
        }
        return unit
    }

    /// One character of two to four bytes: no overlong form, no surrogate, nothing above U+10FFFF.
    private mutating func multibyteCharacter(_ bytes: [UInt8]) throws(JSONSyntaxError) {
        let length: Int
        let second: ClosedRange<UInt8>
        switch bytes[position] {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw error(.invalidUTF8)
        }
        for index in 1..<length {
            guard position + index < bytes.count else { throw endError(bytes) }
            let allowed = index == 1 ? second : 0x80...0xBF
            guard allowed.contains(bytes[position + index]) else { throw error(.invalidUTF8) }
        }
        position += length
    }

    private func endError(_ bytes: [UInt8]) -> JSONSyntaxError {
        JSONSyntaxError(offset: bytes.count, reason: .unexpectedEnd)
    }
}
