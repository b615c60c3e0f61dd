// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// Putting an earlier version of a list back: a change like any other, decided by the rules of today.
extension MemberListService {
    /// - Parameter version: the one to be put back; nil means the one before the last change that the caller could know of.
    /// - Returns: what became of it, and the version that was put back.
    /// - Throws: `ServiceError.cannotUndo` with every objection where the old lines cannot stand any more.
    public func undo(
        at address: EndpointAddress, to version: Int64?, under condition: EditCondition, for authority: Authority
    ) async throws -> (outcome: MemberListOutcome, version: Int64) {
        var first: Int64?
        for _ in 0..<Self.maximumAttempts {
            let list = try await currentList(at: address, for: authority)
            try await check(condition, on: list, authority)
            // What came in between was not there to be undone when this was asked for.
            if version == nil, list.version != first ?? list.version { throw ServiceError.stale(current: list.version) }
            first = list.version
            let wanted = try await lines(of: version, before: list, authority)
            do {
                let outcome = try await restore(wanted.lines, at: address, of: list, condition, authority)
                return (outcome, wanted.version)
            } catch CommitRefusal.moved, CommitRefusal.constraint {
                continue
            } catch CommitRefusal.idempotencyKeyTaken {
                throw ServiceError.idempotencyKeyInFlight
            }
        }
        throw ServiceError.contended
    }

    private func currentList(at address: EndpointAddress, for authority: Authority) async throws -> MemberList {
        guard let list = try await store.memberList(at: address, in: authority.organisation) else {
            throw try await missing(address, in: authority.organisation)
        }
        try authority.requireReach(to: list.endpoint.owner.location?.id)
        return list
    }

    private func lines(
        of version: Int64?, before list: MemberList, _ authority: Authority
    ) async throws -> (lines: [Line], version: Int64) {
        let change = try await store.listChange(
            of: list.endpoint.id, in: authority.organisation, version: version ?? list.version)
        guard let version else {
            guard let before = change?.before else { throw ServiceError.nothingToUndo }
            return (try LineRecord.lines(from: before), list.version - 1)
        }
        guard let after = change?.after, version <= list.version else {
            throw ServiceError.invalid([.invalid("toVersion", "an earlier version of the list, up to \(list.version)")])
        }
        return (try LineRecord.lines(from: after), version)
    }

    private func restore(
        _ lines: [Line], at address: EndpointAddress, of list: MemberList, _ condition: EditCondition,
        _ authority: Authority
    ) async throws -> MemberListOutcome {
        let edit = MemberListEdit(restoring: lines, of: list)
        let snapshot = try await store.snapshot(
            at: address, naming: edit.namedMembers, in: authority.organisation)
        guard let snapshot, snapshot.list.version == list.version else { throw CommitRefusal.moved(list.endpoint.id) }
        let objections = MemberListRules.objections(to: edit, on: snapshot, reach: authority.reach)
        guard objections.isEmpty else { throw ServiceError.cannotUndo(objections) }
        let decision = try MemberListRules.decide(edit, on: snapshot, reach: authority.reach)
            .mapError(ServiceError.refusedList).get()
        if condition.isDryRun { return .decided(decision, snapshot) }
        let version = decision.isChange ? list.version + 1 : list.version
        let answer = condition.keyed?.answer(version: version, at: now())
        if decision.isChange || answer != nil {
            try await store.commit(
                Commit(
                    organisation: authority.organisation, origin: authority.origin(at: now()), cause: .undo,
                    edits: decision.isChange ? [.replaceList(snapshot.list.replaced(by: decision))] : [], answer: answer
                ))
        }
        return .replaced(version: version)
    }
}

extension MemberListEdit {
    /// The wish for exactly these lines: nothing is put right on the way, and nothing kept that they lack.
    init(restoring lines: [Line], of list: MemberList) {
        self.init(
            lines: lines.map { WantedLine($0, owns: list.isPrimaryOwner($0.member)) }, keptWhenLeftOut: [],
            isStrict: true)
    }
}

extension WantedLine {
    fileprivate init(_ line: Line, owns: Bool) {
        self.init()
        member = .value(WantedMember(id: line.member, kind: nil))
        port = .value(line.port)
        primaryOwner = .value(owns)
        lineType = .value(owns ? .primary : .sharedCallAppearance)
        lineWeight = .value(line.weight)
        lineLabel = line.label.map(Wanted.value) ?? .leftOut
        hotlineEnabled = .value(line.hotline != nil)
        hotlineDestination = line.hotline.map { .value(.digits($0.digits)) } ?? .leftOut
        allowsCallDecline = .value(line.allowsCallDecline)
        t38FaxCompression = .value(line.t38FaxCompression)
    }
}

extension MemberList {
    func replaced(by decision: MemberListDecision) -> MemberListReplacement {
        MemberListReplacement(
            endpoint: endpoint.id, expectedVersion: version, before: lines, after: decision.lines)
    }
}
