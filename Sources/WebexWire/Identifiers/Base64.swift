// SPDX-License-Identifier: Apache-2.0

/// Unpadded base64 over bytes. Foundation's works on `Data` and pads, which costs more than the encoding itself.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends the encoded form without padding.
    static func append(_ plain: some Collection<UInt8>, to output: inout [UInt8]) {
        alphabet.withUnsafeBufferPointer { alphabet in
            var group: UInt32 = 0
            var pending = 0
            for byte in plain {
                group = group << 8 | UInt32(byte)
                pending += 1
                guard pending == 3 else { continue }
                output.append(alphabet[Int(group >> 18 & 63)])
                output.append(alphabet[Int(group >> 12 & 63)])
                output.append(alphabet[Int(group >> 6 & 63)])
                output.append(alphabet[Int(group & 63)])
                group = 0
                pending = 0
            }
            if pending == 0 { return }
            group <<= UInt32(8 * (3 - pending))
            output.append(alphabet[Int(group >> 18 & 63)])
            output.append(alphabet[Int(group >> 12 & 63)])
            if pending == 2 { output.append(alphabet[Int(group >> 6 & 63)]) }
        }
    }

    /// The plain bytes, or nil where the text is no base64 of the standard or the URL-safe alphabet.
    ///
    /// Padding may be there or not. Bits left over at the end must be zero, as every encoder leaves them.
    static func decode(_ text: some BidirectionalCollection<UInt8>) -> [UInt8]? {
        var digits = text[...]
        var padding = 0
        while digits.last == UInt8(ascii: "=") {
            digits = digits.dropLast()
            padding += 1
        }
        guard padding <= 2 else { return nil }
        var plain: [UInt8] = []
        plain.reserveCapacity(digits.count * 3 / 4)
        var bits: UInt32 = 0
        var bitCount = 0
        for digit in digits {
            guard let value = value(of: digit) else { return nil }
            bits = bits << 6 | value
            bitCount += 6
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            plain.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
            bits &= (1 << UInt32(bitCount)) - 1
        }
        return bitCount < 6 && bits == 0 ? plain : nil
    }

    private static func value(of digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
