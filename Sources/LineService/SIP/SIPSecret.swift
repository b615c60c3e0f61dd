// SPDX-License-Identifier: Apache-2.0

import Crypto
public import Foundation
public import SharedLine

/// What a phone knows to register. It is shown once and kept nowhere.
public struct SIPSecret: Sendable {
    /// No letter that is taken for a digit, nor the other way round: people type it into phones.
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789".utf8)
    /// 24 of 31 letters are 118 bits.
    private static let length = 24

    public let text: String

    public init(from generator: inout some RandomNumberGenerator) {
        let letters = (0..<Self.length).map { _ in
            Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &generator)]
        }
        text = String(decoding: letters, as: UTF8.self)
    }

    /// All that is stored of it.
    public func credential(of endpoint: EndpointID, at now: Date) -> SIPCredential {
        let digest = Insecure.MD5.hash(data: Data("\(endpoint):\(SIPCredential.realm):\(text)".utf8))
        // To the millisecond, as it is stored.
        let created = Date(timeIntervalSince1970: (now.timeIntervalSince1970 * 1000).rounded() / 1000)
        return SIPCredential(
            endpoint: endpoint, ha1: digest.map { String(Int($0) + 256, radix: 16).dropFirst() }.joined(),
            created: created)
    }
}

/// A new credential, together with the only sight of its secret.
public struct IssuedSIPCredential: Sendable {
    public let credential: SIPCredential
    public let secret: SIPSecret
}
