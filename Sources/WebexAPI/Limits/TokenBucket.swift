// SPDX-License-Identifier: Apache-2.0

/// A bucket that fills at a steady rate and of which each request takes one: pure, time comes in from outside.
struct TokenBucket: Hashable, Sendable {
    /// Requests a second, above 0.
    let rate: Double
    /// How much it holds when full: at least one, or none would ever pass.
    let burst: Double
    private(set) var level: Double
    private(set) var filledAt: ContinuousClock.Instant

    init(rate: Double, burst: Double, now: ContinuousClock.Instant) {
        self.rate = rate
        self.burst = max(1, burst)
        level = self.burst
        filledAt = now
    }

    /// Takes one, or says how many whole seconds from now one will be there.
    mutating func take(at now: ContinuousClock.Instant) -> Int? {
        let passed = now - filledAt
        let seconds = Double(passed.components.seconds) + Double(passed.components.attoseconds) * 1e-18
        level = min(burst, level + max(0, seconds) * rate)
        filledAt = now
        if level >= 1 {
            level -= 1
            return nil
        }
        return max(1, Int(((1 - level) / rate).rounded(.up)))
    }
}
