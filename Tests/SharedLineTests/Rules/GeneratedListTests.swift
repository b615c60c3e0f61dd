// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SharedLine

/// Properties of every decision, each tried on `Generated.cases` cases of a fixed seed.
@Suite("For any list")
struct GeneratedListTests {
    @Test("an edit made of its own lines changes nothing", arguments: Family.allCases)
    func ownLinesChangeNothing(family: Family) throws {
        var random = SeededGenerator(seed: 1)
        for number in 0..<Generated.cases {
            let list = Generated.storedList(using: &random)
            let edit = Generated.ownEdit(of: list, by: family, using: &random)
            let snapshot = Generated.snapshot(list, endpointCount: random.chance(50) ? 35 : 2)
            for edit in [edit, edit.strictly()] {
                let decision = try MemberListRules.decide(edit, on: snapshot, reach: .everywhere).get()
                try #require(!decision.isChange, "case \(number): \(list.lines) became \(decision.lines)")
                try #require(decision.normalisations.isEmpty, "case \(number)")
            }
        }
    }

    @Test("a location administrator's edit of its own lines changes nothing either", arguments: Family.allCases)
    func ownLinesChangeNothingWithinReach(family: Family) throws {
        var random = SeededGenerator(seed: 2)
        for number in 0..<Generated.cases {
            let list = Generated.storedList(using: &random)
            let edit = Generated.ownEdit(of: list, by: family, using: &random)
            let result = MemberListRules.decide(
                edit, on: Generated.snapshot(list), reach: .only([Sample.headOffice.id]))
            try #require(try !result.get().isChange, "case \(number)")
        }
    }

    @Test("what is stored holds the owner once, each member once, no overlap and no port beyond the model")
    func storedListsAreSound() throws {
        var accepted = 0
        try forEachEdit(seed: 3) { number, list, edit, result in
            guard let lines = result.decision?.lines else { return }
            accepted += 1
            let owner = list.endpoint.owner.id
            try #require(lines.count { $0.member == owner } == 1, "case \(number)")
            try #require(Set(lines.map(\.member)).count == lines.count, "case \(number)")
            try #require((lines.first?.port ?? 0) >= 1, "case \(number)")
            for (line, next) in zip(lines, lines.dropFirst()) {
                try #require(line.lastPort < next.port, "case \(number): \(lines)")
            }
            try #require((lines.last?.lastPort ?? 0) <= list.endpoint.model.maxLineCount, "case \(number)")
            try #require(lines.allSatisfy { $0.weight == 1 || $0.member == owner }, "case \(number)")
            let wanted = Set(edit.namedMembers).union([owner])
            try #require(Set(lines.map(\.member)) == wanted, "case \(number): it holds what was named, and the owner")
        }
        #expect(accepted > Generated.cases / 4)
    }

    @Test("normalisation is idempotent: what was stored is accepted again, strictly, and changes nothing")
    func normalisationIsIdempotent() throws {
        try forEachEdit(seed: 4) { number, list, _, result in
            guard let lines = result.decision?.lines else { return }
            let stored = Self.storing(lines, on: list)
            for family in Family.allCases {
                let again = MemberListEdit(
                    stored.entries.map { .asRead($0, on: stored, by: family) }, strict: true, by: family)
                let decision = MemberListRules.decide(again, on: Generated.snapshot(stored), reach: .everywhere)
                    .decision
                try #require(decision?.isChange == false, "case \(number)")
            }
        }
    }

    @Test("a layout laid out again is itself, and lines that do not overlap stay where they are")
    func layoutIsIdempotent() throws {
        var random = SeededGenerator(seed: 5)
        for number in 0..<Generated.cases {
            let owner = Generated.pool[0].id
            let lines = (0..<Int.random(in: 0...12, using: &random)).map { index in
                PlacedLine(
                    line: Sample.line(
                        Generated.pool[index], port: Int.random(in: 1...15, using: &random),
                        weight: Int.random(in: 1...4, using: &random)),
                    index: index)
            }
            let once = PortLayout.layOut(lines.shuffled(using: &random), owner: owner)
            try #require(PortLayout.layOut(once, owner: owner) == once, "case \(number)")
            let shuffled = PortLayout.layOut(once.shuffled(using: &random), owner: owner)
            try #require(shuffled == once, "case \(number)")
            let sent = Dictionary(uniqueKeysWithValues: lines.map { ($0.line.member, $0.line.port) })
            for (previous, placed) in zip([nil] + once.map(Optional.some), once) {
                let free = (previous?.line.lastPort ?? 0) + 1
                let port = max(sent[placed.line.member] ?? 0, free)
                try #require(placed.line.port == port, "case \(number): max(sent, end of the previous + 1)")
            }
        }
    }

    @Test("strict handling refuses exactly what would have been put right, and else decides alike")
    func strictRefusesExactlyNormalisation() throws {
        var refused = 0
        var accepted = 0
        try forEachEdit(seed: 6) { number, list, edit, result in
            let strict = MemberListRules.decide(edit.strictly(), on: Generated.snapshot(list), reach: .everywhere)
            guard let decision = result.decision else {
                try #require(strict.decision == nil, "case \(number)")
                return
            }
            if Self.putsSomethingRight(decision, edit, list) {
                refused += 1
                let codes = Set(strict.ruleFaults?.map(\.code) ?? [])
                try #require(codes == [.normalisationRefused], "case \(number): \(edit.lines)")
            } else {
                accepted += 1
                try #require(strict.decision == decision, "case \(number): \(edit.lines)")
            }
        }
        #expect(refused > 200 && accepted > 200)
    }

    @Test("a location administrator never adds, moves, changes or removes a line outside its reach")
    func reachIsKept() throws {
        let reach = LocationReach.only([Sample.headOffice.id])
        var accepted = 0
        var random = SeededGenerator(seed: 7)
        for number in 0..<Generated.cases * 2 {
            let list = Generated.storedList(using: &random)
            let edit = Generated.anyEdit(of: list, using: &random)
            let decision = MemberListRules.decide(edit, on: Generated.snapshot(list), reach: reach).decision
            guard let decision else { continue }
            accepted += 1
            let foreign = Set(Generated.pool.filter { !reach.covers($0.location?.id) }.map(\.id))
                .subtracting([list.endpoint.owner.id])
            let before = list.lines.filter { foreign.contains($0.member) }
            let after = decision.lines.filter { foreign.contains($0.member) }
            try #require(before == after, "case \(number)")
        }
        #expect(accepted > 400)
    }

    @Test("a refusal names places that the request has, each fault once")
    func refusalsPointAtTheRequest() throws {
        var refused = 0
        try forEachEdit(seed: 8) { number, _, edit, result in
            guard let refusal = result.refusal else { return }
            refused += 1
            try #require(!refusal.violations.isEmpty, "case \(number)")
            try #require(Set(refusal.violations).count == refusal.violations.count, "case \(number)")
            for violation in refusal.violations {
                if let index = violation.index { try #require(edit.lines.indices.contains(index), "case \(number)") }
                try #require(violation.index != nil || violation.field == nil, "case \(number)")
            }
        }
        #expect(refused > 200)
    }

    // MARK: -

    private func forEachEdit(
        seed: UInt64,
        _ body: (Int, MemberList, MemberListEdit, Result<MemberListDecision, MemberListRefusal>) throws -> Void
    ) throws {
        var random = SeededGenerator(seed: seed)
        for number in 0..<Generated.cases {
            let list = Generated.storedList(using: &random)
            let edit = Generated.anyEdit(of: list, using: &random)
            let result = MemberListRules.decide(edit, on: Generated.snapshot(list), reach: .everywhere)
            try body(number, list, edit, result)
        }
    }

    private static func storing(_ lines: [Line], on list: MemberList) -> MemberList {
        let members = Dictionary(uniqueKeysWithValues: Generated.pool.map { ($0.id, $0) })
        return MemberList(
            endpoint: list.endpoint, version: list.version + 1,
            entries: lines.compactMap { line in members[line.member].map { MemberListEntry(line: line, member: $0) } })
    }

    /// Whether the decision stores anything else than what was sent, seen without looking at how it was decided.
    private static func putsSomethingRight(
        _ decision: MemberListDecision, _ edit: MemberListEdit, _ list: MemberList
    ) -> Bool {
        let stored = Dictionary(uniqueKeysWithValues: decision.lines.map { ($0.member, $0) })
        let before = Dictionary(uniqueKeysWithValues: list.lines.map { ($0.member, $0) })
        if !edit.namedMembers.contains(list.endpoint.owner.id) { return true }
        return edit.lines.contains { wanted in
            guard let member = wanted.member.value?.id, let line = stored[member] else { return true }
            if wanted.port.value != line.port { return true }
            switch wanted.hotlineDestination {
            case .value(.digits(let digits)): return digits != (line.hotline?.digits ?? "")
            case .value(.asStored): return line.hotline != before[member]?.hotline
            case .leftOut, .invalid: return false
            }
        }
    }
}
