// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// Decides the member lists of a seed file by the very rules that every request is held to.
struct SeedLists {
    private let directory: SeedDirectory
    private let problems: SeedProblems
    private(set) var replacements: [MemberListReplacement] = []
    /// On how many endpoints each member's line stands so far.
    private var endpointCounts: [MemberID: Int] = [:]
    private var decided: Set<EndpointID> = []

    init(of file: SeedFile, in directory: SeedDirectory, _ problems: SeedProblems) {
        self.directory = directory
        self.problems = problems
        for application in directory.applications { endpointCounts[application.person, default: 0] += 1 }
        for device in directory.devices { endpointCounts[device.endpoint.owner.id, default: 0] += 1 }
        for list in file.lists { decide(list) }
    }

    private mutating func decide(_ seed: SeedList) {
        guard let endpoint = directory.endpoints[SeedDirectory.key(seed.endpoint)] else {
            problems.note(
                seed.place.key("endpoint"), "no device, and no app of a person with calling, is \(seed.endpoint)")
            return
        }
        guard decided.insert(endpoint.id).inserted else {
            problems.note(seed.place.key("endpoint"), "\(seed.endpoint) has an entry already")
            return
        }
        guard let lines = wantedLines(of: seed, on: endpoint) else { return }
        let owner = MemberListEntry(line: .primaryOwner(endpoint.owner.id), member: endpoint.owner)
        let edit = MemberListEdit(lines: lines.map(\.wanted), keptWhenLeftOut: [], isStrict: true)
        let snapshot = MemberListSnapshot(
            list: MemberList(endpoint: endpoint, version: 1, entries: [owner]), named: named(by: edit))
        switch MemberListRules.decide(edit, on: snapshot, reach: .everywhere) {
        case .failure(let refusal):
            for violation in refusal.violations { note(violation, lines, seed) }
        case .success(let decision):
            for line in decision.lines where line.member != endpoint.owner.id {
                endpointCounts[line.member, default: 0] += 1
            }
            guard decision.isChange else { return }
            replacements.append(
                MemberListReplacement(
                    endpoint: endpoint.id, expectedVersion: 1, before: [owner.line], after: decision.lines))
        }
    }

    /// The lines in the words of an edit, the owner's in front where the file leaves it out. nil where a member is
    /// unknown: the rules would only say so again, in other words.
    private func wantedLines(of seed: SeedList, on endpoint: Endpoint) -> [PlacedWish]? {
        let members = seed.lines.map { directory.members[SeedDirectory.key($0.member)] }
        for (line, member) in zip(seed.lines, members) where member == nil {
            problems.note(line.place.key("member"), "nobody in the file is \(line.member)")
        }
        guard !members.contains(nil) else { return nil }
        var wishes: [PlacedWish] = []
        var nextPort = 1
        if !members.contains(where: { $0?.id == endpoint.owner.id }) {
            wishes.append(PlacedWish(wanted: .primaryOwner(endpoint.owner), place: nil))
            nextPort = 2
        }
        for case (let line, let member?) in zip(seed.lines, members) {
            let port = line.port ?? nextPort
            wishes.append(
                PlacedWish(wanted: WantedLine(line, of: member, on: endpoint, port: port), place: line.place))
            // Far above any phone's ports, the sum must not overflow before the rules see the port.
            nextPort = min(port, 1_000_000) + min(line.weight, 1_000_000)
        }
        return wishes
    }

    private func named(by edit: MemberListEdit) -> [MemberID: NamedMember] {
        let wanted = Set(edit.namedMembers)
        var named: [MemberID: NamedMember] = [:]
        for member in directory.members.values where wanted.contains(member.id) {
            named[member.id] = NamedMember(member: member, endpointCount: endpointCounts[member.id] ?? 0)
        }
        return named
    }

    private func note(_ violation: Violation, _ lines: [PlacedWish], _ seed: SeedList) {
        var place = seed.place
        if let index = violation.index, lines.indices.contains(index) { place = lines[index].place ?? place }
        if let key = violation.field?.seedKey { place = place.key(key) }
        problems.note(place, violation.reason.map { "\(violation.text): \($0)" } ?? violation.text)
    }
}

/// A wanted line and where the file has it; nil for the owner's line that the file left out.
private struct PlacedWish {
    let wanted: WantedLine
    let place: SeedPlace?
}

extension WantedLine {
    fileprivate static func primaryOwner(_ owner: Member) -> WantedLine {
        var line = WantedLine()
        line.member = .value(WantedMember(id: owner.id, kind: owner.kind))
        line.port = .value(1)
        line.lineWeight = .value(1)
        line.primaryOwner = .value(true)
        line.lineType = .value(.primary)
        return line
    }

    fileprivate init(_ seed: SeedLine, of member: Member, on endpoint: Endpoint, port: Int) {
        self.init()
        let owns = member.id == endpoint.owner.id
        self.member = .value(WantedMember(id: member.id, kind: member.kind))
        self.port = .value(port)
        lineWeight = .value(seed.weight)
        primaryOwner = .value(owns)
        lineType = .value(owns ? .primary : .sharedCallAppearance)
        if let label = seed.label { lineLabel = .value(label) }
        hotlineEnabled = .value(seed.hotline != nil)
        if let hotline = seed.hotline { hotlineDestination = .value(.digits(hotline)) }
        allowsCallDecline = .value(seed.allowsDecline)
        t38FaxCompression = .value(seed.t38)
    }
}

extension LineField {
    /// What the field is called in a seed file; nil where the file does not write it.
    fileprivate var seedKey: String? {
        switch self {
        case .id: "member"
        case .port: "port"
        case .lineWeight: "weight"
        case .lineLabel: "label"
        case .hotlineEnabled, .hotlineDestination: "hotline"
        case .allowCallDeclineEnabled: "allowDecline"
        case .t38FaxCompressionEnabled: "t38"
        case .primaryOwner, .lineType: nil
        }
    }
}
