// SPDX-License-Identifier: Apache-2.0

import LinePlan
import WebexClient
import WebexWire

extension Applier {
    /// Sends the whole plan as one: the server stores all of it or nothing.
    ///
    /// - Throws: a `ToolFailure` with every reason where the plan is refused; a `WebexClientError`.
    public func runAtomically(_ standings: Standings) async throws -> ApplyReport {
        try keepTheWayBack()
        let pending = zip(lists, standings.found).compactMap { list, standing -> (PlannedList, String?)? in
            if case .before(let eTag) = standing { (list, eTag) } else { nil }
        }
        var trackingID: String?
        if !pending.isEmpty {
            trackingID = try await send(pending)
            for (list, _) in pending { try journal.noteWritten(list.endpoint, trackingID: trackingID) }
            try journal.sync()
        }
        return ApplyReport(
            rows: zip(lists, standings.found).map { list, standing in
                standing == .after
                    ? ApplyReport.Row(list, .already) : ApplyReport.Row(list, .written, trackingID: trackingID)
            })
    }

    private func send(_ pending: [(list: PlannedList, eTag: String?)]) async throws -> String {
        let together = pending.map { list, eTag in
            WebexClient.AtomicList(endpoint: list.endpoint, eTag: eTag, request: list.change.completeRequest)
        }
        do {
            return try await client.replaceTogether(together, idempotencyKey: "\(plan.id)/all")
        } catch let error as WebexClientError {
            guard let problem = error.problem else {
                guard error.status == 404 else { throw error }
                throw ToolFailure("\(client.baseURL) takes no plan as one, only Partyline does; apply without --atomic")
            }
            throw ToolFailure(
                Self.reasons(problem, titles: pending.map(\.list.title)) + ["tracking id \(error.trackingID)"])
        }
    }

    /// What the server said, with the list that it is about by name.
    private static func reasons(_ problem: ProblemBody, titles: [String]) -> [String] {
        [problem.detail]
            + problem.errors.map { reason in
                let title = reason.list.flatMap { titles.indices.contains($0) ? "  \(titles[$0]): " : nil } ?? "  "
                return title + [reason.detail, reason.reason].compactMap(\.self).joined(separator: ": ")
            }
    }
}
