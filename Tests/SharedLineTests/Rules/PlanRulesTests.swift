// SPDX-License-Identifier: Apache-2.0

import PartylineTesting
import Testing

@testable import SharedLine

@Suite struct PlanRulesTests {
    /// The sharing limit recounted by hand over made-up plans: what leaves, what enters, and what stands elsewhere.
    @Test(arguments: 0..<200)
    func `a plan breaks the sharing limit exactly where a line would stand on too many endpoints`(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let guests = (0..<4).map { PartylineTesting.Samples.member(100 + $0) }
        let elsewhere = guests.map { _ in Int.random(in: 30...35, using: &random) }
        var items: [PlanRules.Item] = []
        var (before, after) = (guests.map { _ in 0 }, guests.map { _ in 0 })
        for number in 0..<6 {
            let owner = PartylineTesting.Samples.member(number)
            let stands = guests.indices.filter { _ in Bool.random(using: &random) }
            let wanted = guests.indices.filter { _ in Bool.random(using: &random) }
            for guest in stands { before[guest] += 1 }
            for guest in wanted { after[guest] += 1 }
            items.append(item(number, owner, stands.map { guests[$0] }, wanted.map { guests[$0] }))
        }
        // No line stands on more endpoints than it may to begin with.
        let counts = guests.indices.map { min(35, elsewhere[$0] + before[$0]) }
        let counted = items.map { $0.counting(guests, counts) }
        let (_, objections) = PlanRules.decide(counted, reach: .everywhere)
        var expected: [Int: Set<MemberID>] = [:]
        for (place, item) in items.enumerated() {
            for guest in guests.indices where counts[guest] - before[guest] + after[guest] > 35 {
                let id = guests[guest].id
                guard item.edit.namedMembers.contains(id),
                    !item.snapshot.list.lines.contains(where: { $0.member == id })
                else { continue }
                expected[place, default: []].insert(id)
            }
        }
        let found = Dictionary(
            objections.map { item, refusal in
                (item, Set(refusal.violations.compactMap { $0.index.map { counted[item].edit.namedMembers[$0] } }))
            }, uniquingKeysWith: { $0.union($1) })
        #expect(found == expected)
    }

    private func item(_ number: Int, _ owner: Member, _ stands: [Member], _ wanted: [Member]) -> PlanRules.Item {
        typealias Samples = PartylineTesting.Samples
        let endpoint = Samples.endpoint(number, of: owner)
        let entries = ([owner] + stands).enumerated().map { place, member in
            MemberListEntry(line: Samples.line(member, port: place + 1), member: member)
        }
        let list = MemberList(endpoint: endpoint, version: 1, entries: entries)
        let lines = ([owner] + wanted).enumerated().map { place, member in
            var line = WantedLine()
            line.member = .value(WantedMember(id: member.id, kind: nil))
            line.port = .value(place + 1)
            line.primaryOwner = .value(place == 0)
            line.lineType = .value(place == 0 ? .primary : .sharedCallAppearance)
            line.lineWeight = .value(1)
            return line
        }
        return PlanRules.Item(
            edit: MemberListEdit(lines: lines, keptWhenLeftOut: [], isStrict: false),
            snapshot: MemberListSnapshot(
                list: list, named: [owner.id: NamedMember(member: owner, endpointCount: 1)]))
    }
}

extension PlanRules.Item {
    fileprivate func counting(_ guests: [Member], _ counts: [Int]) -> PlanRules.Item {
        var named = snapshot.named
        for (guest, count) in zip(guests, counts) {
            named[guest.id] = NamedMember(member: guest, endpointCount: count)
        }
        return PlanRules.Item(edit: edit, snapshot: MemberListSnapshot(list: snapshot.list, named: named))
    }
}
