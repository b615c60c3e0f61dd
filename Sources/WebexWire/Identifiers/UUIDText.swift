// SPDX-License-Identifier: Apache-2.0

import Foundation

/// UUIDs as text bytes, lower case. Foundation writes upper case into a new string each time.
enum UUIDText {
    /// 32 hexadecimal digits and four hyphens.
    static let length = 36

    /// Writes the 36 characters, which must fit, and returns how many they are.
    static func write(_ uuid: UUID, to output: UnsafeMutableBufferPointer<UInt8>, at start: Int) -> Int {
        withUnsafeBytes(of: uuid.uuid) { bytes in
            var next = start
            for (position, byte) in bytes.enumerated() {
                if isAfterHyphen(position) {
                    output[next] = UInt8(ascii: "-")
                    next += 1
                }
                output[next] = digit(byte >> 4)
                output[next + 1] = digit(byte & 15)
                next += 2
            }
            return next - start
        }
    }

    /// The UUID, or nil where the text is not exactly one, in either case.
    static func parse(_ text: some Collection<UInt8>) -> UUID? {
        guard text.count == length else { return nil }
        var uuid: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let isGood = withUnsafeMutableBytes(of: &uuid) { bytes in
            var characters = text.makeIterator()
            for position in bytes.indices {
                if isAfterHyphen(position), characters.next() != UInt8(ascii: "-") { return false }
                guard let high = characters.next().flatMap(value(of:)), let low = characters.next().flatMap(value(of:))
                else { return false }
                bytes[position] = high << 4 | low
            }
            return true
        }
        return isGood ? UUID(uuid: uuid) : nil
    }

    private static func isAfterHyphen(_ position: Int) -> Bool {
        position == 4 || position == 6 || position == 8 || position == 10
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
