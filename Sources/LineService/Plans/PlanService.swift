// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine

/// Replacing many member lists in one commit, or none: allow, load, decide, commit if unchanged, for all of them.
public struct PlanService: Sendable {
    /// A longer plan is a job: nobody waits for its answer.
    public static let maximumListsAtOnce = 5000
    /// One commit holds the writer for as long as it takes: about a tenth of a millisecond a list.
    public static let maximumLists = 20_000

    /// How often a plan is decided again while others change what spans lists. Each time costs as much as the first.
    private static let maximumAttempts = 10
    /// How many lists are read at once.
    private static let readsAtOnce = 8

    private let store: any Store
    private let now: @Sendable () -> Date

    public init(store: any Store, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.now = now
    }

    /// Decides all lists.
    ///
    /// - Returns: every list, in the plan's order.
    /// - Throws: `ServiceError.refusedPlan` with everything against it.
    public func tryOut(_ plan: Plan, for authority: Authority) async throws -> [PlannedList] {
        try await decide(plan, for: authority, onDecided: {})
    }

    /// Decides all lists and stores them, as a job that is done with it.
    ///
    /// - Parameters:
    ///   - cause: `.plan`, or `.undo` where it takes another job back.
    ///   - keyed: makes the answer to replay of what was decided, where the request has a key.
    /// - Returns: every list, in the plan's order.
    /// - Throws: `ServiceError.refusedPlan` with everything against it.
    public func apply(
        _ plan: Plan, as job: JobID, cause: ChangeCause, keyed: @Sendable ([PlannedList]) -> KeyedRequest?,
        for authority: Authority
    ) async throws -> [PlannedList] {
        try await settle(plan, cause, authority, onDecided: {}) { lists in
            let changed = lists.count { $0.decision.isChange }
            let noted = Job(job, doneAtOnce: lists.count, changed: changed, at: now(), for: authority)
            return (.recorded(noted), keyed(lists)?.answer(version: nil, at: now()))
        }
    }

    /// Decides all lists and stores them together with a step of their job.
    ///
    /// - Parameter onDecided: called for each list that has been read.
    func apply(
        _ plan: Plan, as step: JobStep, cause: ChangeCause, onDecided: @escaping @Sendable () -> Void,
        for authority: Authority
    ) async throws -> [PlannedList] {
        try await settle(plan, cause, authority, onDecided: onDecided) { _ in (step, nil) }
    }

    private func settle(
        _ plan: Plan, _ cause: ChangeCause, _ authority: Authority, onDecided: @escaping @Sendable () -> Void,
        _ ending: ([PlannedList]) -> (JobStep, IdempotentAnswer?)
    ) async throws -> [PlannedList] {
        for _ in 0..<Self.maximumAttempts {
            let lists = try await decide(plan, for: authority, onDecided: onDecided)
            let (step, answer) = ending(lists)
            do {
                try await store.commit(
                    Commit(
                        ofJob: step, organisation: authority.organisation, origin: authority.origin(at: now()),
                        cause: cause,
                        edits: lists.filter(\.decision.isChange).map { list in
                            .replaceList(list.snapshot.list.replaced(by: list.decision))
                        }, answer: answer))
                return lists
            } catch CommitRefusal.moved, CommitRefusal.constraint {
                // What has come first is decided on again, and says itself what is wrong now.
                continue
            } catch CommitRefusal.idempotencyKeyTaken {
                throw ServiceError.idempotencyKeyInFlight
            }
        }
        throw ServiceError.contended
    }

    private func decide(
        _ plan: Plan, for authority: Authority, onDecided: @escaping @Sendable () -> Void
    ) async throws -> [PlannedList] {
        var objections: [PlanObjection] = []
        let addresses = try await addresses(of: plan, authority, &objections)
        let snapshots = try await snapshots(of: plan, at: addresses, authority, onDecided)
        var items: [(list: Int, item: PlanRules.Item)] = []
        for (index, item) in plan.items.enumerated() where addresses[index] != nil {
            guard let wish = item.wish, let match = item.match else { continue }
            guard let snapshot = snapshots[index] else {
                objections.append(PlanObjection(index, .field(.noEndpoint)))
                continue
            }
            note(snapshot.list, index, match, authority, &objections)
            items.append((index, PlanRules.Item(edit: wish.edit(of: snapshot.list), snapshot: snapshot)))
        }
        noteRepeated(items.map { ($0.list, $0.item.snapshot.list.endpoint.id) }, &objections)
        let (decisions, refusals) = PlanRules.decide(items.map(\.item), reach: authority.reach)
        objections += refusals.flatMap { place, refusal in
            PlanObjection.each(refusal, of: items[place].list, items[place].item.snapshot.list.endpoint)
        }
        guard objections.isEmpty else { throw ServiceError.refusedPlan(objections.sorted { $0.list < $1.list }) }
        return zip(decisions, items).map { PlannedList(decision: $0, snapshot: $1.item.snapshot) }
    }

    private func note(
        _ list: MemberList, _ index: Int, _ match: EditCondition.Match, _ authority: Authority,
        _ objections: inout [PlanObjection]
    ) {
        if !authority.reach.covers(list.endpoint.owner.location?.id) {
            objections.append(PlanObjection(index, .endpointOutside, list.endpoint))
        } else if case .versions(let versions) = match, !versions.contains(list.version) {
            objections.append(PlanObjection(index, .stale(list.endpoint, current: list.version), list.endpoint))
        }
    }

    private func noteRepeated(_ lists: [(Int, EndpointID)], _ objections: inout [PlanObjection]) {
        var first: [EndpointID: Int] = [:]
        for (index, endpoint) in lists {
            guard let earlier = first.updateValue(first[endpoint] ?? index, forKey: endpoint) else { continue }
            objections.append(
                PlanObjection(
                    index, .field(.invalid("endpointId", "an endpoint once; lists[\(earlier)] has it already"))))
        }
    }

    // MARK: - Loading

    /// Where the lists are that the authority may replace, as far as the plan tells. Somebody who does not reach an
    /// endpoint must not keep others from it.
    func addresses(within authority: Authority, of plan: Plan) async throws -> [EndpointAddress] {
        var objections: [PlanObjection] = []
        let addresses = try await addresses(of: plan, authority, &objections).compactMap(\.self)
        if authority.reach == .everywhere { return addresses }
        let identities = try await store.identities(Set(addresses.map(\.uuid)), in: authority.organisation)
        return addresses.filter { address in
            switch identities[address.uuid] {
            case .member(let owner): authority.reach.covers(owner.location?.id)
            case .endpoint(let endpoint): authority.reach.covers(endpoint.owner.location?.id)
            case .deleted, nil: false
            }
        }
    }

    /// Where each list is found; nil, with an objection, where the plan does not tell.
    private func addresses(
        of plan: Plan, _ authority: Authority, _ objections: inout [PlanObjection]
    ) async throws -> [EndpointAddress?] {
        let ids = Set(plan.items.compactMap { $0.name?.unlocated?.uuid })
        let identities = ids.isEmpty ? [:] : try await store.identities(ids, in: authority.organisation)
        return plan.items.enumerated().map { index, item in
            if item.match == nil {
                objections.append(PlanObjection(index, .field(.invalid("etag", "the ETag of the list, or \"*\""))))
            }
            if item.wish == nil { objections.append(PlanObjection(index, .field(.missing("members")))) }
            do throws(PlanObjection.Reason) {
                return try address(item.name, identities)
            } catch {
                objections.append(PlanObjection(index, error))
                return nil
            }
        }
    }

    private func address(
        _ name: EndpointName?, _ identities: [UUID: Identity]
    ) throws(PlanObjection.Reason) -> EndpointAddress {
        switch name {
        case nil: throw .field(.noEndpoint)
        case .applicationOf(let person): return .application(of: person)
        case .device(let id): return .device(id)
        case .application(let id), .either(let id):
            switch identities[id.uuid] {
            case .endpoint(let endpoint) where name == .either(id) || endpoint.model.family == .application:
                return endpoint.address
            case .deleted(let tombstone) where tombstone.subject.kind.isOfEndpoint: throw .gone(tombstone.subject)
            case .member, .endpoint, .deleted, nil: throw .field(.noEndpoint)
            }
        }
    }

    private func snapshots(
        of plan: Plan, at addresses: [EndpointAddress?], _ authority: Authority,
        _ onDecided: @escaping @Sendable () -> Void
    ) async throws -> [MemberListSnapshot?] {
        let wanted = zip(plan.items, addresses).enumerated().compactMap { index, pair in
            pair.1.map { (index: index, address: $0, naming: pair.0.wish?.namedMembers ?? []) }
        }
        return try await withThrowingTaskGroup(of: (Int, MemberListSnapshot?).self) { group in
            var snapshots = [MemberListSnapshot?](repeating: nil, count: plan.items.count)
            for (started, one) in wanted.enumerated() {
                if started >= Self.readsAtOnce, let (index, snapshot) = try await group.next() {
                    snapshots[index] = snapshot
                }
                group.addTask { [store] in
                    let snapshot = try await store.snapshot(
                        at: one.address, naming: one.naming, in: authority.organisation)
                    onDecided()
                    return (one.index, snapshot)
                }
            }
            for try await (index, snapshot) in group { snapshots[index] = snapshot }
            return snapshots
        }
    }
}

extension EndpointAddress {
    /// Of the person, or of the device.
    fileprivate var uuid: UUID {
        switch self {
        case .application(let person): person.uuid
        case .device(let device): device.uuid
        }
    }
}

extension EndpointName {
    /// The id of which only the store knows what it is of.
    fileprivate var unlocated: EndpointID? {
        switch self {
        case .application(let id), .either(let id): id
        case .applicationOf, .device: nil
        }
    }
}

extension FieldError {
    fileprivate static let noEndpoint = invalid("endpointId", "the id of an app, of its person, or of a device")
}

extension PlanObjection.Reason: Error {}

extension PlanObjection {
    fileprivate static func each(
        _ refusal: MemberListRefusal, of list: Int, _ endpoint: Endpoint
    ) -> [PlanObjection] {
        refusal.violations.map { violation in
            switch refusal {
            case .rules: PlanObjection(list, .rule(violation), endpoint)
            case .reach: PlanObjection(list, .reach(violation), endpoint)
            case .limits: PlanObjection(list, .limit(violation), endpoint)
            }
        }
    }
}
