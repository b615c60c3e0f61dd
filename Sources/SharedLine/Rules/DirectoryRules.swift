// SPDX-License-Identifier: Apache-2.0

/// What names, numbers and extensions may look like; the schema says the same in its CHECKs.
public enum DirectoryRules {
    public static let maximumNameLength = 128

    /// 1 to 128 characters, none of them a control character.
    public static func isName(_ text: String) -> Bool {
        (1...maximumNameLength).contains(text.unicodeScalars.count)
            && !text.unicodeScalars.contains(where: \.isControl)
    }

    /// 2 to 10 digits.
    public static func isExtension(_ text: String) -> Bool {
        (2...10).contains(text.utf8.count) && text.utf8.allSatisfy(isDigit)
    }

    /// E.164: a `+`, then 7 to 15 digits, the first of them not 0.
    public static func isPhoneNumber(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst()
        return text.utf8.first == UInt8(ascii: "+") && (7...15).contains(digits.count)
            && digits.first != UInt8(ascii: "0") && digits.allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension Unicode.Scalar {
    /// Unicode's category Cc, which is these two ranges and will never be more.
    var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}
