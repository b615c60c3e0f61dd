// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What one stage of a request costs: the median of several rounds with the lowest and the highest, per operation.
struct Stage: Encodable {
    struct Figure: Encodable {
        let median: Double
        let lowest: Double
        let highest: Double

        init(_ values: [Double]) {
            let sorted = values.sorted()
            median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
            lowest = sorted.first ?? 0
            highest = sorted.last ?? 0
        }
    }

    let name: String
    /// CPU time of the whole process, all threads.
    let cpuNanoseconds: Figure
    /// Time that went by, divided by the operations: what one client waits where there is only one.
    let wallNanoseconds: Figure
}

/// Runs stages and keeps what they took.
struct Stopwatch {
    let rounds: Int
    private(set) var stages: [Stage] = []
    /// What the bodies returned: used, so that no compiler can leave their work out.
    private(set) var checksum = 0

    init(rounds: Int) {
        self.rounds = rounds
    }

    /// - Parameter body: does operation number `n` and returns something that depends on its work.
    mutating func measure(_ name: String, operations: Int, _ body: (Int) async throws -> Int) async throws {
        try await measureAll(name, operations: operations) { range in
            var sum = 0
            for number in range { sum &+= try await body(number) }
            return sum
        }
    }

    /// Like `measure`, with many tasks at once that share the operations.
    mutating func measure(
        _ name: String, operations: Int, tasks: Int, _ body: @escaping @Sendable (Int) async throws -> Int
    ) async throws {
        try await measureAll(name, operations: operations) { range in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for task in 0..<tasks {
                    group.addTask {
                        var sum = 0
                        for number in stride(from: range.lowerBound + task, to: range.upperBound, by: tasks) {
                            sum &+= try await body(number)
                        }
                        return sum
                    }
                }
                return try await group.reduce(0, &+)
            }
        }
    }

    /// One round more than asked: the first warms caches and is not counted.
    private mutating func measureAll(
        _ name: String, operations: Int, _ body: (Range<Int>) async throws -> Int
    ) async throws {
        var cpu: [Double] = []
        var wall: [Double] = []
        for round in 0...rounds {
            let cpuBefore = nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID)
            let wallBefore = nanoseconds(of: CLOCK_MONOTONIC)
            checksum &+= try await body(round * operations..<(round + 1) * operations)
            guard round > 0 else { continue }
            cpu.append(Double(nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID) - cpuBefore) / Double(operations))
            wall.append(Double(nanoseconds(of: CLOCK_MONOTONIC) - wallBefore) / Double(operations))
        }
        stages.append(Stage(name: name, cpuNanoseconds: Stage.Figure(cpu), wallNanoseconds: Stage.Figure(wall)))
    }

    private func nanoseconds(of clock: clockid_t) -> Int {
        var time = timespec()
        clock_gettime(clock, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
