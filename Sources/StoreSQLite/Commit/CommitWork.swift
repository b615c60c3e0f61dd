// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SharedLine

/// Carries one commit out within a savepoint: every edit with its change, and the answer. Whatever it throws undoes all.
struct CommitWork {
    let commit: Commit
    let db: Database
    private var lastSequence: Int64 = 0

    init(_ commit: Commit, _ db: Database) {
        self.commit = commit
        self.db = db
    }

    /// Returns the sequence of the last change, 0 where there was none.
    mutating func carryOut(_ steps: [CommitStep]) throws -> Int64 {
        guard let job = commit.job else { return try carryOutEdits(steps) }
        let before = try db.row("SELECT max(sequence) FROM change", []) { $0[0] as Int64? } ?? nil
        try begin(job)
        _ = try carryOutEdits(steps)
        try finish(job, changesAfter: before ?? 0)
        return lastSequence
    }

    private mutating func carryOutEdits(_ steps: [CommitStep]) throws -> Int64 {
        for step in steps {
            do {
                switch step {
                case .edit(let edit): try carryOut(edit)
                case .lists(let replacements): try replaceLists(replacements)
                }
            } catch let error as DatabaseError {
                throw try refusal(of: step, error)
            }
        }
        if let answer = commit.answer { try store(answer) }
        return lastSequence
    }

    private mutating func carryOut(_ edit: Edit) throws {
        switch edit {
        case .replaceList(let replacement): try replaceLists([PreparedReplacement(replacement)])
        case .setApplication(let application, let before): try setApplication(application, before: before)
        case .addOrganisation(let organisation): try add(organisation)
        case .addLocation(let location): try add(location)
        case .addPerson(let person): try add(person)
        case .addWorkspace(let workspace): try add(workspace)
        case .addVirtualLine(let virtualLine): try add(virtualLine)
        case .addApplication(let application): try add(application)
        case .addDevice(let device): try add(device)
        case .removeEndpoint(let list): try removeEndpoint(of: list)
        case .removeMember(let member): try remove(member)
        case .setSIPCredential(let endpoint, let before, let after):
            try setSIPCredential(of: endpoint, before: before, after: after)
        case .addToken(let token, let hash): try add(token, hash: hash)
        case .revokeToken(let token, let at): try revoke(token, at: at)
        }
    }

    // MARK: - What every edit leaves behind

    mutating func record(
        _ kind: ChangeSubject.Kind, _ id: UUID, version: Int64? = nil, before: String?, after: String?
    ) throws {
        let origin = commit.origin
        let insert = try BoundStatement(
            """
            INSERT INTO change (organisation_id, subject_kind, subject_id, location_id, cause, actor, tracking_id, \
            at, version, before, after) VALUES (?1, ?2, ?3, (SELECT m.location_id FROM endpoint e \
            JOIN member m ON m.id = e.owner_id WHERE e.id = ?4), ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """, db)
        insert.bind(commit.organisation.uuid, at: 1)
        insert.bind(kind.rawValue, at: 2)
        insert.bind(id, at: 3)
        insert.bind(kind.isOfEndpoint ? id : nil, at: 4)
        insert.bind(commit.cause.rawValue, at: 5)
        insert.bind(origin.actor, at: 6)
        insert.bind(origin.trackingID, at: 7)
        insert.bind(origin.at.milliseconds, at: 8)
        insert.bind(version, at: 9)
        insert.bind(before, at: 10)
        insert.bind(after, at: 11)
        _ = try insert.run()
        lastSequence = db.lastInsertedRowID
    }

    func bury(_ kind: ChangeSubject.Kind, _ id: UUID) throws {
        try db.run(
            "INSERT OR REPLACE INTO tombstone (organisation_id, id, kind, deleted) VALUES (?, ?, ?, ?)",
            [commit.organisation.uuid, id, kind.rawValue, commit.origin.at.milliseconds])
    }

    /// What has come back is not deleted any more.
    func unearth(_ id: UUID) throws {
        try db.run(
            "DELETE FROM tombstone WHERE organisation_id = ? AND id = ?", [commit.organisation.uuid, id])
    }

    /// An edit of another organisation's thing is a defect of the caller; the thing counts as gone.
    func checkTenant(_ organisation: OrganisationID) throws {
        guard organisation == commit.organisation else { throw CommitRefusal.constraint }
    }

    // MARK: - The answer

    /// How long an answer is replayed.
    private static let replayPeriod: Int64 = 24 * 60 * 60 * 1000
    /// Old answers taken away with each new one, so that their number stays bounded without a sweeper.
    private static let sweptAtOnce = 4

    private func store(_ answer: IdempotentAnswer) throws {
        let (token, key) = (answer.key.token.uuid, answer.key.key)
        let oldest = answer.at.milliseconds - Self.replayPeriod
        try db.run(
            """
            DELETE FROM idempotent_answer WHERE (token_id, key) IN \
            (SELECT token_id, key FROM idempotent_answer WHERE at < ? ORDER BY at LIMIT \(Self.sweptAtOnce))
            """, [oldest])
        let written = try db.run(
            """
            INSERT INTO idempotent_answer (token_id, key, request_hash, status, etag, body, at) \
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (token_id, key) DO UPDATE \
            SET request_hash = excluded.request_hash, status = excluded.status, etag = excluded.etag, \
            body = excluded.body, at = excluded.at WHERE idempotent_answer.at < ?
            """,
            [
                token, key, answer.requestHash, answer.status, answer.eTag, answer.body, answer.at.milliseconds,
                oldest,
            ])
        if written == 0 { throw CommitRefusal.idempotencyKeyTaken }
    }
}
