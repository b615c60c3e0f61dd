// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine

/// Finds the token behind a secret's hash. A revoked one opens nothing from the next request on, whichever process
/// revoked it.
public struct Authenticator: Sendable {
    private let store: any Store
    private let cache: SnapshotCache
    private let now: @Sendable () -> Date

    public init(store: any Store, cache: SnapshotCache, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.cache = cache
        self.now = now
    }

    /// - Throws: `ServiceError.unauthenticated` where there is no good token of that hash.
    public func bearer(hash: TokenHash) async throws -> Bearer {
        let moment = try await cache.refresh()
        if let token = cache.token(hash) { return try good(token, moment) }
        guard let token = try await store.token(hash: hash) else { throw ServiceError.unauthenticated }
        cache.keep(token, hash: hash, asOf: moment)
        return try good(token, moment)
    }

    private func good(_ token: Token, _ moment: CacheMoment) throws(ServiceError) -> Bearer {
        guard token.isGood(at: now()) else { throw .unauthenticated }
        return Bearer(token: token, asOf: moment)
    }
}

/// Whoever came with a good token, and the moment of coming in the store's terms.
public struct Bearer: Sendable {
    public let token: Token
    /// Everything committed before is seen by what the bearer asks for.
    let asOf: CacheMoment

    init(token: Token, asOf: CacheMoment) {
        self.token = token
        self.asOf = asOf
    }
}
