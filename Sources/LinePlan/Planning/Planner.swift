// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SharedLine

/// Compares what a file asks for with what there is: pure and deterministic.
///
/// It is told what a server said. Which lists it has to be told of says `endpoints(neededBy:)`.
public struct Planner: Sendable {
    private let directory: LineDirectory
    private let lists: [EndpointAddress: ActualList]
    private let endpointCounts: [MemberID: Int]

    /// - Parameter endpointCounts: on how many endpoints members stand today, as far as it is known.
    public init(
        directory: LineDirectory, lists: [EndpointAddress: ActualList], endpointCounts: [MemberID: Int] = [:]
    ) {
        self.directory = directory
        self.lists = lists
        self.endpointCounts = endpointCounts
    }

    /// The endpoints whose lists the plan of a file rests on, as far as its names mean something: `plan` says which do not.
    public func endpoints(neededBy file: WantedFile) -> Set<EndpointAddress> {
        resolved(file, ProblemNotes(file: file.name)).endpoints
    }

    /// The plan, or everything that a server would refuse.
    public func plan(_ file: WantedFile) throws(FileProblems) -> Plan {
        let notes = ProblemNotes(file: file.name)
        let resolved = resolved(file, notes)
        let evaluation = Evaluation(resolved, on: lists, of: directory)
        let changes = directory.ordered.compactMap { endpoint in
            evaluation.drafts[endpoint.address].flatMap { change(of: $0, notes) }
        }
        PlanLimits(directory: directory, endpointCounts: endpointCounts, drafts: evaluation.drafts)
            .noteViolations(of: changes, notes)
        if !notes.problems.isEmpty { throw FileProblems(notes.problems) }
        try checkOnce(resolved, after: changes, file)
        let warnings = PlanWarnings(directory: directory, endpointCounts: endpointCounts).warnings(about: changes)
        return Plan(changes: changes, warnings: warnings)
    }

    /// The lists as the file wants them, whatever the rules say, in the directory's order.
    func drafts(of file: WantedFile) -> [Draft] {
        let resolved = resolved(file, ProblemNotes(file: file.name))
        let evaluation = Evaluation(resolved, on: lists, of: directory)
        return directory.ordered.compactMap { evaluation.drafts[$0.address] }
    }

    func isVirtualLine(_ member: MemberID) -> Bool { directory.member(member)?.kind == .virtualLine }

    func resolved(_ file: WantedFile, _ notes: ProblemNotes) -> ResolvedFile {
        Resolver(directory: directory, notes: notes).resolve(file)
    }

    /// nil where nothing changes; what the rules refuse is noted at the line that asked for it.
    private func change(of draft: Draft, _ notes: ProblemNotes) -> ListChange? {
        let (endpoint, actual) = (draft.endpoint, draft.actual)
        guard let owner = directory.owner(of: endpoint), !draft.isAsToday else { return nil }
        let edit = MemberListEdit(
            lines: draft.keys.map { $0.wanted(on: endpoint) }, keptWhenLeftOut: [], isStrict: true)
        switch MemberListRules.decide(edit, on: snapshot(draft, of: owner), reach: .everywhere) {
        case .success(let decision):
            guard decision.isChange else { return nil }
            return ListChange(
                endpoint: endpoint, model: actual.model, before: actual.lines, after: decision.lines,
                eTag: actual.eTag)
        case .failure(let refusal):
            for violation in refusal.violations {
                let line = violation.index.flatMap { draft.keys[$0].source } ?? draft.source
                let reason = violation.reason.map { ": \($0)" } ?? ""
                notes.note(
                    line, "\(directory.text(of: endpoint)): \(subject(of: violation, draft))\(violation.text)\(reason)")
            }
            return nil
        }
    }

    private func subject(of violation: Violation, _ draft: Draft) -> String {
        guard let index = violation.index, let member = directory.member(draft.keys[index].member) else { return "" }
        return "\(member.fullName): "
    }

    /// Limits across lists are judged over the whole plan, so that no single list is refused for them here.
    private func snapshot(_ draft: Draft, of owner: Member) -> MemberListSnapshot {
        let endpoint = Endpoint(
            id: EndpointID(draft.endpoint.address.uuid), organisation: owner.organisation, owner: owner,
            model: draft.actual.model, isEnabled: draft.endpoint.isEnabled)
        let entries = draft.actual.lines.compactMap { line in
            directory.member(line.member).map { MemberListEntry(line: line, member: $0) }
        }
        let named = draft.keys.compactMap { key in
            directory.member(key.member).map { (key.member, NamedMember(member: $0, endpointCount: 0)) }
        }
        return MemberListSnapshot(
            list: MemberList(endpoint: endpoint, version: 1, entries: entries),
            named: Dictionary(named, uniquingKeysWith: { first, _ in first }))
    }

    /// A file whose later changes give earlier ones something to do would go on changing the lists each time.
    private func checkOnce(
        _ resolved: ResolvedFile, after changes: [ListChange], _ file: WantedFile
    ) throws(FileProblems) {
        var after = lists
        for change in changes {
            after[change.endpoint.address] = ActualList(model: change.model, lines: change.after, eTag: nil)
        }
        let again = Evaluation(resolved, on: after, of: directory)
        let unsettled = directory.ordered.compactMap { again.drafts[$0.address] }.filter { !$0.isAsToday }
        guard !unsettled.isEmpty else { return }
        throw FileProblems(
            unsettled.map { draft in
                FileProblem(
                    file: file.name, line: draft.source,
                    text: "\(directory.text(of: draft.endpoint)): applied again, the file would change it again, "
                        + "because a later change gives an earlier one something to do; put the earlier one last")
            })
    }
}

extension EndpointAddress {
    /// Of the app's person, or of the device.
    var uuid: UUID {
        switch self {
        case .application(let person): person.uuid
        case .device(let device): device.uuid
        }
    }
}
