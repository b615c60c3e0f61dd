// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts what has happened since the process began.
public final class Counter: Sendable {
    private let count = Atomic(0)

    public init() {}

    public func increment() {
        count.add(1, ordering: .relaxed)
    }

    public var value: Int { count.load(ordering: .relaxed) }
}

/// Counts what is under way now.
public final class Gauge: Sendable {
    private let count = Atomic(0)

    public init() {}

    public func enter() {
        count.add(1, ordering: .relaxed)
    }

    public func leave() {
        count.subtract(1, ordering: .relaxed)
    }

    public var value: Int { count.load(ordering: .relaxed) }
}

/// A counter for each way in which something can end. The case is the label's value.
public struct CounterByCase<Case: CaseIterable & RawRepresentable<String> & Hashable & Sendable>: Sendable {
    private let counters = Dictionary(uniqueKeysWithValues: Case.allCases.map { ($0, Counter()) })

    public init() {}

    public func increment(_ what: Case) {
        counters[what]?.increment()
    }

    public func value(_ what: Case) -> Int { counters[what]?.value ?? 0 }

    /// One sample a case, those that never happened included.
    ///
    /// - Parameter label: the label that holds the case.
    public func samples(by label: String, with others: Labels = [:]) -> [MetricFamily.Sample] {
        Case.allCases.map {
            MetricFamily.Sample(labels: others.adding([label: $0.rawValue]), value: Double(value($0)))
        }
    }
}
