// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SharedLine
import WebexAPI

/// What a token's bearer knows. It is shown once and kept nowhere.
public struct TokenSecret: Sendable {
    /// Lets secret scanners and people recognise one.
    static let prefix = "ptl_"

    /// What goes behind `Authorization: Bearer`.
    public let text: String

    /// A secret of 32 bytes of the generator's.
    init(from generator: inout some RandomNumberGenerator) {
        let words = (0..<4).map { _ in generator.next() as UInt64 }
        let bytes = words.withUnsafeBytes { Data($0) }
        let encoded = bytes.base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
        text = Self.prefix + encoded
    }

    /// SHA-256 of the text: all that is stored. 256 random bits need no salt and no slow hash.
    public var hash: TokenHash { TokenHash(ofSecret: text.utf8) }
}
