// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// What an edit takes away or adds to, as it was found before the commit: its change tells what there was.
enum FoundState: Sendable {
    case application(Application)
    case device(Device)
    case person(Person)
    case workspace(Workspace)
    case virtualLine(VirtualLine)
    case nothing
}

extension PostgresStore {
    private static let applicationByID = """
        \(EndpointRows.applicationSource) WHERE e.id = $1 AND e.organisation_id = $2
        """

    /// What the commit's edits take away, in their order; nothing is asked where nothing is taken away.
    func foundStates(for commit: Commit) async throws -> [FoundState] {
        let statements = commit.edits.compactMap { edit -> [Statement]? in
            switch edit {
            case .removeEndpoint(let list): return Self.endpoint(list.endpoint.id, of: commit)
            case .setSIPCredential(let endpoint, _, _): return Self.endpoint(endpoint, of: commit)
            case .removeMember(let member):
                let sql =
                    switch member.kind {
                    case .person: MemberRows.personByID
                    case .workspace: MemberRows.workspaceByID
                    case .virtualLine: MemberRows.virtualLineByID
                    }
                return [Statement(sql, [.uuid(commit.organisation.uuid), .uuid(member.id.uuid)])]
            default: return nil
            }
        }
        if statements.isEmpty { return [] }
        let group = StatementGroup(statements: statements.flatMap { $0 }, isRepeatable: true)
        var answers = try await reads.run(group)[...]
        return try commit.edits.compactMap { edit in
            switch edit {
            case .removeEndpoint, .setSIPCredential:
                let application = try answers.popFirst()??.first(EndpointRows.application)
                let device = try answers.popFirst()??.first(EndpointRows.device)
                return application.map { .application($0) } ?? device.map { .device($0) } ?? .nothing
            case .removeMember(let member):
                return try Self.found(member.kind, answers.popFirst() ?? nil)
            default: return nil
            }
        }
    }

    private static func endpoint(_ endpoint: EndpointID, of commit: Commit) -> [Statement] {
        let values: [Value] = [.uuid(endpoint.uuid), .uuid(commit.organisation.uuid)]
        return [Statement(applicationByID, values), Statement(EndpointRows.deviceByID, values)]
    }

    private static func found(_ kind: MemberKind, _ rows: Rows?) throws -> FoundState {
        switch kind {
        case .person: try rows?.first(MemberRows.person).map { .person($0) } ?? .nothing
        case .workspace: try rows?.first(MemberRows.workspace).map { .workspace($0) } ?? .nothing
        case .virtualLine: try rows?.first(MemberRows.virtualLine).map { .virtualLine($0) } ?? .nothing
        }
    }
}
