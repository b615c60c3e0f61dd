// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine

/// Giving endpoints what they register with, and taking it away.
public struct SIPCredentialService: Sendable {
    let store: any Store
    let lists: MemberListService
    let now: @Sendable () -> Date

    public init(store: any Store, lists: MemberListService, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.lists = lists
        self.now = now
    }

    /// What is stored of an endpoint's credential.
    ///
    /// - Throws: `ServiceError.noSIPCredential` where it has none.
    public func credential(at address: EndpointAddress, for authority: Authority) async throws -> SIPCredential {
        let endpoint = try await lists.list(at: address, for: authority).endpoint.id
        guard let credential = try await store.sipEndpoint(endpoint)?.credential else {
            throw ServiceError.noSIPCredential
        }
        return credential
    }

    /// Makes a new secret, in place of the one before where there was one: phones that know the old one are refused
    /// from their next request on.
    public func issue(
        at address: EndpointAddress, for authority: Authority, using generator: inout some RandomNumberGenerator
    ) async throws -> IssuedSIPCredential {
        let endpoint = try await lists.list(at: address, for: authority).endpoint.id
        let secret = SIPSecret(from: &generator)
        let credential = secret.credential(of: endpoint, at: now())
        try await set(credential, of: endpoint, for: authority)
        return IssuedSIPCredential(credential: credential, secret: secret)
    }

    /// The endpoint cannot register any more.
    public func remove(at address: EndpointAddress, for authority: Authority) async throws {
        let endpoint = try await lists.list(at: address, for: authority).endpoint.id
        try await set(nil, of: endpoint, for: authority)
    }

    private func set(_ credential: SIPCredential?, of endpoint: EndpointID, for authority: Authority) async throws {
        for _ in 0..<MemberListService.maximumAttempts {
            let before = try await store.sipEndpoint(endpoint)?.credential
            if before == nil, credential == nil { throw ServiceError.noSIPCredential }
            do {
                try await store.commit(
                    Commit(
                        organisation: authority.organisation, origin: authority.origin(at: now()), cause: .edit,
                        edits: [.setSIPCredential(of: endpoint, before: before, after: credential)], answer: nil))
                return
            } catch CommitRefusal.moved {
                continue
            }
        }
        throw ServiceError.contended
    }
}
