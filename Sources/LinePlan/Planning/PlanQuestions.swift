// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// What must be known beside the lists before a plan can be judged.
public struct PlanQuestions: Hashable, Sendable {
    /// People whose app gets or keeps shared lines: is it switched on?
    public let apps: [MemberID]
    /// Members whose line comes to further endpoints, or leaves some: on how many does it stand?
    public let shared: [MemberID]
}

extension Planner {
    /// The endpoints that a selector means; nil means all.
    ///
    /// - Throws: `FileProblems` with every name that means nothing.
    public func endpoints(selectedBy selector: Selector?) throws(FileProblems) -> Set<EndpointAddress> {
        let nothing = WantedChange.label(nil, text: Located("", line: 0), on: selector)
        let notes = ProblemNotes(file: "command line")
        let resolved = resolved(WantedFile(name: notes.file, lists: [], changes: [nothing]), notes)
        if !notes.problems.isEmpty { throw FileProblems(notes.problems) }
        return resolved.endpoints
    }

    /// What a file makes worth asking; found though the file may break rules, so that everything can be said at once.
    public func questions(about file: WantedFile) -> PlanQuestions {
        let drafts = drafts(of: file).filter { !$0.isAsToday }
        var shared: Set<MemberID> = []
        for draft in drafts {
            let (before, after) = (Set(draft.actual.lines.map(\.member)), Set(draft.keys.map(\.member)))
            shared.formUnion(after.subtracting(before))
            // A person's or room's line always stands on endpoints of its own; a virtual line has none.
            shared.formUnion(before.subtracting(after).filter { isVirtualLine($0) })
        }
        let apps = drafts.filter { draft in
            !draft.endpoint.address.isDevice && draft.keys.contains { !draft.owns($0.member) }
        }
        return PlanQuestions(apps: apps.map(\.endpoint.owner), shared: shared.sorted())
    }
}
