// SPDX-License-Identifier: Apache-2.0

/// What becomes of many lists that are replaced at once: each by the rules of a list, and limits across lists by how all of them
/// stand in the end.
public enum PlanRules {
    /// One list of a plan and what it is decided on.
    public struct Item: Sendable {
        public let edit: MemberListEdit
        public let snapshot: MemberListSnapshot

        public init(edit: MemberListEdit, snapshot: MemberListSnapshot) {
            self.edit = edit
            self.snapshot = snapshot
        }
    }

    /// The lines of every list, in order; or everything against the plan, each with its list's place among the items.
    public static func decide(
        _ items: [Item], reach: LocationReach
    ) -> (decisions: [MemberListDecision], objections: [(item: Int, refusal: MemberListRefusal)]) {
        let examined = items.map { MemberListRules.examine($0.edit, on: $0.snapshot, reach) }
        var objections: [(item: Int, refusal: MemberListRefusal)] = []
        for (place, (item, found)) in zip(items, examined).enumerated() {
            if !found.violations.isEmpty { objections.append((place, .rules(found.violations))) }
            let outside = MemberListRules.violationsOfReach(found.lines, on: item.snapshot, reach)
            if !outside.isEmpty { objections.append((place, .reach(outside))) }
        }
        objections += violationsOfSharingLimit(items, examined.map(\.lines))
        let decisions = zip(items, examined).map { item, found in
            let lines = found.lines.map(\.line)
            return MemberListDecision(
                lines: lines, normalisations: found.normalisations, isChange: lines != item.snapshot.list.lines)
        }
        return (decisions, objections.sorted { $0.item < $1.item })
    }

    /// A line may leave one list and enter another: what counts is on how many endpoints it stands after the plan.
    private static func violationsOfSharingLimit(
        _ items: [Item], _ lines: [[PlacedLine]]
    ) -> [(item: Int, refusal: MemberListRefusal)] {
        var moves: [MemberID: Int] = [:]
        for (item, lines) in zip(items, lines) {
            let (before, after) = (Set(item.snapshot.list.lines.map(\.member)), Set(lines.map(\.line.member)))
            for member in before.subtracting(after) { moves[member, default: 0] -= 1 }
            for member in after.subtracting(before) { moves[member, default: 0] += 1 }
        }
        return zip(items, lines).enumerated().compactMap { place, pair in
            let (item, lines) = pair
            let standing = Set(item.snapshot.list.lines.map(\.member))
            let violations = lines.compactMap { line -> Violation? in
                let member = line.line.member
                guard !standing.contains(member), let named = item.snapshot.named[member] else { return nil }
                let count = named.endpointCount + (moves[member] ?? 0)
                return count > MemberListRules.maximumEndpointsPerMember
                    ? .overSharingLimit(named.member, wouldStandOn: count, at: line.index) : nil
            }
            return violations.isEmpty ? nil : (place, .limits(violations))
        }
    }
}

extension Violation {
    fileprivate static func overSharingLimit(_ member: Member, wouldStandOn count: Int, at index: Int?) -> Violation {
        Violation(
            code: .sharingLimit, index: index, field: .id,
            text: "The line of \(member.fullName) would stand on \(count) endpoints, "
                + "of \(MemberListRules.maximumEndpointsPerMember) at most")
    }
}
