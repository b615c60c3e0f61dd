// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine

/// A request that carries an `Idempotency-Key`, with the answer that it will have if it succeeds.
///
/// Only successes are kept: they are stored by the commit that makes them true. A refusal changed nothing, so the same
/// request is decided afresh when it comes again.
public struct KeyedRequest: Hashable, Sendable {
    /// For so long the first answer is replayed, in seconds.
    static let lifetime: TimeInterval = 24 * 60 * 60

    public let key: IdempotencyKey
    /// SHA-256 of method, path and body.
    public let requestHash: Data
    public let status: Int
    public let body: Data

    public init(key: IdempotencyKey, requestHash: Data, status: Int, body: Data) {
        self.key = key
        self.requestHash = requestHash
        self.status = status
        self.body = body
    }

    func answer(version: Int64?, at moment: Date) -> IdempotentAnswer {
        IdempotentAnswer(
            key: key, requestHash: requestHash, status: status, eTag: version.map(String.init), body: body, at: moment)
    }
}

/// Answers a repeated request as it was answered the first time.
public struct IdempotencyService: Sendable {
    private let store: any Store
    private let now: @Sendable () -> Date

    public init(store: any Store, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.now = now
    }

    /// The first answer to that key, if it was given within the last 24 hours.
    ///
    /// - Throws: `ServiceError.idempotencyKeyReused` where it was given to another request.
    public func earlierAnswer(to key: IdempotencyKey, requestHash: Data) async throws -> IdempotentAnswer? {
        let since = now().addingTimeInterval(-KeyedRequest.lifetime)
        guard let answer = try await store.answer(to: key, since: since) else { return nil }
        guard answer.requestHash == requestHash else { throw ServiceError.idempotencyKeyReused }
        return answer
    }
}
