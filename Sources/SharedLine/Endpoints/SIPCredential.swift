// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// What an endpoint proves itself with to the SIP registrar (digest, RFC 3261, 22). The secret itself is kept nowhere.
public struct SIPCredential: Hashable, Sendable {
    /// Phones are challenged with it. It is one for all, so that a stored hash outlives a change of the SIP domain.
    public static let realm = "partyline"

    public let endpoint: EndpointID
    /// MD5 of `user:realm:secret`, 32 lower-case hexadecimal digits: as good as the secret where digest is spoken.
    public let ha1: String
    /// When this secret was made.
    public let created: Date

    public init(endpoint: EndpointID, ha1: String, created: Date) {
        self.endpoint = endpoint
        self.ha1 = ha1
        self.created = created
    }

    /// The digest's user name: the endpoint's id, so that nothing has to be looked up or kept.
    public var user: String { endpoint.description }
}

/// An endpoint that may register: how it proves itself, and the lines that stand on it.
public struct SIPEndpoint: Hashable, Sendable {
    public let credential: SIPCredential
    public let list: MemberList

    public init(credential: SIPCredential, list: MemberList) {
        self.credential = credential
        self.list = list
    }
}
