// SPDX-License-Identifier: Apache-2.0

public import Foundation
import Instruments
public import SharedLine

/// Reading and replacing member lists: allow, load, decide, commit if unchanged.
public struct MemberListService: Sendable {
    /// How often an edit without `If-Match` is decided again on a list that others keep changing.
    static let maximumAttempts = 100

    let store: any Store
    let cache: SnapshotCache
    let now: @Sendable () -> Date
    let endings = CounterByCase<EditEnding>()

    public init(store: any Store, cache: SnapshotCache, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.cache = cache
        self.now = now
    }

    /// The list of an endpoint within the authority's reach.
    public func list(at address: EndpointAddress, for authority: Authority) async throws -> MemberList {
        try await list(at: address, for: authority, asOf: authority.asOf)
    }

    /// - Parameter moment: up to where the cache has been refreshed.
    private func list(
        at address: EndpointAddress, for authority: Authority, asOf moment: CacheMoment
    ) async throws -> MemberList {
        let key = SnapshotCache.ListKey(organisation: authority.organisation, address: address)
        if let list = cache.list(key) {
            try authority.requireReach(to: list.endpoint.owner.location?.id)
            return list
        }
        guard let list = try await store.memberList(at: address, in: authority.organisation) else {
            throw try await missing(address, in: authority.organisation)
        }
        cache.keep(list, key, asOf: moment)
        try authority.requireReach(to: list.endpoint.owner.location?.id)
        return list
    }

    /// Decides an edit and stores it, unless it is only tried or changes nothing.
    public func replace(
        at address: EndpointAddress, with edit: MemberListEdit, under condition: EditCondition, for authority: Authority
    ) async throws -> MemberListOutcome {
        try await endings.counting {
            try await decideAndStore(edit, at: address, under: condition, for: authority)
        }
    }

    private func decideAndStore(
        _ edit: MemberListEdit, at address: EndpointAddress, under condition: EditCondition, for authority: Authority
    ) async throws -> (MemberListOutcome, EditEnding) {
        var moment = authority.asOf
        for _ in 0..<Self.maximumAttempts {
            let snapshot = try await snapshot(at: address, for: edit, authority, asOf: moment)
            try await check(condition, on: snapshot.list, authority)
            let decision = try MemberListRules.decide(edit, on: snapshot, reach: authority.reach)
                .mapError(ServiceError.refusedList).get()
            if condition.isDryRun { return (.decided(decision, snapshot), .tried) }
            do {
                let version = try await commit(
                    decision, on: snapshot, at: address, asOf: moment, condition, authority)
                return (.replaced(version: version), decision.isChange ? .changed : .unchanged)
            } catch CommitRefusal.moved, CommitRefusal.constraint {
                // Another edit came first: what it left is decided on again, and says itself what is wrong now.
                moment = try await cache.refresh()
            } catch CommitRefusal.idempotencyKeyTaken {
                throw ServiceError.idempotencyKeyInFlight
            }
        }
        throw ServiceError.contended
    }

    /// - Returns: the list's version afterwards.
    private func commit(
        _ decision: MemberListDecision, on snapshot: MemberListSnapshot, at address: EndpointAddress,
        asOf moment: CacheMoment, _ condition: EditCondition, _ authority: Authority
    ) async throws -> Int64 {
        let (list, decided) = (snapshot.list, decision.list(on: snapshot))
        let answer = condition.keyed?.answer(version: decided.version, at: now())
        if decision.isChange || answer != nil {
            let replacement = MemberListReplacement(
                endpoint: list.endpoint.id, expectedVersion: list.version, before: list.lines, after: decision.lines)
            let sequence = try await store.commit(
                Commit(
                    organisation: authority.organisation, origin: authority.origin(at: now()), cause: .edit,
                    edits: decision.isChange ? [.replaceList(replacement)] : [], answer: answer))
            if decision.isChange {
                let key = SnapshotCache.ListKey(organisation: authority.organisation, address: address)
                cache.keep(decided, key, committedAt: sequence, decidedAt: moment)
            }
        }
        return decided.version
    }

    /// What an edit is decided on. A list that is at hand and holds all the named members needs no read: the commit is
    /// refused if it has changed since.
    private func snapshot(
        at address: EndpointAddress, for edit: MemberListEdit, _ authority: Authority, asOf moment: CacheMoment
    ) async throws -> MemberListSnapshot {
        let list = try await list(at: address, for: authority, asOf: moment)
        let standing = Dictionary(
            list.entries.map { ($0.member.id, NamedMember(member: $0.member, endpointCount: 0)) },
            uniquingKeysWith: { first, _ in first })
        let named = edit.namedMembers
        if named.allSatisfy({ standing[$0] != nil }) { return MemberListSnapshot(list: list, named: standing) }
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
