// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The bytes of answers that are not on the hot path, and so are left to Foundation's encoder.
public enum WebexJSON {
    /// Keys come in alphabetical order, so that equal values have equal bytes.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}
