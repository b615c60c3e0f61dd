// SPDX-License-Identifier: Apache-2.0

/// A place in the order of changes, as it is given out: 16 hexadecimal digits. A change's own place is its id.
public struct ChangeCursor: Hashable, Sendable {
    public let sequence: Int64

    public init(_ sequence: Int64) {
        self.sequence = sequence
    }

    /// nil where the text was never given out.
    public init?(_ text: String) {
        guard text.utf8.count == 16, text.utf8.allSatisfy(Self.isDigit), let sequence = Int64(text, radix: 16) else {
            return nil
        }
        self.sequence = sequence
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    public var text: String {
        let digits = String(sequence, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
