// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine

/// Reading and replacing member lists: allow, load, decide, commit if unchanged.
public struct MemberListService: Sendable {
    /// How often an edit without `If-Match` is decided again on a list that others keep changing.
    static let maximumAttempts = 100

    let store: any Store
    let cache: SnapshotCache
    let now: @Sendable () -> Date

    public init(store: any Store, cache: SnapshotCache, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.cache = cache
        self.now = now
    }

    /// The list of an endpoint within the authority's reach.
    public func list(at address: EndpointAddress, for authority: Authority) async throws -> MemberList {
        try await list(at: address, for: authority, asOf: authority.asOf)
    }

    /// - Parameter mark: up to which commit the cache has been refreshed.
    private func list(
        at address: EndpointAddress, for authority: Authority, asOf mark: ChangeMark
    ) async throws -> MemberList {
        let key = SnapshotCache.ListKey(organisation: authority.organisation, address: address)
        if let list = cache.list(key) {
            try authority.requireReach(to: list.endpoint.owner.location?.id)
            return list
        }
        guard let list = try await store.memberList(at: address, in: authority.organisation) else {
            throw try await missing(address, in: authority.organisation)
        }
        cache.keep(list, key, asOf: mark)
        try authority.requireReach(to: list.endpoint.owner.location?.id)
        return list
    }

    /// Decides an edit and stores it, unless it is only tried or changes nothing.
    public func replace(
        at address: EndpointAddress, with edit: MemberListEdit, under condition: EditCondition, for authority: Authority
    ) async throws -> MemberListOutcome {
        var mark = authority.asOf
        for _ in 0..<Self.maximumAttempts {
            let snapshot = try await snapshot(at: address, for: edit, authority, asOf: mark)
            try await check(condition, on: snapshot.list, authority)
            let decision = try MemberListRules.decide(edit, on: snapshot, reach: authority.reach)
                .mapError(ServiceError.refusedList).get()
            if condition.isDryRun { return .decided(decision, snapshot) }
            do {
                return try await commit(decision, on: snapshot, condition, authority)
            } catch CommitRefusal.moved, CommitRefusal.constraint {
                // Another edit came first: what it left is decided on again, and says itself what is wrong now.
                mark = try await cache.refresh()
            } catch CommitRefusal.idempotencyKeyTaken {
                throw ServiceError.idempotencyKeyInFlight
            }
        }
        throw ServiceError.contended
    }

    private func commit(
        _ decision: MemberListDecision, on snapshot: MemberListSnapshot, _ condition: EditCondition,
        _ authority: Authority
    ) async throws -> MemberListOutcome {
        let list = snapshot.list
        let version = decision.isChange ? list.version + 1 : list.version
        let answer = condition.keyed?.answer(version: version, at: now())
        if decision.isChange || answer != nil {
            let replacement = MemberListReplacement(
                endpoint: list.endpoint.id, expectedVersion: list.version, before: list.lines, after: decision.lines)
            try await store.commit(
                Commit(
                    organisation: authority.organisation, origin: authority.origin(at: now()), cause: .edit,
                    edits: decision.isChange ? [.replaceList(replacement)] : [], answer: answer))
        }
        return .replaced(version: version)
    }

    /// What an edit is decided on. A list that is at hand and holds all the named members needs no read: the commit is
    /// refused if it has changed since.
    private func snapshot(
        at address: EndpointAddress, for edit: MemberListEdit, _ authority: Authority, asOf mark: ChangeMark
    ) async throws -> MemberListSnapshot {
        let list = try await list(at: address, for: authority, asOf: mark)
        let standing = Dictionary(
            list.entries.map { ($0.member.id, $0.member) }, uniquingKeysWith: { first, _ in first })
        let named = edit.namedMembers
        if named.allSatisfy({ standing[$0] != nil }) {
            return MemberListSnapshot(
                list: list, named: standing.mapValues { NamedMember(member: $0, endpointCount: 0) })
        }
        guard let snapshot = try await store.snapshot(at: address, naming: named, in: authority.organisation) else {
            throw try await missing(address, in: authority.organisation)
        }
        return snapshot
    }

    func check(_ condition: EditCondition, on list: MemberList, _ authority: Authority) async throws {
        switch condition.match {
        case .versions(let versions) where !versions.contains(list.version):
            throw ServiceError.stale(current: list.version)
        case .versions, .exists:
            return
        case .none:
            if try await organisation(for: authority).requiresIfMatch { throw ServiceError.ifMatchRequired }
        }
    }

    private func organisation(for authority: Authority) async throws -> Organisation {
        if let organisation = cache.organisation(authority.organisation) { return organisation }
        guard let organisation = try await store.organisation(authority.organisation) else {
            throw ServiceError.notFound(.organisation)
        }
        cache.keep(organisation, asOf: authority.asOf)
        return organisation
    }

    /// Why there is no list at the address: 404, or 410 where there was one.
    func missing(_ address: EndpointAddress, in organisation: OrganisationID) async throws -> ServiceError {
        switch address {
        case .application(let person):
            try await store.tombstone(person.uuid, in: organisation).map { .gone($0.subject.kind) }
                ?? .notFound(.person)
        case .device(let device):
            try await store.tombstone(device.uuid, in: organisation).map { .gone($0.subject.kind) }
                ?? .notFound(.device)
        }
    }
}

extension Authority {
    func origin(at moment: Date) -> ChangeOrigin {
        ChangeOrigin(actor: "token:\(token)", trackingID: trackingID, at: moment)
    }
}
