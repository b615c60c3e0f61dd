// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// A list while it is being thought about: lines that may still break rules, each knowing where it was asked for.
struct Draft: Hashable {
    let endpoint: LineEndpoint
    let actual: ActualList
    var keys: [DraftKey]
    /// Where in the file the list was last asked for.
    var source: Int?

    init(_ endpoint: LineEndpoint, _ actual: ActualList) {
        self.endpoint = endpoint
        self.actual = actual
        keys = actual.lines.map(DraftKey.init)
    }

    func index(of member: MemberID) -> Int? { keys.firstIndex { $0.member == member } }
    func owns(_ member: MemberID) -> Bool { endpoint.owner == member }

    /// The first port behind all lines.
    var end: Int { (keys.map { $0.port + max(1, $0.weight) }.max() ?? 1) }

    /// Whether the lines are those of today, wherever in a file they were asked for and in whatever order.
    var isAsToday: Bool {
        keys.count == actual.lines.count && Set(keys.map(\.withoutSource)) == Set(actual.lines.map(DraftKey.init))
    }

    func isFree(_ port: Int) -> Bool {
        !keys.contains { $0.port <= port && port < $0.port + max(1, $0.weight) }
    }
}

/// A line of a draft.
struct DraftKey: Hashable {
    var member: MemberID
    var port: Int
    var weight: Int
    var label: String?
    var hotline: String?
    var allowsDecline: Bool
    var t38: Bool
    /// The line of the file; nil where it stands so today.
    var source: Int?

    init(member: MemberID, port: Int, source: Int?) {
        self.member = member
        self.port = port
        weight = 1
        allowsDecline = true
        t38 = false
        self.source = source
    }

    init(_ line: Line) {
        member = line.member
        port = line.port
        weight = line.weight
        label = line.label
        hotline = line.hotline?.digits
        allowsDecline = line.allowsCallDecline
        t38 = line.t38FaxCompression
    }

    var withoutSource: DraftKey {
        var key = self
        key.source = nil
        return key
    }

    /// Takes over what the file says; what it leaves out stays.
    mutating func set(_ wanted: WantedKey) {
        let before = self
        if let label = wanted.label { self.label = label.isEmpty ? nil : label }
        if let hotline = wanted.hotline { self.hotline = hotline.isEmpty ? nil : hotline }
        if let allowDecline = wanted.allowDecline { allowsDecline = allowDecline }
        if let t38 = wanted.t38 { self.t38 = t38 }
        if let weight = wanted.weight { self.weight = weight }
        if self != before { source = wanted.member.line }
    }

    /// As the rules read it.
    func wanted(on endpoint: LineEndpoint) -> WantedLine {
        var line = WantedLine()
        let owns = endpoint.owner == member
        line.member = .value(WantedMember(id: member, kind: nil))
        line.port = .value(port)
        line.primaryOwner = .value(owns)
        line.lineType = .value(owns ? .primary : .sharedCallAppearance)
        line.lineWeight = .value(weight)
        line.lineLabel = label.map(Wanted.value) ?? .leftOut
        line.hotlineEnabled = .value(hotline != nil)
        line.hotlineDestination = hotline.map { .value(.digits($0)) } ?? .leftOut
        line.allowsCallDecline = .value(allowsDecline)
        line.t38FaxCompression = .value(t38)
        return line
    }
}
