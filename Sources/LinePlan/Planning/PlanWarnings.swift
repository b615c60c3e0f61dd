// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// What an administrator should look at before a plan is carried out.
struct PlanWarnings {
    /// From so many of 35 endpoints on there is a warning.
    private static let nearlyAll = 33

    let directory: LineDirectory
    let endpointCounts: [MemberID: Int]

    func warnings(about changes: [ListChange]) -> [PlanWarning] {
        let one = changes.flatMap { change in
            let title = directory.title(of: change.endpoint)
            return hotlines(change, title) + room(change, title) + labels(change, title)
        }
        return one.filter { $0.kind == .emergency } + crossLocations(changes) + one.filter { $0.kind != .emergency }
            + sharing(changes)
    }

    /// Whoever lifts the handset there cannot call for help on this line.
    private func hotlines(_ change: ListChange, _ title: String) -> [PlanWarning] {
        let silent = Dictionary(
            change.before.map { ($0.member, $0.hotline) }, uniquingKeysWith: { first, _ in first })
        var warnings = change.after.compactMap { line -> PlanWarning? in
            guard let hotline = line.hotline, (silent[line.member] ?? nil) == nil else { return nil }
            return PlanWarning(
                .emergency,
                "\(title): the line of \(name(line)) calls nothing but \(hotline.digits) from there, emergency numbers included"
            )
        }
        if !warnings.isEmpty, change.after.allSatisfy({ $0.hotline != nil }) {
            warnings.append(PlanWarning(.emergency, "\(title): no line can call an emergency number any more"))
        }
        return warnings
    }

    /// An emergency call is routed by the line's location, not by where the phone stands. Said once for all endpoints of
    /// a location that get the same line.
    private func crossLocations(_ changes: [ListChange]) -> [PlanWarning] {
        struct Crossing: Hashable {
            let home: String
            let line: String
            let location: String
        }
        var order: [Crossing] = []
        var titles: [Crossing: [String]] = [:]
        for change in changes {
            guard let home = directory.owner(of: change.endpoint)?.location else { continue }
            for line in change.added {
                guard let location = directory.member(line.member)?.location, location.id != home.id else { continue }
                let crossing = Crossing(home: home.name, line: name(line), location: location.name)
                if titles[crossing] == nil { order.append(crossing) }
                titles[crossing, default: []].append(directory.title(of: change.endpoint))
            }
        }
        return order.map { crossing in
            PlanWarning(
                .emergency,
                "in \(crossing.home), an emergency call on the line of \(crossing.line) is sent to "
                    + "\(crossing.location): \(Self.listed(titles[crossing] ?? []))")
        }
    }

    /// The first few, and how many more.
    private static func listed(_ titles: [String]) -> String {
        let shown = titles.prefix(3).joined(separator: "; ")
        return titles.count > 3 ? "\(shown) and \(titles.count - 3) more" : shown
    }

    private func room(_ change: ListChange, _ title: String) -> [PlanWarning] {
        guard !change.added.isEmpty, change.model.maxLineCount > 1,
            change.after.contains(where: { $0.lastPort == change.model.maxLineCount })
        else { return [] }
        return [PlanWarning(.limit, "\(title): the last of \(change.model.maxLineCount) line ports is taken")]
    }

    private func labels(_ change: ListChange, _ title: String) -> [PlanWarning] {
        guard !change.model.showsLineLabels else { return [] }
        let before = Dictionary(change.before.map { ($0.member, $0.label) }, uniquingKeysWith: { first, _ in first })
        guard change.after.contains(where: { $0.label != nil && $0.label != before[$0.member] ?? nil }) else {
            return []
        }
        return [PlanWarning(.noEffect, "\(title): \(change.model.displayName) shows no labels")]
    }

    private func sharing(_ changes: [ListChange]) -> [PlanWarning] {
        PlanLimits.differences(changes).sorted { $0.key < $1.key }.compactMap { member, difference in
            guard let today = endpointCounts[member], let known = directory.member(member) else { return nil }
            let after = today + difference
            if difference > 0, after >= Self.nearlyAll {
                return PlanWarning(
                    .limit,
                    "the line of \(known.fullName) will stand on \(after) endpoints, of "
                        + "\(MemberListRules.maximumEndpointsPerMember) at most")
            }
            guard difference < 0, after <= 0 else { return nil }
            return PlanWarning(
                .lineLost, "the line of \(known.fullName) will stand nowhere any more: nobody sees it ring")
        }
    }

    private func name(_ line: Line) -> String { directory.member(line.member)?.fullName ?? line.member.description }
}
