// SPDX-License-Identifier: Apache-2.0

/// What stands for what behind a backslash.
enum JSONEscapes {
    /// The characters of a string that the scanner has found well formed.
    static func resolve(_ escaped: ArraySlice<UInt8>) -> String {
        var plain: [UInt8] = []
        plain.reserveCapacity(escaped.count)
        var index = escaped.startIndex
        while index < escaped.endIndex {
            guard escaped[index] == UInt8(ascii: "\\") else {
                plain.append(escaped[index])
                index += 1
                continue
            }
            if escaped[index + 1] == UInt8(ascii: "u") {
                index = appendUnicode(escaped, at: index, to: &plain)
            } else {
                plain.append(character(escaped[index + 1]))
                index += 2
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    static func hexadecimalValue(_ digit: UInt8) -> UInt16? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(digit - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(digit - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(digit - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// Appends the character of one `\u` escape, or of two that make a pair; returns where the text goes on.
    private static func appendUnicode(_ escaped: ArraySlice<UInt8>, at start: Int, to plain: inout [UInt8]) -> Int {
        let first = codeUnit(escaped, at: start)
        let isPair = (0xD800..<0xDC00).contains(first)
        let units = isPair ? [first, codeUnit(escaped, at: start + 6)] : [first]
        plain.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
        return start + 6 * units.count
    }

    private static func codeUnit(_ escaped: ArraySlice<UInt8>, at start: Int) -> UInt16 {
        escaped[start + 2..<start + 6].reduce(0) { $0 << 4 | (hexadecimalValue($1) ?? 0) }
    }

    private static func character(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }
}
