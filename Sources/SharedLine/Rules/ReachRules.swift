// SPDX-License-Identifier: Apache-2.0

/// A location administrator leaves members of other locations where they stand: it neither adds, moves, changes nor
/// removes them. Its own members it handles freely.
extension MemberListRules {
    /// The stored lines of unreachable members that a wanted list has left out: they stay.
    static func unreachableLinesLeftOut(
        by placed: [PlacedLine], of list: MemberList, _ reach: LocationReach
    ) -> [PlacedLine] {
        guard case .only = reach else { return [] }
        let wanted = Set(placed.map(\.line.member))
        let kept = list.entries.filter { entry in
            !list.isPrimaryOwner(entry.line.member) && !reach.covers(entry.member.location?.id)
                && !wanted.contains(entry.line.member)
        }
        return kept.map { PlacedLine(line: $0.line, index: nil) }
    }

    static func violationsOfReach(
        _ laidOut: [PlacedLine], on snapshot: MemberListSnapshot, _ reach: LocationReach
    ) -> [Violation] {
        guard case .only = reach else { return [] }
        let stored = Dictionary(
            snapshot.list.entries.map { ($0.line.member, $0) }, uniquingKeysWith: { first, _ in first })
        return laidOut.compactMap { placed in
            let line = placed.line
            let member = stored[line.member]?.member ?? snapshot.named[line.member]?.member
            if snapshot.list.isPrimaryOwner(line.member) || reach.covers(member?.location?.id) { return nil }
            if stored[line.member]?.line == line { return nil }
            return Violation(
                code: .outsideReach, index: placed.index, field: placed.index == nil ? nil : .id,
                text: "A location administrator leaves members of other locations where they stand")
        }
    }
}
