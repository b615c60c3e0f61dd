// SPDX-License-Identifier: Apache-2.0

/// What a wanted list becomes: pure, from a snapshot and an edit to the lines to store or every reason against them.
public enum MemberListRules {
    /// One member's line stands on at most so many endpoints, its own included (documented by Webex).
    public static let maximumEndpointsPerMember = 35

    /// Decides an edit on a snapshot.
    ///
    /// - Parameter reach: the locations within which the administrator may add, change or remove members.
    public static func decide(
        _ edit: MemberListEdit, on snapshot: MemberListSnapshot, reach: LocationReach
    ) -> Result<MemberListDecision, MemberListRefusal> {
        let (laidOut, violations, normalisations) = examine(edit, on: snapshot, reach)
        if !violations.isEmpty { return .failure(.rules(violations)) }
        let outside = violationsOfReach(laidOut, on: snapshot, reach)
        if !outside.isEmpty { return .failure(.reach(outside)) }
        let limits = violationsOfSharingLimit(laidOut, on: snapshot)
        if !limits.isEmpty { return .failure(.limits(limits)) }
        let lines = laidOut.map(\.line)
        return .success(
            MemberListDecision(lines: lines, normalisations: normalisations, isChange: lines != snapshot.list.lines))
    }

    /// Everything against an edit at once, of every kind that there is any of: rules, then reach, then limits.
    public static func objections(
        to edit: MemberListEdit, on snapshot: MemberListSnapshot, reach: LocationReach
    ) -> [MemberListRefusal] {
        let (laidOut, violations, _) = examine(edit, on: snapshot, reach)
        let kinds: [MemberListRefusal] = [
            .rules(violations), .reach(violationsOfReach(laidOut, on: snapshot, reach)),
            .limits(violationsOfSharingLimit(laidOut, on: snapshot)),
        ]
        return kinds.filter { !$0.violations.isEmpty }
    }

    /// The lines that an edit asks for, by port, as far as they could be understood, and what the list's own rules say.
    private static func examine(
        _ edit: MemberListEdit, on snapshot: MemberListSnapshot, _ reach: LocationReach
    ) -> (lines: [PlacedLine], violations: [Violation], normalisations: [Normalisation]) {
        let list = snapshot.list
        var violations: [Violation] = []
        let rules = LineRules(list: list, edit: edit, named: snapshot.named)
        var placed: [PlacedLine] = []
        for (index, wanted) in edit.lines.enumerated() {
            guard let line = rules.line(from: wanted, at: index, noting: &violations) else { continue }
            placed.append(PlacedLine(line: line, index: index))
        }
        noteDuplicates(in: edit.lines, &violations)
        noteDesktopClientOff(for: list, placed, &violations)
        placed = completed(placed, of: list, edit, reach, &violations)
        let laidOut = PortLayout.layOut(placed, owner: list.endpoint.owner.id)
        let normalisations = moves(from: placed, to: laidOut)
        if edit.isStrict { violations += normalisations.map(\.refusal) }
        noteTooManyLines(laidOut, on: list.endpoint.model, &violations)
        return (laidOut, inOrderOfRequest(violations), normalisations)
    }

    /// By element, and what concerns the list as a whole last.
    private static func inOrderOfRequest(_ violations: [Violation]) -> [Violation] {
        let ordered = violations.enumerated().sorted { left, right in
            (left.element.index ?? .max, left.offset) < (right.element.index ?? .max, right.offset)
        }
        return ordered.map(\.element)
    }

    private static func noteDuplicates(in wanted: [WantedLine], _ violations: inout [Violation]) {
        var seen: Set<MemberID> = []
        for (index, line) in wanted.enumerated() {
            guard let member = line.member.value?.id, !seen.insert(member).inserted else { continue }
            violations.append(
                Violation(code: .duplicateMember, index: index, field: .id, text: "A member stands in a list once"))
        }
    }

    private static func noteDesktopClientOff(
        for list: MemberList, _ placed: [PlacedLine], _ violations: inout [Violation]
    ) {
        guard !list.endpoint.isEnabled, placed.contains(where: { !list.isPrimaryOwner($0.line.member) }) else { return }
        violations.append(
            Violation(
                code: .desktopClientOff, index: nil, field: nil,
                text: "Only the desktop app shows shared lines and this person's is switched off"))
    }

    /// Each member once, together with the lines that a request may leave out.
    ///
    /// An element that could not be read may be the very line that seems to be missing: nothing is added then. Whatever
    /// overlaps or ends too high without the unread lines does so with them as well, so that no violation is invented.
    private static func completed(
        _ placed: [PlacedLine], of list: MemberList, _ edit: MemberListEdit, _ reach: LocationReach,
        _ violations: inout [Violation]
    ) -> [PlacedLine] {
        var seen: Set<MemberID> = []
        let once = placed.filter { seen.insert($0.line.member).inserted }
        guard placed.count == edit.lines.count else { return once }
        let kept = unreachableLinesLeftOut(by: once, of: list, reach)
        if edit.isStrict, !kept.isEmpty {
            violations.append(
                .normalisationRefused("\(kept.count) lines of other locations' members are missing and would be kept"))
        }
        return withPrimaryOwner(once + kept, of: list, edit, &violations)
    }

    /// A list without its owner keeps the owner in front, with today's row.
    private static func withPrimaryOwner(
        _ placed: [PlacedLine], of list: MemberList, _ edit: MemberListEdit, _ violations: inout [Violation]
    ) -> [PlacedLine] {
        let owner = list.endpoint.owner.id
        if placed.contains(where: { $0.line.member == owner }) { return placed }
        if edit.isStrict {
            violations.append(.normalisationRefused("The primary owner is missing and would be added"))
        }
        let today = list.lines.first { $0.member == owner } ?? .primaryOwner(owner)
        return [PlacedLine(line: today, index: nil)] + placed
    }

    private static func moves(from placed: [PlacedLine], to laidOut: [PlacedLine]) -> [Normalisation] {
        let sent = Dictionary(placed.map { ($0.line.member, $0.line.port) }, uniquingKeysWith: { first, _ in first })
        return laidOut.compactMap { line in
            guard let port = sent[line.line.member], port != line.line.port else { return nil }
            return Normalisation(index: line.index, sentPort: port, port: line.line.port)
        }
    }

    private static func noteTooManyLines(
        _ laidOut: [PlacedLine], on model: EndpointModel, _ violations: inout [Violation]
    ) {
        for placed in laidOut where placed.line.lastPort > model.maxLineCount {
            violations.append(.tooManyLines(model, lastPort: placed.line.lastPort, at: placed.index))
        }
    }

    private static func violationsOfSharingLimit(
        _ laidOut: [PlacedLine], on snapshot: MemberListSnapshot
    ) -> [Violation] {
        let standing = Set(snapshot.list.lines.map(\.member))
        return laidOut.compactMap { placed in
            guard !standing.contains(placed.line.member), let named = snapshot.named[placed.line.member],
                named.endpointCount >= maximumEndpointsPerMember
            else { return nil }
            return Violation(
                code: .sharingLimit, index: placed.index, field: .id,
                text: "The line of \(named.member.fullName) stands on \(named.endpointCount) endpoints already, "
                    + "of \(maximumEndpointsPerMember) at most")
        }
    }
}

/// What will be stored.
public struct MemberListDecision: Hashable, Sendable {
    /// By port.
    public let lines: [Line]
    /// What was put right on the way.
    public let normalisations: [Normalisation]
    /// False where the list stands so already: then nothing is committed.
    public let isChange: Bool
}

/// A line that was moved so that none overlap.
public struct Normalisation: Hashable, Sendable {
    public let index: Int?
    public let sentPort: Int
    public let port: Int

    var refusal: Violation {
        Violation(
            code: .normalisationRefused, index: index, field: index == nil ? nil : .port,
            text: "Port \(sentPort) is taken; the line would move to port \(port)")
    }
}
