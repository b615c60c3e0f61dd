// SPDX-License-Identifier: Apache-2.0

/// Values in cells that a spreadsheet neither runs as a formula nor takes for a number.
///
/// What would be either gets an apostrophe in front, which spreadsheets show and keep; reading takes one away.
enum CSVCell {
    static func text(of value: String) -> String {
        let protected = needsProtection(value) ? "'" + value : value
        guard protected.utf8.contains(where: { ",;\"\r\n\t".utf8.contains($0) }) else { return protected }
        return "\"" + protected.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }

    static func value(of text: String) -> String {
        text.hasPrefix("'") ? String(text.dropFirst()) : text
    }

    /// Formulas begin with `=`, `+`, `-` or `@`; leading zeros, long digits and `5E10` are lost as numbers.
    private static func needsProtection(_ value: String) -> Bool {
        guard let first = value.unicodeScalars.first else { return false }
        if "=+-@'\t\r".unicodeScalars.contains(first) { return true }
        let isNumberLike = value.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "eE.+-".utf8.contains(byte)
        }
        guard isNumberLike else { return false }
        return first == "0" && value.utf8.count > 1 || value.utf8.count > 11
            || value.utf8.contains { "eE.".utf8.contains($0) }
    }
}
