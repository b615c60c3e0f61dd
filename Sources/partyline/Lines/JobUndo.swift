// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinePlan
import LineTool
import PartylineApp
import SharedLine
import WebexClient
import WebexWire

/// Taking back whatever a job of the server has changed, as one.
extension LinesSession {
    func undoJob(_ id: String, _ options: ApplyOptions) async throws {
        let job = try await onPartyline { try await client.job(id).job }
        guard job.isDone, let changed = job.changed else {
            throw ToolFailure("job \(id) is \(job.state): it has stored nothing that could be taken back")
        }
        try confirm(job, changed, options)
        let stop = StopSwitch()
        let signals = StopSignals(stop, saying: "cancelling; nothing is put back then")
        defer { signals.end() }
        do {
            guard let undone = try await sendUndo(of: id, changed, stop) else {
                StandardError.write("Nothing was put back.")
                throw signals.wasInterrupted ? LinesExit.interrupted : LinesExit.failed
            }
            StandardError.write("\(changed) lists stand as before job \(id).")
            if let way = undone.id { StandardError.write("To take that back: partyline lines undo \(way)") }
        } catch let error as WebexClientError {
            guard let problem = error.problem else { throw error }
            throw refusal(problem, error.trackingID)
        }
    }

    private func confirm(_ job: JobItem, _ changed: Int, _ options: ApplyOptions) throws {
        if let most = options.maxChanges, changed > most {
            throw CommandFailure(
                .failed, ["\(changed) lists would be put back, --max-changes allows \(most); nothing was written"])
        }
        if options.yes { return }
        StandardError.write("\(job.created.text), \(job.actor): \(changed) lists")
        try terminal.confirm("Put all of them back as they were before?")
    }

    /// - Returns: the job that put everything back; nil where it was ended before.
    private func sendUndo(
        of id: String, _ changed: Int, _ stop: StopSwitch
    ) async throws -> WebexClient.Together.Job? {
        let sent = try await client.undoJob(
            id, idempotencyKey: "undo/\(UUID())", asJob: changed >= JobFollower.worthwhile)
        switch sent {
        case .stored(let job): return job
        case .accepted(let job):
            guard let undo = job.id else { return job }
            let ended = try await withBar("putting back") { onProgress in
                try await JobFollower(client: client, stop: stop).follow(undo, onProgress: onProgress)
            }
            if let problem = ended.refusal { throw refusal(problem, ended.trackingID) }
            return ended.isDone ? job : nil
        }
    }

    /// The server says whose list it is, unless that has been deleted.
    private func refusal(_ problem: ProblemBody, _ trackingID: String) -> ToolFailure {
        let lines = problem.lines { $0.code == ErrorCode.deleted.rawValue ? $0.endpointID?.text : nil }
        return ToolFailure(lines + ["tracking id \(trackingID)"])
    }
}
