// SPDX-License-Identifier: Apache-2.0

import Instruments

/// What a lane counts of itself.
final class LaneMeters: Sendable {
    /// What became of connections.
    enum ConnectionEnding: String, CaseIterable, Hashable, Sendable {
        case opened
        /// It could not be opened, or the server was not the right one.
        case refused
        /// It broke, or kept silent for too long.
        case lost
    }

    /// The lane's name, as labels show it.
    let name: String
    let endings = CounterByCase<ConnectionEnding>()
    let unanswered = CounterByCase<LaneFailure>()
    /// How many groups were under way on the connection that one was sent on, that one included.
    let depths = Histogram(bounds: [1, 2, 4, 8, 16])
    /// From sending a group to its whole answer.
    let durations = Histogram.ofDurations()

    init(_ name: String) {
        self.name = name
    }
}

/// How a lane stands at one moment.
struct LaneState: Sendable {
    /// Connections that are open, and how many there may be.
    let open: Int
    let maximum: Int
    /// Groups that wait for a connection.
    let waiting: Int
    /// Groups that have been sent and not answered.
    let underWay: Int
}
