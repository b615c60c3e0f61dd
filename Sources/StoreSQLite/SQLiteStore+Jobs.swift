// SPDX-License-Identifier: Apache-2.0

public import Foundation
import GRDB
public import SharedLine

private enum JobRows {
    static let columns = """
        j.id, j.organisation_id, j.token_id, j.tracking_id, j.state, j.lists, j.decided, j.changed, j.problem, j.attempts, \
        j.created, j.started, j.ended
        """
    static let columnCount = 13

    static func job(_ row: Row) throws -> Job {
        Job(
            id: JobID(row[0]), organisation: OrganisationID(row[1]), token: TokenID(row[2]), trackingID: row[3],
            state: try row.value(4, of: "job.state"), lists: row[5], decided: row[6], changed: row[7], problem: row[8],
            attempts: row[9], created: row.date(10), started: row.optionalDate(11), ended: row.optionalDate(12))
    }

    static func work(_ row: Row, at start: Int) -> JobWork {
        if let other = row[start + 2] as UUID? { return .undo(JobID(other)) }
        return .plan(body: row[start] as Data? ?? Data(), isStrict: row[start + 1])
    }
}

extension SQLiteStore {
    public func job(_ id: JobID, in organisation: OrganisationID) async throws -> Job? {
        let sql = "SELECT \(JobRows.columns) FROM job j WHERE j.id = ? AND j.organisation_id = ?"
        return try await quickRead { db in try db.row(sql, [id.uuid, organisation.uuid], JobRows.job) }
    }

    public func jobToTake(at moment: Date) async throws -> (job: Job, work: JobWork)? {
        let sql = """
            SELECT \(JobRows.columns), w.body, w.is_strict, w.undoes FROM job j JOIN job_work w ON w.job_id = j.id \
            WHERE j.ended IS NULL AND (j.state = 'queued' OR j.lease < ?) ORDER BY j.created LIMIT 1
            """
        return try await read { db in
            try db.row(sql, [moment.milliseconds]) { row in
                (try JobRows.job(row), JobRows.work(row, at: JobRows.columnCount))
            }
        }
    }

    public func openJobs() async throws -> [Job] {
        let sql = "SELECT \(JobRows.columns) FROM job j WHERE j.ended IS NULL ORDER BY j.created"
        return try await quickRead { db in try db.rows(sql, [], JobRows.job) }
    }

    public func changes(of job: JobID, in organisation: OrganisationID) async throws -> [Change] {
        let sql = """
            \(ChangeRows.source) WHERE sequence IN (SELECT sequence FROM job_change WHERE job_id = ?) \
            AND +organisation_id = ? ORDER BY sequence
            """
        return try await read { db in try db.rows(sql, [job.uuid, organisation.uuid], ChangeRows.change) }
    }
}
