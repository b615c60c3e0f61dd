// SPDX-License-Identifier: Apache-2.0

public import Instruments
import SharedLine

extension PostgresStore: MetricSource {
    public func metrics() -> [MetricFamily] {
        let lanes = [reads, searches, writes, listening]
        let states = lanes.map { (name: $0.meters.name, state: $0.state()) }
        func now(_ name: String, help: String, _ value: (LaneState) -> Int) -> MetricFamily {
            MetricFamily(
                name, .gauge, help: help,
                samples: states.map { .init(labels: ["lane": $0.name], value: Double(value($0.state))) })
        }
        func soFar(
            _ name: String, _ kind: MetricFamily.Kind, help: String,
            _ samples: (LaneMeters, Labels) -> [MetricFamily.Sample]
        ) -> MetricFamily {
            MetricFamily(
                name, kind, help: help, samples: lanes.flatMap { samples($0.meters, ["lane": $0.meters.name]) })
        }
        return [
            MetricFamily(
                "partyline_store_commits_total", .counter, help: "Commits by how they ended.",
                samples: commitEndings.samples(by: "result")),
            now("partyline_store_connections_open", help: "Connections to the server that are open.", \.open),
            now("partyline_store_connections_maximum", help: "Connections to the server at most.", \.maximum),
            soFar(
                "partyline_store_connections_total", .counter,
                help: "Connections that were opened, that could not be, and that broke."
            ) { $0.endings.samples(by: "result", with: $1) },
            now("partyline_store_queue_depth", help: "Transactions that wait for a connection.", \.waiting),
            now(
                "partyline_store_transactions_in_flight", help: "Transactions sent and not answered yet.", \.underWay),
            soFar(
                "partyline_store_transactions_unanswered_total", .counter,
                help: "Transactions given up: too many waited, the server away, the connection lost, the store closed."
            ) { $0.unanswered.samples(by: "reason", with: $1) },
            soFar(
                "partyline_store_transactions_per_pipeline", .histogram,
                help: "Transactions under way on a connection when one was sent on it, that one included."
            ) { $0.depths.samples(labels: $1) },
            soFar(
                "partyline_store_transaction_duration_seconds", .histogram,
                help: "From sending a transaction's statements to the whole answer."
            ) { $0.durations.samples(labels: $1) },
        ]
    }
}
