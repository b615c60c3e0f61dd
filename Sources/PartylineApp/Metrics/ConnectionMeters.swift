// SPDX-License-Identifier: Apache-2.0

import Instruments

/// Counts connections, and what is refused on them before any route is asked.
struct ConnectionMeters: Sendable {
    let maximum: Int
    private let open = Gauge()
    private let refusals = CounterByCase<ConnectionRefusal>()

    init(maximum: Int) {
        self.maximum = maximum
    }

    func opened() { open.enter() }
    func closed() { open.leave() }
    func refused(_ refusal: ConnectionRefusal) { refusals.increment(refusal) }
}

extension ConnectionMeters: MetricSource {
    func metrics() -> [MetricFamily] {
        [
            MetricFamily("partyline_connections_open", .gauge, help: "Connections that are open.", value: open.value),
            MetricFamily(
                "partyline_connections_maximum", .gauge, help: "Connections beyond which further ones wait.",
                value: maximum),
            MetricFamily(
                "partyline_connections_refused_total", .counter,
                help: "Connections ended by an error answer because what came on them was no usable request.",
                samples: refusals.samples(by: "reason")),
        ]
    }
}
