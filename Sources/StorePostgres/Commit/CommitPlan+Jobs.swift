// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

/// What becomes of the commit's job. Every step expects the job to be somewhere, and is refused where it is not.
extension CommitPlan {
    /// Before the edits, which then belong to the job. Whoever moves a job holds its row until the end, so that of an end and
    /// a cancellation one is first.
    mutating func begin(_ step: JobStep) {
        let id = step.job
        let (now, refusal) = (commit.origin.at, CommitRefusal.jobMoved(step.job))
        switch step {
        case .accepted(let job, let work, let holding):
            insert(job)
            insert(work, of: id)
            hold(holding, for: id)
        case .recorded(let job): insert(job)
        case .taken(_, let lease):
            add(
                SQL.takeJob, [.uuid(id.uuid), .uuid(lease.runner.uuid), .date(lease.until), .date(now)],
                refusal: refusal)
        case .progressed(_, let lease, let decided):
            add(
                SQL.noteProgress,
                [.uuid(id.uuid), .uuid(lease.runner.uuid), .date(lease.until), .int(decided)], refusal: refusal)
        case .completed(_, let runner):
            add(
                SQL.completeJob, [.uuid(id.uuid), .uuid(runner.uuid), .date(now), .int(commit.edits.count)],
                refusal: refusal)
        case .failed(_, let runner, let problem):
            add(SQL.failJob, [.uuid(id.uuid), .uuid(runner.uuid), .date(now), .bytes(problem)], refusal: refusal)
        case .givenBack(_, let runner):
            add(SQL.giveJobBack, [.uuid(id.uuid), .uuid(runner.uuid)], refusal: refusal)
        case .cancelled:
            add(SQL.cancelJob, [.uuid(id.uuid), .uuid(commit.organisation.uuid), .date(now)], refusal: refusal)
        }
    }

    /// After the edits: the job holds nothing any more.
    mutating func finish(_ step: JobStep) {
        guard step.isEnd else { return }
        add(SQL.forgetWork, [.uuid(step.job.uuid)], refusal: .constraint)
        add(SQL.release, [.uuid(step.job.uuid)], refusal: .constraint)
    }

    private mutating func insert(_ job: Job) {
        add(
            SQL.insertJob,
            [
                .uuid(job.id.uuid), .uuid(commit.organisation.uuid), .uuid(job.token.uuid), .text(job.trackingID),
                .text(job.state.rawValue), .int(job.lists), .int(job.decided), .int(job.changed.map(Int64.init)),
                .int(job.attempts), .date(job.created), .date(job.ended),
            ], refusal: .jobMoved(job.id))
    }

    private mutating func insert(_ work: JobWork, of job: JobID) {
        let (body, isStrict, undoes): (Data?, Bool, UUID?) =
            switch work {
            case .plan(let body, let isStrict): (body, isStrict, nil)
            case .undo(let other): (nil, true, other.uuid)
            }
        add(SQL.insertWork, [.uuid(job.uuid), .bytes(body), .bool(isStrict), .uuid(undoes)], refusal: .jobMoved(job))
    }

    /// The rows are locked first, in the order in which every commit locks them; then nobody else can begin to hold one.
    private mutating func hold(_ addresses: [EndpointAddress], for job: JobID) {
        if addresses.isEmpty { return }
        let place = HeldPlaces(addresses).values(in: commit.organisation)
        add(SQL.lockHeld, place, refusal: .constraint)
        add(SQL.refuseHeld, place, refusal: .jobMoved(job))
        add(SQL.hold, place + [.uuid(job.uuid)], refusal: .constraint)
    }
}

/// Endpoints by their owners and by themselves, as statements take them.
struct HeldPlaces {
    private var people: [UUID] = []
    private var devices: [UUID] = []

    init(_ addresses: [EndpointAddress]) {
        for address in addresses {
            switch address {
            case .application(let person): people.append(person.uuid)
            case .device(let device): devices.append(device.uuid)
            }
        }
    }

    func values(in organisation: OrganisationID) -> [Value] {
        [.uuid(organisation.uuid), .uuids(people), .uuids(devices)]
    }
}

extension SQL {
    fileprivate static let insertJob = """
        INSERT INTO job (id, organisation_id, token_id, tracking_id, state, lists, decided, changed, attempts, created, ended) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """
    fileprivate static let insertWork = """
        INSERT INTO job_work (job_id, body, is_strict, undoes) VALUES ($1, $2, $3, $4)
        """

    fileprivate static let takeJob = expecting(
        """
        UPDATE job SET state = 'running', runner = $2, lease = $3, started = $4, attempts = attempts + 1, decided = 0 \
        WHERE id = $1 AND (state = 'queued' OR state = 'running' AND lease < $4)
        """)
    fileprivate static let noteProgress = expecting(
        "UPDATE job SET decided = least($4, lists), lease = $3 WHERE id = $1 AND runner = $2")
    fileprivate static let completeJob = expecting(
        """
        UPDATE job SET state = 'done', ended = $3, changed = $4, decided = lists, runner = NULL, lease = NULL \
        WHERE id = $1 AND runner = $2
        """)
    fileprivate static let failJob = expecting(
        """
        UPDATE job SET state = 'failed', ended = $3, problem = $4, runner = NULL, lease = NULL \
        WHERE id = $1 AND runner = $2
        """)
    fileprivate static let giveJobBack = expecting(
        "UPDATE job SET state = 'queued', runner = NULL, lease = NULL WHERE id = $1 AND runner = $2")
    fileprivate static let cancelJob = expecting(
        """
        UPDATE job SET state = 'cancelled', ended = $3, runner = NULL, lease = NULL \
        WHERE id = $1 AND organisation_id = $2 AND ended IS NULL
        """)

    fileprivate static let forgetWork = "DELETE FROM job_work WHERE job_id = $1"
    fileprivate static let release = "UPDATE endpoint SET held_by = NULL WHERE held_by = $1"

    private static let held = """
        organisation_id = $1 AND (id = ANY ($3) OR kind = 'application' AND owner_id = ANY ($2))
        """
    fileprivate static let lockHeld = """
        SELECT count(*) FROM (SELECT 1 FROM endpoint WHERE \(held) ORDER BY id FOR NO KEY UPDATE) locked
        """
    fileprivate static let refuseHeld = """
        SELECT refuse_unless(NOT EXISTS (SELECT 1 FROM endpoint WHERE \(held) AND held_by IS NOT NULL))
        """
    fileprivate static let hold = "UPDATE endpoint SET held_by = $4 WHERE \(held)"
    static let firstHeld = "SELECT id, held_by FROM endpoint WHERE \(held) AND held_by IS NOT NULL ORDER BY id LIMIT 1"
    static let holder =
        "SELECT id, held_by FROM endpoint WHERE id = $1 AND organisation_id = $2 AND held_by IS NOT NULL"
}
