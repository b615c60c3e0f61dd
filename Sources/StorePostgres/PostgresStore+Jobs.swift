// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine

private enum JobRows {
    static let columns = """
        j.id, j.organisation_id, j.token_id, j.tracking_id, j.state, j.lists, j.decided, j.changed, j.problem, j.attempts, \
        j.created, j.started, j.ended
        """
    static let byID = "SELECT \(columns) FROM job j WHERE j.id = $1 AND j.organisation_id = $2"
    static let toTake = """
        SELECT \(columns), w.body, w.is_strict, w.undoes FROM job j JOIN job_work w ON w.job_id = j.id \
        WHERE j.ended IS NULL AND (j.state = 'queued' OR j.lease < $1) ORDER BY j.created LIMIT 1
        """
    static let open = "SELECT \(columns) FROM job j WHERE j.ended IS NULL ORDER BY j.created"
    static let changes = """
        \(ChangeRows.source) WHERE sequence IN (SELECT sequence FROM job_change WHERE job_id = $1) \
        AND organisation_id = $2 ORDER BY sequence
        """

    static func job(_ row: inout Row) throws -> Job {
        Job(
            id: try row.next(), organisation: try row.next(), token: try row.next(), trackingID: try row.next(),
            state: try row.next(), lists: try row.next(), decided: try row.next(), changed: try row.next(),
            problem: try row.next(), attempts: try row.next(), created: try row.next(), started: try row.next(),
            ended: try row.next())
    }

    static func work(_ row: inout Row) throws -> JobWork {
        let (body, isStrict, undoes) = (try row.next() as Data?, try row.next() as Bool, try row.next() as JobID?)
        return undoes.map(JobWork.undo) ?? .plan(body: body ?? Data(), isStrict: isStrict)
    }
}

extension PostgresStore {
    public func job(_ id: JobID, in organisation: OrganisationID) async throws -> Job? {
        try await read(JobRows.byID, [.uuid(id.uuid), .uuid(organisation.uuid)]).first(JobRows.job)
    }

    public func jobToTake(at moment: Date) async throws -> (job: Job, work: JobWork)? {
        try await search(JobRows.toTake, [.date(moment)]).first { row in
            (job: try JobRows.job(&row), work: try JobRows.work(&row))
        }
    }

    public func openJobs() async throws -> [Job] {
        try await read(JobRows.open, []).map(JobRows.job)
    }

    public func changes(of job: JobID, in organisation: OrganisationID) async throws -> [Change] {
        try await search(JobRows.changes, [.uuid(job.uuid), .uuid(organisation.uuid)]).map(ChangeRows.change)
    }

    /// Who holds what the commit wanted to write; nil where that has not been the reason, or is not any more.
    func holder(behind refusal: CommitRefusal, of commit: Commit) async throws -> CommitRefusal? {
        let rows: Rows
        switch (refusal, commit.job) {
        case (.moved(let endpoint), _):
            rows = try await read(SQL.holder, [.uuid(endpoint.uuid), .uuid(commit.organisation.uuid)])
        case (.jobMoved, .accepted(_, _, let holding)?):
            rows = try await search(SQL.firstHeld, HeldPlaces(holding).values(in: commit.organisation))
        default: return nil
        }
        let found = try rows.first { row in (endpoint: try row.next() as EndpointID, job: try row.next() as JobID) }
        guard let found, found.job != commit.job?.job else { return nil }
        return .held(found.endpoint, by: found.job)
    }
}

extension Job.State: ColumnWord {}
