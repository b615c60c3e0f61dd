// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

/// The statements of one commit: every edit, its changes, and the answer, to be carried out as one transaction without
/// asking back in between. What an edit expects is checked by the statements themselves.
struct CommitPlan {
    /// A statement, and what it means where it fails.
    struct Step {
        let statement: Statement
        /// What is refused where an expectation does not hold.
        let refusal: CommitRefusal
        /// The edit that it belongs to.
        let edit: Edit?
    }

    let commit: Commit
    private(set) var steps: [Step] = []
    private var changes = CommittedChanges()
    private var edit: Edit?

    /// - Parameter found: What the edits take away, as it is now, in the order of the edits.
    init(_ commit: Commit, found: [FoundState]) throws {
        self.commit = commit
        if let step = commit.job { begin(step) }
        lockInOrder()
        var (found, edits) = (found[...], commit.edits[...])
        while let next = edits.first {
            let run = edits.prefix { $0.replacement != nil }
            if run.isEmpty {
                edit = next
                try add(next, &found)
            } else {
                replaceLists(run)
            }
            edits = edits.dropFirst(max(1, run.count))
        }
        edit = nil
        if !changes.isEmpty {
            changesIndex = steps.count
            add(changes.statement(of: commit), refusal: .constraint)
        }
        if let step = commit.job { finish(step) }
        if let answer = commit.answer { add(answer) }
    }

    var statements: [Statement] { steps.map(\.statement) }

    /// Where the changes' statement is, whose row holds the last sequence; nil where there are no changes.
    private(set) var changesIndex: Int?

    private mutating func add(_ edit: Edit, _ found: inout ArraySlice<FoundState>) throws {
        switch edit {
        // In runs: `replaceLists`.
        case .replaceList: break
        case .setApplication(let application, let before): setApplication(application, before: before)
        case .addOrganisation(let organisation): try add(organisation)
        case .addLocation(let location): try add(location)
        case .addPerson(let person): try add(person)
        case .addWorkspace(let workspace): try add(workspace)
        case .addVirtualLine(let virtualLine): try add(virtualLine)
        case .addApplication(let application): try add(application)
        case .addDevice(let device): try add(device)
        case .removeEndpoint(let list): try removeEndpoint(of: list, found.popFirst())
        case .removeMember(let member): try remove(member, found.popFirst())
        case .setSIPCredential(let endpoint, let before, let after):
            try setSIPCredential(of: endpoint, before: before, after: after, found.popFirst())
        case .addToken(let token, let hash): try add(token, hash: hash)
        case .revokeToken(let token, let at): try revoke(token, at: at)
        }
    }

    /// Lists are judged by how all of them stand in the end: who leaves a list leaves it before anybody enters one, so that
    /// a line on as many endpoints as it may be can move.
    private mutating func replaceLists(_ run: ArraySlice<Edit>) {
        let differences = run.map(\.replacement?.difference)
        for (edit, difference) in zip(run, differences) {
            self.edit = edit
            if let replacement = edit.replacement, let difference { takeOff(difference.gone, for: replacement) }
        }
        for (edit, difference) in zip(run, differences) {
            self.edit = edit
            if let replacement = edit.replacement, let difference { putOn(difference, for: replacement) }
        }
    }

    /// Two commits of several lists would wait for each other if each took its locks in the order of its edits.
    private mutating func lockInOrder() {
        var endpoints: Set<UUID> = []
        var members: Set<UUID> = []
        for replacement in commit.edits.compactMap(\.replacement) {
            endpoints.insert(replacement.endpoint.uuid)
            members.formUnion(replacement.after.map(\.member.uuid))
        }
        if endpoints.count < 2 { return }
        add(SQL.lockEndpoints, [.uuids(Array(endpoints))], refusal: .constraint)
        add(SQL.lockMembers, [.uuids(Array(members))], refusal: .constraint)
    }

    // MARK: - What every edit leaves behind

    mutating func add(_ sql: String, _ values: [Value], refusal: CommitRefusal) {
        add(Statement(sql, values), refusal: refusal)
    }

    private mutating func add(_ statement: Statement, refusal: CommitRefusal) {
        steps.append(Step(statement: statement, refusal: refusal, edit: edit))
    }

    /// - Parameter location: Where an endpoint was that is gone when the changes are stored; others are looked up.
    mutating func record(
        _ kind: ChangeSubject.Kind, _ id: UUID, version: Int64? = nil, before: String?, after: String?,
        location: LocationID? = nil
    ) {
        changes.append(kind, id, version, before, after, location)
    }

    mutating func bury(_ kind: ChangeSubject.Kind, _ id: UUID) {
        add(
            SQL.bury,
            [.uuid(commit.organisation.uuid), .uuid(id), .text(kind.rawValue), .date(commit.origin.at)],
            refusal: .constraint)
    }

    /// What has come back is not deleted any more.
    mutating func unearth(_ id: UUID) {
        add(SQL.unearth, [.uuid(commit.organisation.uuid), .uuid(id)], refusal: .constraint)
    }

    /// An edit of another organisation's thing is a defect of the caller; the thing counts as gone.
    func checkTenant(_ organisation: OrganisationID) throws {
        guard organisation == commit.organisation else { throw CommitRefusal.constraint }
    }

    // MARK: - The answer

    /// How long an answer is replayed, in seconds.
    private static let replayPeriod: TimeInterval = 24 * 60 * 60

    private mutating func add(_ answer: IdempotentAnswer) {
        let oldest = answer.at.addingTimeInterval(-Self.replayPeriod)
        add(SQL.sweepAnswers, [.date(oldest)], refusal: .constraint)
        add(
            SQL.storeAnswer,
            [
                .uuid(answer.key.token.uuid), .text(answer.key.key), .bytes(answer.requestHash), .int(answer.status),
                .text(answer.eTag), .bytes(answer.body), .date(answer.at), .date(oldest),
            ], refusal: .idempotencyKeyTaken)
    }
}

/// The changes of a commit, stored by one statement.
private struct CommittedChanges {
    private var kinds: [String?] = []
    private var ids: [UUID] = []
    private var versions: [Int64?] = []
    private var before: [String?] = []
    private var after: [String?] = []
    private var endpoints: [UUID?] = []
    private var locations: [UUID?] = []

    var isEmpty: Bool { kinds.isEmpty }

    mutating func append(
        _ kind: ChangeSubject.Kind, _ id: UUID, _ version: Int64?, _ before: String?, _ after: String?,
        _ location: LocationID?
    ) {
        kinds.append(kind.rawValue)
        ids.append(id)
        versions.append(version)
        self.before.append(before)
        self.after.append(after)
        endpoints.append(kind.isOfEndpoint && location == nil ? id : nil)
        locations.append(location?.uuid)
    }

    func statement(of commit: Commit) -> Statement {
        let values: [Value] = [
            .uuid(commit.organisation.uuid), .text(commit.cause.rawValue), .text(commit.origin.actor),
            .text(commit.origin.trackingID), .date(commit.origin.at), .texts(kinds), .uuids(ids),
            .ints(versions), .texts(before), .texts(after), .uuids(endpoints), .uuids(locations),
        ]
        guard let job = commit.job else { return Statement(SQL.recordChanges, values) }
        return Statement(SQL.recordChangesOfJob, values + [.uuid(job.job.uuid)])
    }
}
