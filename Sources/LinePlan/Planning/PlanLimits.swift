// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// On how many endpoints lines would stand after the whole plan.
struct PlanLimits {
    let directory: LineDirectory
    let endpointCounts: [MemberID: Int]
    let drafts: [EndpointAddress: Draft]

    func noteViolations(of changes: [ListChange], _ notes: ProblemNotes) {
        for (member, difference) in Self.differences(changes).sorted(by: { $0.key < $1.key }) where difference > 0 {
            guard let today = endpointCounts[member], let name = directory.member(member)?.fullName else { continue }
            let after = today + difference
            guard after > MemberListRules.maximumEndpointsPerMember else { continue }
            let adding = changes.filter { $0.added.contains { $0.member == member } }
            let lines = adding.compactMap { change in
                drafts[change.endpoint.address].flatMap { draft in
                    draft.index(of: member).flatMap { draft.keys[$0].source }
                }
            }
            notes.note(
                lines.min(),
                "the line of \(name) stands on \(today) endpoints and would stand on \(after), "
                    + "of \(MemberListRules.maximumEndpointsPerMember) at most")
        }
    }

    /// How many endpoints more or fewer show each member's line.
    static func differences(_ changes: [ListChange]) -> [MemberID: Int] {
        var differences: [MemberID: Int] = [:]
        for change in changes {
            for line in change.added { differences[line.member, default: 0] += 1 }
            for line in change.removed { differences[line.member, default: 0] -= 1 }
        }
        return differences
    }
}
