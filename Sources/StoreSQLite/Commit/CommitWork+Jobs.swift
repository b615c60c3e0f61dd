// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SharedLine

/// What becomes of the commit's job. Every step expects the job to be somewhere, and is refused where it is not.
extension CommitWork {
    /// Before the edits, which then belong to the job.
    func begin(_ step: JobStep) throws {
        let now = commit.origin.at.milliseconds
        switch step {
        case .accepted(let job, let work, let holding):
            try insert(job)
            try insert(work, of: job.id)
            for address in holding { try hold(address, for: job.id) }
        case .recorded(let job): try insert(job)
        case .taken(let id, let lease):
            try move(
                id,
                """
                UPDATE job SET state = 'running', runner = ?, lease = ?, started = ?3, attempts = attempts + 1, decided = 0 \
                WHERE id = ?4 AND (state = 'queued' OR state = 'running' AND lease < ?3)
                """, [lease.runner.uuid, lease.until.milliseconds, now, id.uuid])
        case .progressed(let id, let lease, let decided):
            try move(
                id, "UPDATE job SET decided = min(?, lists), lease = ? WHERE id = ? AND runner = ?",
                [decided, lease.until.milliseconds, id.uuid, lease.runner.uuid])
        case .completed(let id, let runner):
            try move(
                id,
                """
                UPDATE job SET state = 'done', ended = ?, changed = ?, decided = lists, runner = NULL, lease = NULL \
                WHERE id = ? AND runner = ?
                """, [now, commit.edits.count, id.uuid, runner.uuid])
        case .failed(let id, let runner, let problem):
            try move(
                id,
                """
                UPDATE job SET state = 'failed', ended = ?, problem = ?, runner = NULL, lease = NULL \
                WHERE id = ? AND runner = ?
                """, [now, problem, id.uuid, runner.uuid])
        case .givenBack(let id, let runner):
            try move(
                id, "UPDATE job SET state = 'queued', runner = NULL, lease = NULL WHERE id = ? AND runner = ?",
                [id.uuid, runner.uuid])
        case .cancelled(let id):
            try move(
                id,
                """
                UPDATE job SET state = 'cancelled', ended = ?, runner = NULL, lease = NULL \
                WHERE id = ? AND organisation_id = ? AND ended IS NULL
                """, [now, id.uuid, commit.organisation.uuid])
        }
    }

    /// After the edits: which changes are the job's, and that it holds nothing any more.
    ///
    /// - Parameter before: The last change before the commit's own, which follow each other: there is one writer.
    func finish(_ step: JobStep, changesAfter before: Int64) throws {
        let id = step.job.uuid
        if step.storesLists {
            try db.run(
                "INSERT INTO job_change (job_id, sequence) SELECT ?, sequence FROM change WHERE sequence > ?",
                [id, before])
        }
        if step.isEnd {
            try db.run("DELETE FROM job_work WHERE job_id = ?", [id])
            try db.run("UPDATE endpoint SET held_by = NULL WHERE held_by = ?", [id])
        }
    }

    private func move(_ job: JobID, _ sql: String, _ arguments: StatementArguments) throws {
        if try db.run(sql, arguments) != 1 { throw CommitRefusal.jobMoved(job) }
    }

    private func insert(_ job: Job) throws {
        guard job.organisation == commit.organisation else { throw CommitRefusal.jobMoved(job.id) }
        try db.run(
            """
            INSERT INTO job (id, organisation_id, token_id, tracking_id, state, lists, decided, changed, attempts, created, \
            ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                job.id.uuid, job.organisation.uuid, job.token.uuid, job.trackingID, job.state.rawValue, job.lists,
                job.decided, job.changed, job.attempts, job.created.milliseconds, job.ended?.milliseconds,
            ])
    }

    private func insert(_ work: JobWork, of job: JobID) throws {
        let (body, isStrict, undoes): (Data?, Bool, UUID?) =
            switch work {
            case .plan(let body, let isStrict): (body, isStrict, nil)
            case .undo(let other): (nil, true, other.uuid)
            }
        try db.run(
            "INSERT INTO job_work (job_id, body, is_strict, undoes) VALUES (?, ?, ?, ?)",
            [job.uuid, body, isStrict, undoes])
    }

    // MARK: - Holding

    private func hold(_ address: EndpointAddress, for job: JobID) throws {
        let (condition, id) =
            switch address {
            case .application(let person): ("owner_id = ?2 AND kind = 'application'", person.uuid)
            case .device(let device): ("id = ?2", device.uuid)
            }
        let place: StatementArguments = [commit.organisation.uuid, id]
        let held = try db.run(
            "UPDATE endpoint SET held_by = ?3 WHERE organisation_id = ?1 AND \(condition) AND held_by IS NULL",
            place + [job.uuid])
        if held == 1 { return }
        let holder = try db.row(
            "SELECT id, held_by FROM endpoint WHERE organisation_id = ?1 AND \(condition) AND held_by IS NOT NULL",
            place
        ) { row in (endpoint: EndpointID(row[0]), job: JobID(row[1])) }
        if let holder, holder.job != job { throw CommitRefusal.held(holder.endpoint, by: holder.job) }
    }

    /// Why the endpoint's version could not be moved.
    func refusal(toMove endpoint: EndpointID) throws -> CommitRefusal {
        let holder = try db.row(
            "SELECT held_by FROM endpoint WHERE id = ? AND organisation_id = ? AND held_by IS NOT NULL",
            [endpoint.uuid, commit.organisation.uuid]
        ) { JobID($0[0]) }
        if let holder, holder != commit.job?.job { return .held(endpoint, by: holder) }
        return .moved(endpoint)
    }
}
