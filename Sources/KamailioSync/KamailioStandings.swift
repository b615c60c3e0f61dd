// SPDX-License-Identifier: Apache-2.0

public import Instruments
import Synchronization

/// How each Kamailio stands: read by metrics and readiness while it is fed.
public final class KamailioStandings: Sendable {
    /// One Kamailio's.
    public struct Standing: Sendable {
        public let url: KamailioURL
        /// Whether it answered last time.
        public fileprivate(set) var isReachable = false
        /// Since when it has not held what it should; nil while it does.
        fileprivate(set) var behindSince: ContinuousClock.Instant? = .now
        fileprivate(set) var pending = 0
        fileprivate var successes = 0
        fileprivate var failures = 0

        /// How long what it should hold has not been what it holds.
        public var lag: Duration { behindSince.map { $0.duration(to: .now) } ?? .zero }
    }

    private struct State {
        var nodes: [Standing]
        /// How many entries the tables should have.
        var entries = 0
    }

    private let state: Mutex<State>

    init(_ urls: [KamailioURL]) {
        state = Mutex(State(nodes: urls.map { Standing(url: $0) }))
    }

    /// In the order of the settings.
    public var all: [Standing] { state.withLock { $0.nodes } }

    func note(_ index: Int, _ delivery: Delivery, isReachable: Bool, _ entries: Int) {
        state.withLock { state in
            state.nodes[index].behindSince = delivery.behindSince
            state.nodes[index].pending = delivery.pendingCount
            state.nodes[index].isReachable = isReachable
            state.entries = entries
        }
    }

    func count(_ index: Int, _ isSuccess: Bool) {
        state.withLock { state in
            if isSuccess { state.nodes[index].successes += 1 } else { state.nodes[index].failures += 1 }
        }
    }
}

extension KamailioStandings: MetricSource {
    public func metrics() -> [MetricFamily] {
        let (nodes, entries) = state.withLock { ($0.nodes, $0.entries) }
        func samples(_ value: (Standing) -> Double) -> [MetricFamily.Sample] {
            nodes.map { MetricFamily.Sample(labels: ["node": $0.url.description], value: value($0)) }
        }
        return [
            MetricFamily(
                "partyline_kamailio_up", .gauge, help: "Whether the Kamailio answered last time.",
                samples: samples { $0.isReachable ? 1 : 0 }),
            MetricFamily(
                "partyline_kamailio_lag_seconds", .gauge,
                help: "How long the Kamailio has not held what it should; 0 while it does.",
                samples: samples { $0.lag / .seconds(1) }),
            MetricFamily(
                "partyline_kamailio_pending_entries", .gauge,
                help: "Table entries that the Kamailio is still to be told.",
                samples: samples { Double($0.pending) }),
            MetricFamily(
                "partyline_kamailio_steps_total", .counter,
                help: "Checks, comparisons and batches of entries, by how they ended.",
                samples: nodes.flatMap { node in
                    [("done", node.successes), ("failed", node.failures)].map { result, count in
                        MetricFamily.Sample(
                            labels: ["node": node.url.description, "result": result], value: Double(count))
                    }
                }),
            MetricFamily(
                "partyline_kamailio_entries", .gauge, help: "Table entries that every Kamailio should hold.",
                value: entries),
        ]
    }
}
