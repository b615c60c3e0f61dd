// SPDX-License-Identifier: Apache-2.0

import LinePlan
import WebexClient
import WebexWire

extension Applier {
    /// Sends the whole plan as one: the server stores all of it or nothing. Beyond a size it works in the background;
    /// stopping then cancels it.
    ///
    /// - Throws: a `ToolFailure` with every reason where the plan is refused or was cancelled; a `WebexClientError`.
    public func runAtomically(_ standings: Standings, onProgress: OnProgress? = nil) async throws -> ApplyReport {
        try keepTheWayBack()
        let together = zip(lists, standings.found).compactMap { list, standing -> WebexClient.AtomicList? in
            guard case .before(let eTag) = standing else { return nil }
            return WebexClient.AtomicList(endpoint: list.endpoint, eTag: eTag, request: list.change.completeRequest)
        }
        guard !together.isEmpty else { return report(standings, job: nil) }
        let titles = zip(lists, standings.found).filter { $0.1 != .after }.map(\.0.title)
        let job: String?
        do {
            switch try await client.replaceTogether(together, idempotencyKey: "\(plan.id)/all") {
            case .done(let answer): job = answer.jobId
            case .accepted(let accepted): job = try await end(of: accepted, titles, onProgress).id
            }
        } catch let error as WebexClientError {
            if error.status == 404, error.problem == nil {
                throw ToolFailure("\(client.baseURL) takes no plan as one, only Partyline does; apply without --atomic")
            }
            guard let problem = error.problem else { throw error }
            throw ToolFailure(Self.reasons(problem, titles: titles) + ["tracking id \(error.trackingID)"])
        }
        for (list, standing) in zip(lists, standings.found) where standing != .after {
            try journal.noteWritten(list.endpoint, trackingID: nil)
        }
        try journal.sync()
        return report(standings, job: job)
    }

    private func end(of accepted: PlanJob, _ titles: [String], _ onProgress: OnProgress?) async throws -> PlanJob {
        var job = accepted
        var isCancelled = false
        while !job.state.hasEnded {
            if stop.isOn, !isCancelled {
                isCancelled = true
                // It may be committed at this very moment; its state then says so.
                try? await client.cancelJob(job.id)
            }
            let (current, pause) = try await client.job(job.id)
            job = current
            onProgress?(WorkProgress(done: job.decided, total: job.lists))
            if !job.state.hasEnded { try await Task.sleep(for: min(pause, .seconds(1))) }
        }
        switch job.state {
        case .done: return job
        case .cancelled: throw ToolFailure("cancelled: nothing of the plan has been stored")
        default: throw ToolFailure(Self.reasons(job.problem, titles: titles))
        }
    }

    private static func reasons(_ problem: ProblemBody?, titles: [String]) -> [String] {
        let summary = problem?.detail ?? "the plan failed; nothing was stored"
        let reasons = (problem?.errors ?? []).map { reason in
            let title = reason.list.flatMap { titles.indices.contains($0) ? "\(titles[$0]): " : nil } ?? ""
            return title + [reason.detail, reason.reason].compactMap(\.self).joined(separator: ": ")
        }
        return [summary] + reasons
    }

    private func report(_ standings: Standings, job: String?) -> ApplyReport {
        ApplyReport(
            rows: zip(lists, standings.found).map { list, standing in
                ApplyReport.Row(list, standing == .after ? .already : .written)
            }, job: job)
    }
}
