// SPDX-License-Identifier: Apache-2.0

public import Instruments

/// How often a cache had what it was asked for.
struct CacheLookups: Sendable {
    private let hits = Counter()
    private let misses = Counter()

    /// Hands on what was found.
    func counted<Value>(_ found: Value?) -> Value? {
        (found == nil ? misses : hits).increment()
        return found
    }

    func samples(of kind: String) -> [MetricFamily.Sample] {
        [("hit", hits), ("miss", misses)].map { result, counter in
            MetricFamily.Sample(labels: ["kind": kind, "result": result], value: Double(counter.value))
        }
    }
}

extension SnapshotCache: MetricSource {
    public func metrics() -> [MetricFamily] {
        let kinds = [("list", listLookups), ("token", tokenLookups), ("organisation", organisationLookups)]
        return [
            MetricFamily(
                "partyline_snapshot_cache_lookups_total", .counter,
                help: "Lookups in the cache of lists, tokens and organisations.",
                samples: kinds.flatMap { kind, lookups in lookups.samples(of: kind) })
        ]
    }
}
