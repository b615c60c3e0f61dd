// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Instruments
import SharedLine
import Synchronization

/// What the feed counts of itself.
final class FeedMeters: Sendable {
    let followers = Gauge()
    private let delays = Histogram.ofDurations()
    /// When everything that could be seen had been handed on, last; nil while nobody follows.
    private let upToDate = Mutex<ContinuousClock.Instant?>(nil)

    func isUpToDate() {
        upToDate.withLock { $0 = .now }
    }

    /// Nobody follows any more, and so nobody waits.
    func restsNow() {
        upToDate.withLock { $0 = nil }
    }

    /// What was read belongs to the followers from now on. Nothing read although the mark has moved means that something
    /// is held back: that does not count as being up to date.
    func handedOn(_ changes: [Change]) {
        if changes.isEmpty { return }
        isUpToDate()
        let now = Date()
        for change in changes { delays.observe(.seconds(max(0, now.timeIntervalSince(change.origin.at)))) }
    }

    fileprivate var lag: Duration {
        upToDate.withLock { $0.map { $0.duration(to: .now) } } ?? .zero
    }

    fileprivate func families() -> [MetricFamily] {
        [
            MetricFamily(
                "partyline_feed_followers", .gauge, help: "Streams that follow the changes.", value: followers.value),
            MetricFamily(
                "partyline_feed_lag_seconds", .gauge,
                help: "How long ago followers were last known to have everything; 0 where nobody follows.",
                samples: [.init(value: lag / .seconds(1))]),
            MetricFamily(
                "partyline_feed_delay_seconds", .histogram,
                help: "From the moment of a change to its being handed to followers.", samples: delays.samples()),
        ]
    }
}

extension ChangeFeed: MetricSource {
    nonisolated public func metrics() -> [MetricFamily] { meters.families() }
}
