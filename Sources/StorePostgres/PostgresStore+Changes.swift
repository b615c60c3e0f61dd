// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SharedLine

/// Changes are numbered before they can be seen, so that a higher number may be seen first. Up to the horizon no number is
/// under way; what is read in order ends there.
enum Horizon {
    /// Goes before a statement that reads changes: the horizon must be older than what that statement sees.
    static let note = Statement("SELECT set_config('partyline.horizon', change_horizon()::text, true)")
    static let noted = "current_setting('partyline.horizon')::bigint"
    /// Whether there is something that can be seen and not be told yet.
    static let holdsBack = Statement("SELECT EXISTS (SELECT 1 FROM change WHERE sequence > \(noted))")
}

extension PostgresStore {
    public func changeMark() async throws -> ChangeMark {
        try await marks.mark()
    }

    static let last = "SELECT coalesce(max(sequence), 0) FROM change WHERE sequence <= \(Horizon.noted)"

    public func lastChange() async throws -> Int64 {
        try await read(.read(Horizon.note, Statement(Self.last))).first { row in try row.next() } ?? 0
    }

    public func changes(after sequence: Int64, max: Int) async throws -> [Change] {
        let statement = Statement(ChangeRows.after, [.int(sequence), .int(max)])
        let answers = try await answers(to: .read(Horizon.note, statement, Horizon.holdsBack))
        // What is held back may be told without any further commit: when the one before it is given up.
        if try answers[2]?.first({ row in try row.next() as Bool }) == true { marks.move() }
        return try answers[1]?.map(ChangeRows.change) ?? []
    }

    public func changes(_ query: ChangeQuery, after sequence: Int64, max: Int) async throws -> [Change] {
        var conditions = ChangeRows.conditions(of: query, after: sequence)
        let limit = conditions.numbered("LIMIT ?", [.int(max)])
        let sql = "\(ChangeRows.source) WHERE \(conditions.text) ORDER BY sequence \(limit)"
        return try await search(.read(Horizon.note, .once(sql, conditions.values))).map(ChangeRows.change)
    }

    private static let subjectsAfter = """
        SELECT sequence, least(sequence, \(Horizon.noted)), subject_kind, subject_id FROM change WHERE sequence > $1 \
        ORDER BY sequence LIMIT $2
        """

    /// What is beyond the horizon is told, too; one reads on from the horizon.
    public func changedSubjects(after sequence: Int64, max: Int) async throws -> [ChangedSubject] {
        let statement = Statement(Self.subjectsAfter, [.int(sequence), .int(max)])
        return try await read(.read(Horizon.note, statement)).map { row in
            ChangedSubject(
                sequence: try row.next(), place: try row.next(),
                subject: ChangeSubject(kind: try row.next(), id: try row.next()))
        }
    }

    // MARK: - Of one list

    public func listChanges(
        of endpoint: EndpointID, in organisation: OrganisationID, before sequence: Int64?, max: Int
    ) async throws -> [Change] {
        let values: [Value] = [.uuid(endpoint.uuid), .uuid(organisation.uuid), .int(sequence ?? .max), .int(max)]
        return try await read(ChangeRows.ofListBefore, values).map(ChangeRows.change)
    }

    public func listChange(
        of endpoint: EndpointID, in organisation: OrganisationID, version: Int64
    ) async throws -> Change? {
        let values: [Value] = [.uuid(endpoint.uuid), .uuid(organisation.uuid), .int(version)]
        return try await search(ChangeRows.ofListByVersion, values).first(ChangeRows.change)
    }

    // MARK: - Waking

    /// Commits of this node wake at once, those of others when the server has passed them on.
    public func wakeUps() -> AsyncStream<Void> {
        wakeUpCalls.listen()
        return commitSignal.wakeUps()
    }
}
