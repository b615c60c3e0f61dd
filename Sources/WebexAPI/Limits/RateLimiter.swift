// SPDX-License-Identifier: Apache-2.0

import Instruments
import SharedLine
import Synchronization

/// One bucket for each token.
final class RateLimiter: Sendable {
    /// Beyond so many tokens all buckets start full again: a bound on memory that only a flood of valid tokens reaches.
    private static let maximumBuckets = 10_000

    private let rate: Double
    private let buckets = Mutex<[TokenID: TokenBucket]>([:])
    let refusals = Counter()

    /// - Parameter rate: requests a second and token, twice as many at once; 0 switches the limit off.
    init(rate: Double) {
        self.rate = rate
    }

    /// nil where the request may go on; else the seconds after which one will succeed.
    func delay(for token: TokenID) -> Int? {
        guard rate > 0 else { return nil }
        let now = ContinuousClock.now
        let delay = buckets.withLock { buckets in
            if buckets.count >= Self.maximumBuckets, buckets[token] == nil { buckets = [:] }
            return buckets[token, default: TokenBucket(rate: rate, burst: rate * 2, now: now)].take(at: now)
        }
        if delay != nil { refusals.increment() }
        return delay
    }
}
