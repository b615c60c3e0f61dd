// SPDX-License-Identifier: Apache-2.0

import LinePlan
import SharedLine
import WebexClient
import WebexWire

/// An earlier run sent the plan under this key while its lists stood otherwise: they were looked at while it was stored.
private struct EarlierRunIsStored: Error {}

extension Applier {
    private typealias Pending = [(list: PlannedList, eTag: String?)]

    /// Sends the whole plan as one: the server stores all of it or nothing. Where it answers with a job, that is waited for;
    /// a job that an earlier run began is gone on with.
    ///
    /// - Throws: a `ToolFailure` with every reason where the plan is refused; a `WebexClientError`.
    public func runAtomically(_ standings: Standings, onProgress: OnProgress? = nil) async throws -> ApplyReport {
        try keepTheWayBack()
        var standings = standings
        for _ in 0..<Self.maximumLooks {
            do {
                return try await runOnce(standings, onProgress)
            } catch is EarlierRunIsStored {
                try await Task.sleep(for: .seconds(1))
                standings = try await self.standings()
            }
        }
        throw ToolFailure("an earlier run of this plan is being stored; run it again to see what has become of it")
    }

    /// How often the lists are looked at again while an earlier run, killed since, is being stored.
    private static var maximumLooks: Int { 5 }

    private func runOnce(_ standings: Standings, _ onProgress: OnProgress?) async throws -> ApplyReport {
        let pending: Pending = zip(lists, standings.found).compactMap { list, standing in
            if case .before(let eTag) = standing { (list, eTag) } else { nil }
        }
        let stored = pending.isEmpty ? nil : try await store(pending, onProgress)
        if let stored {
            for (list, _) in pending { try journal.noteWritten(list.endpoint, trackingID: stored.trackingID) }
            try journal.sync()
        }
        let rows = zip(lists, standings.found).map { list, standing in
            if standing == .after { return ApplyReport.Row(list, .already) }
            return ApplyReport.Row(list, stored == nil ? .notTried : .written, trackingID: stored?.trackingID)
        }
        return ApplyReport(rows: rows, job: stored?.id)
    }

    /// - Returns: nil where it was ended before anything was stored.
    private func store(_ pending: Pending, _ onProgress: OnProgress?) async throws -> WebexClient.Together.Job? {
        if let id = journal.jobs.last, let earlier = try await follow(earlier: id, onProgress), earlier.isDone {
            return WebexClient.Together.Job(earlier)
        }
        if stop.isOn { return nil }
        switch try await send(pending) {
        case .stored(let job): return job
        case .accepted(let job):
            guard let id = job.id else { return nil }
            try journal.noteJob(id)
            let ended = try await JobFollower(client: client, stop: stop).follow(id, onProgress: onProgress)
            if let problem = ended.refusal { throw refusal(problem, ended.trackingID, pending) }
            return ended.isDone ? job : nil
        }
    }

    /// nil where the server knows it no more.
    private func follow(earlier id: String, _ onProgress: OnProgress?) async throws -> JobItem? {
        do {
            return try await JobFollower(client: client, stop: stop).follow(id, onProgress: onProgress)
        } catch let error as WebexClientError where error.status == 404 {
            return nil
        }
    }

    /// The key is new after each job that came to nothing: the answer to the old one would be that job.
    private func send(_ pending: Pending) async throws -> WebexClient.Together {
        let together = pending.map { list, eTag in
            WebexClient.AtomicList(endpoint: list.endpoint, eTag: eTag, request: list.change.completeRequest)
        }
        let turn = journal.jobs.isEmpty ? "" : "/\(journal.jobs.count)"
        do {
            return try await client.replaceTogether(
                together, idempotencyKey: "\(plan.id)/all\(turn)", asJob: pending.count >= JobFollower.worthwhile)
        } catch let error as WebexClientError {
            let codes = error.problem?.errors.compactMap(\.code) ?? []
            if codes.contains(ErrorCode.idempotencyKeyReused.rawValue) { throw EarlierRunIsStored() }
            if let problem = error.problem { throw refusal(problem, error.trackingID, pending) }
            guard error.status == 404 else { throw error }
            throw ToolFailure("\(client.baseURL) takes no plan as one, only Partyline does; apply without --atomic")
        }
    }

    private func refusal(_ problem: ProblemBody, _ trackingID: String, _ pending: Pending) -> ToolFailure {
        let lines = problem.lines { reason in
            reason.list.flatMap { pending.indices.contains($0) ? pending[$0].list.title : nil }
        }
        return ToolFailure(lines + ["tracking id \(trackingID)"])
    }
}
