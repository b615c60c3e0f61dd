// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Instruments

private enum Ending: String, CaseIterable, Hashable, Sendable {
    case good
    case bad
}

@Suite struct InstrumentsTests {
    @Test func `a measure belongs to the first bucket whose bound it does not pass`() {
        let histogram = Histogram(bounds: [1, 2, 4])
        for measure in [0, 1, 2, 3, 4, 5, 100] { histogram.observe(measure) }
        #expect(
            PrometheusText.of([MetricFamily("size", .histogram, help: "Sizes.", samples: histogram.samples())]) == """
                # HELP size Sizes.
                # TYPE size histogram
                size_bucket{le="1"} 2
                size_bucket{le="2"} 3
                size_bucket{le="4"} 5
                size_bucket{le="+Inf"} 7
                size_sum 115
                size_count 7

                """)
    }

    @Test func `durations are shown in seconds`() {
        let histogram = Histogram.ofDurations()
        histogram.observe(.microseconds(100))
        histogram.observe(.milliseconds(1500))
        let samples = histogram.samples()
        #expect(samples.first { $0.labels == ["le": "0.0001"] }?.value == 1)
        #expect(samples.first { $0.labels == ["le": "1"] }?.value == 1)
        #expect(samples.first { $0.labels == ["le": "2.5"] }?.value == 2)
        #expect(samples.first { $0.suffix == "_sum" }?.value == 1.5001)
    }

    @Test func `each case has a sample, and the labels of the whole stand before it`() {
        let counters = CounterByCase<Ending>()
        counters.increment(.good)
        counters.increment(.good)
        let samples = counters.samples(by: "result", with: ["kind": "list"])
        #expect(samples.map(\.labels) == [["kind": "list", "result": "good"], ["kind": "list", "result": "bad"]])
        #expect(samples.map(\.value) == [2, 0])
    }

    @Test func `what would end a line or a label is escaped`() {
        let sample = MetricFamily.Sample(labels: ["path": "a\"b\\c\nd"], value: 0.25)
        let text = PrometheusText.of([MetricFamily("odd", .gauge, help: "a\\b\nc", samples: [sample])])
        #expect(text == "# HELP odd a\\\\b\\nc\n# TYPE odd gauge\nodd{path=\"a\\\"b\\\\c\\nd\"} 0.25\n")
    }

    @Test func `nothing is lost when many threads count at once`() async {
        let (counter, gauge, histogram) = (Counter(), Gauge(), Histogram(bounds: [5, 50]))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for number in 0..<10_000 {
                        gauge.enter()
                        counter.increment()
                        histogram.observe(number % 100)
                        gauge.leave()
                    }
                }
            }
        }
        #expect(counter.value == 80_000)
        #expect(gauge.value == 0)
        #expect(histogram.samples().map(\.value) == [4800, 40_800, 80_000, 3_960_000, 80_000])
    }
}
