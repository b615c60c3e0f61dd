// SPDX-License-Identifier: Apache-2.0

public import Instruments
import SharedLine

/// What became of a request to replace a member list.
enum EditEnding: String, CaseIterable, Hashable, Sendable {
    case changed
    /// The list stood like that already.
    case unchanged
    /// A dry run: decided, not stored.
    case tried
    /// The rules, a limit, the token's reach or a job that holds the list forbid it.
    case refused
    /// `If-Match` named another version, or was missing where it is asked for.
    case stale
    /// There is no such endpoint, or the database could not.
    case failed

    init(_ error: any Error) {
        switch error {
        case ServiceError.refusedList, ServiceError.outsideLocations, CommitRefusal.held: self = .refused
        case ServiceError.stale, ServiceError.ifMatchRequired: self = .stale
        default: self = .failed
        }
    }
}

extension CounterByCase<EditEnding> {
    func counting(
        _ edit: () async throws -> (MemberListOutcome, EditEnding)
    ) async throws -> MemberListOutcome {
        do {
            let (outcome, ending) = try await edit()
            increment(ending)
            return outcome
        } catch {
            increment(EditEnding(error))
            throw error
        }
    }
}

extension MemberListService: MetricSource {
    public func metrics() -> [MetricFamily] {
        [
            MetricFamily(
                "partyline_members_put_total", .counter, help: "Requests to replace a member list by how they ended.",
                samples: endings.samples(by: "result"))
        ]
    }
}
