// SPDX-License-Identifier: Apache-2.0

public import Instruments
import SharedLine

extension CounterByCase<CommitEnding> {
    func counting(_ commit: () async throws -> Int64) async throws -> Int64 {
        do {
            let sequence = try await commit()
            increment(.committed)
            return sequence
        } catch {
            increment(CommitEnding(error))
            throw error
        }
    }
}

extension SQLiteStore: MetricSource {
    public func metrics() -> [MetricFamily] {
        [
            MetricFamily(
                "partyline_store_commits_total", .counter, help: "Commits by how they ended.",
                samples: commitEndings.samples(by: "result")),
            MetricFamily(
                "partyline_store_commits_per_transaction", .histogram,
                help: "Commits that shared one transaction and one wait for the disk; a probe of /readyz is one too.",
                samples: writer.transactionSizes.samples()),
            MetricFamily(
                "partyline_store_transaction_duration_seconds", .histogram,
                help: "Time of a writing transaction until it is on the disk.",
                samples: writer.transactionDurations.samples()),
            MetricFamily(
                "partyline_store_write_queue_depth", .gauge, help: "Commits that wait for the next transaction.",
                value: writer.waitingCount),
            MetricFamily(
                "partyline_store_reads_in_use", .gauge,
                help: "Reads under way: quick ones on the calling thread, long ones on a thread of their own.",
                samples: [
                    .init(labels: ["kind": "quick"], value: Double(quickReaders.inUse)),
                    .init(labels: ["kind": "long"], value: Double(readsInUse.value)),
                ]),
        ]
    }
}
