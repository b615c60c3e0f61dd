// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// Carries out what a file asks for on lists in the mind: whole lists first, then the changes in their order.
struct Evaluation {
    let directory: LineDirectory
    private(set) var drafts: [EndpointAddress: Draft]

    init(_ file: ResolvedFile, on lists: [EndpointAddress: ActualList], of directory: LineDirectory) {
        self.directory = directory
        var drafts: [EndpointAddress: Draft] = [:]
        for address in file.endpoints {
            guard let endpoint = directory.endpoints[address], let actual = lists[address] else { continue }
            drafts[address] = Draft(endpoint, actual)
        }
        self.drafts = drafts
        for list in file.lists { replace(list.endpoint.address, list.keys, source: list.source) }
        for change in file.changes { carryOut(change) }
    }

    /// The owner's line may be left out: it stays as it is today, and others are counted from behind it.
    private mutating func replace(
        _ address: EndpointAddress, _ keys: [(member: MemberID, wanted: WantedKey)], source: Int
    ) {
        guard var draft = drafts[address] else { return }
        var made: [DraftKey] = []
        var next = 1
        if !keys.contains(where: { draft.owns($0.member) }), let today = draft.index(of: draft.endpoint.owner) {
            made.append(draft.keys[today])
            next = draft.keys[today].port + draft.keys[today].weight
        }
        for (member, wanted) in keys {
            var key = DraftKey(member: member, port: wanted.port ?? next, source: wanted.member.line)
            key.set(wanted)
            key.source = wanted.member.line
            // Far above any phone's ports already; adding on would only overflow.
            next = min(key.port, 1_000_000) + min(max(1, key.weight), 1_000_000)
            made.append(key)
        }
        draft.keys = made
        draft.source = source
        drafts[address] = draft
    }

    private mutating func carryOut(_ change: ResolvedChange) {
        if case .move(let from, let to) = change.kind { return move(from, to, source: change.source) }
        for address in change.endpoints {
            guard var draft = drafts[address] else { continue }
            let before = draft.keys
            switch change.kind {
            case .add(let member, let wanted): add(member, wanted, to: &draft)
            case .replace(let old, let new, let wanted): replace(old, with: new, wanted, on: &draft)
            case .remove(let member): remove(member, from: &draft)
            case .label(let member, let template): label(member, template, on: &draft, source: change.source)
            case .move: break
            }
            if draft.keys != before { draft.source = change.source }
            drafts[address] = draft
        }
    }

    private func add(_ member: MemberID, _ wanted: WantedKey, to draft: inout Draft) {
        if draft.owns(member) { return }
        if let index = draft.index(of: member) { return draft.keys[index].set(wanted) }
        var key = DraftKey(member: member, port: draft.end, source: wanted.member.line)
        key.set(wanted)
        draft.keys.append(key)
    }

    private func remove(_ member: MemberID, from draft: inout Draft) {
        if !draft.owns(member) { draft.keys.removeAll { $0.member == member } }
    }

    /// A label that was written for the one is not the other's.
    private func replace(_ old: MemberID, with new: MemberID, _ wanted: WantedKey, on draft: inout Draft) {
        guard !draft.owns(old), let index = draft.index(of: old) else { return }
        guard draft.index(of: new) == nil else {
            draft.keys.remove(at: index)
            return
        }
        draft.keys[index].member = new
        draft.keys[index].label = nil
        draft.keys[index].set(wanted)
        draft.keys[index].source = wanted.member.line
    }

    private func label(_ member: MemberID?, _ template: LabelTemplate, on draft: inout Draft, source: Int) {
        for index in draft.keys.indices where member == nil || draft.keys[index].member == member {
            guard let whose = directory.member(draft.keys[index].member) else { continue }
            let label = template.text(for: whose)
            guard label != draft.keys[index].label else { continue }
            draft.keys[index].label = label
            draft.keys[index].source = source
        }
    }

    /// Each shared line keeps its port where that is free, else it goes behind the last one.
    private mutating func move(_ from: EndpointAddress, _ to: EndpointAddress, source: Int) {
        guard var old = drafts[from], var new = drafts[to] else { return }
        let owner = old.endpoint.owner
        if owner == new.endpoint.owner, let row = old.index(of: owner), let target = new.index(of: owner),
            old.keys.count > 1
        {
            let port = new.keys[target].port
            new.keys[target] = old.keys[row]
            new.keys[target].port = port
            if !new.endpoint.address.isDevice || new.actual.model.family != .analogueAdapter {
                new.keys[target].t38 = false
            }
            new.keys[target].source = source
        }
        for key in old.keys where key.member != owner && !new.owns(key.member) && new.index(of: key.member) == nil {
            var moved = key
            moved.port = new.isFree(key.port) && key.port <= new.actual.model.maxLineCount ? key.port : new.end
            moved.source = source
            new.keys.append(moved)
        }
        old.keys.removeAll { $0.member != owner }
        if old.keys.map(\.member) != drafts[from]?.keys.map(\.member) { old.source = source }
        new.source = source
        drafts[from] = old
        drafts[to] = new
    }
}
