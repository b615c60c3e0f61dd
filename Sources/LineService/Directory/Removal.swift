// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// Deleting members and devices: their lines leave every list in the same commit, each list as a change of its own.
extension DirectoryService {
    /// Deletes a person, workspace or virtual line together with the endpoints it owns.
    public func removeMember(_ id: MemberID, kind: MemberKind, for authority: Authority) async throws {
        try await committing(for: authority, cause: .memberDeleted) {
            let member = try await self.member(id, kind: kind, for: authority)
            let lists = try await self.store.memberLists(showing: id, in: authority.organisation)
            let owned = lists.filter { $0.endpoint.owner.id == id }
            let shared = lists.filter { $0.endpoint.owner.id != id }
            return shared.map { .replaceList($0.without(id)) } + owned.map(Edit.removeEndpoint)
                + [.removeMember(member)]
        }
    }

    /// Deletes a device. The lines of others on it lose this place alone.
    public func removeDevice(_ id: EndpointID, for authority: Authority) async throws {
        try await committing(for: authority, cause: .endpointDeleted) {
            _ = try await self.device(id, for: authority)
            guard let list = try await self.store.memberList(at: .device(id), in: authority.organisation) else {
                throw try await self.missing(id.uuid, .device, in: authority.organisation)
            }
            return [.removeEndpoint(list)]
        }
    }

    private func committing(
        for authority: Authority, cause: ChangeCause, _ edits: () async throws -> [Edit]
    ) async throws {
        for _ in 0..<Self.maximumAttempts {
            let commit = Commit(
                organisation: authority.organisation, origin: authority.origin(at: now()), cause: cause,
                edits: try await edits(), answer: nil)
            do {
                try await store.commit(commit)
                return
            } catch CommitRefusal.moved, CommitRefusal.constraint {
                continue
            }
        }
        throw ServiceError.contended
    }
}

extension MemberList {
    /// The list without that member; the other ports stay.
    fileprivate func without(_ member: MemberID) -> MemberListReplacement {
        MemberListReplacement(
            endpoint: endpoint.id, expectedVersion: version, before: lines,
            after: lines.filter { $0.member != member })
    }
}
