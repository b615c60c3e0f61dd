// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import WebexAPI

@Suite struct TokenBucketTests {
    private let start = ContinuousClock.now

    @Test func `a full bucket lets its burst through at once and then says how long to wait`() {
        var bucket = TokenBucket(rate: 2, burst: 4, now: start)
        for _ in 0..<4 { #expect(bucket.take(at: start) == nil) }
        #expect(bucket.take(at: start) == 1)
    }

    @Test func `whoever waits as long as told succeeds`() {
        for rate in [0.1, 0.3, 1, 7, 50] {
            var bucket = TokenBucket(rate: rate, burst: rate * 2, now: start)
            var now = start
            for _ in 0..<500 {
                guard let seconds = bucket.take(at: now) else { continue }
                now += .seconds(seconds)
                #expect(bucket.take(at: now) == nil, "rate \(rate)")
            }
        }
    }

    @Test func `over a long time no more pass than the rate and one burst`() {
        var bucket = TokenBucket(rate: 10, burst: 20, now: start)
        var passed = 0
        for millisecond in 0..<10_000 where bucket.take(at: start + .milliseconds(millisecond)) == nil { passed += 1 }
        #expect((110...120).contains(passed))
    }

    @Test func `a clock that stands still never fills it`() {
        var bucket = TokenBucket(rate: 1000, burst: 1, now: start)
        #expect(bucket.take(at: start) == nil)
        for _ in 0..<100 { #expect(bucket.take(at: start) != nil) }
    }
}
