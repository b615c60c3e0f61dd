// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// How often a measure fell below each of some bounds, and their sum.
public final class Histogram: Sendable {
    private let bounds: [Int]
    private let divisor: Double
    /// How many fell into each bucket alone; the last one is without a bound.
    private let buckets: AtomicCounts
    private let sum = Atomic(0)

    /// - Parameters:
    ///   - bounds: ascending, each belonging to the bucket that it ends.
    ///   - divisor: how many of what is observed make one of what is shown.
    public init(bounds: [Int], divisor: Double = 1) {
        self.bounds = bounds
        self.divisor = divisor
        buckets = AtomicCounts(bounds.count + 1)
    }

    /// Durations from a tenth of a millisecond to ten seconds, shown in seconds.
    public static func ofDurations() -> Histogram {
        let microseconds = [
            100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
            5_000_000, 10_000_000,
        ]
        return Histogram(bounds: microseconds.map { $0 * 1000 }, divisor: 1e9)
    }

    public func observe(_ measure: Int) {
        // Small measures are the frequent ones: looking from the start finds them soonest.
        buckets.increment(bounds.firstIndex { measure <= $0 } ?? bounds.count)
        sum.add(measure, ordering: .relaxed)
    }

    /// For a histogram of durations.
    public func observe(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        observe(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
    }

    public var count: Int { buckets.values.reduce(0, +) }

    /// The samples of one label set. The count is that of the buckets as they were read, so that the two always agree.
    public func samples(labels: Labels = [:]) -> [MetricFamily.Sample] {
        let total = sum.load(ordering: .relaxed)
        var count = 0
        var samples: [MetricFamily.Sample] = []
        for (index, inBucket) in buckets.values.enumerated() {
            count += inBucket
            let bound = index < bounds.count ? PrometheusText.number(Double(bounds[index]) / divisor) : "+Inf"
            samples.append(.init(suffix: "_bucket", labels: labels.adding(["le": bound]), value: Double(count)))
        }
        samples.append(.init(suffix: "_sum", labels: labels, value: Double(total) / divisor))
        samples.append(.init(suffix: "_count", labels: labels, value: Double(count)))
        return samples
    }
}
