// SPDX-License-Identifier: Apache-2.0

/// Makes a line of one element of a request, noting everything that is wrong with it.
struct LineRules {
    /// Labels longer than this do not fit a key. Counted in Unicode scalars, as the schema's CHECK does.
    static let maximumLabelLength = 80

    let list: MemberList
    let edit: MemberListEdit
    let named: [MemberID: NamedMember]
    private let storedLines: [MemberID: Line]

    init(list: MemberList, edit: MemberListEdit, named: [MemberID: NamedMember]) {
        self.list = list
        self.edit = edit
        self.named = named
        self.storedLines = Dictionary(list.lines.map { ($0.member, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The line, or nil where too much is wrong to have one.
    func line(from wanted: WantedLine, at index: Int, noting violations: inout [Violation]) -> Line? {
        var notes = Notes(index: index, violations: violations)
        defer { violations = notes.violations }
        let member = member(wanted.member, &notes)
        let port = positive(.port, wanted.port, &notes)
        let weight = positive(.lineWeight, wanted.lineWeight, &notes)
        checkOwnership(wanted, of: member, weight: weight, &notes)
        let stored = member.flatMap { storedLines[$0] }
        let label = label(wanted.lineLabel, &notes)
        let hotline = hotline(wanted, stored: stored, &notes)
        let allowsDecline = optional(.allowCallDeclineEnabled, wanted.allowsCallDecline, absent: true, &notes)
        let t38 = t38(wanted.t38FaxCompression, stored: stored, &notes)
        guard let member, let port, let weight else {
            noteBeyondLastPort(port, weight ?? 1, &notes)
            return nil
        }
        return Line(
            member: member, port: port, weight: weight, label: label, hotline: hotline,
            allowsCallDecline: allowsDecline, t38FaxCompression: t38)
    }

    private func member(_ wanted: Wanted<WantedMember>, _ notes: inout Notes) -> MemberID? {
        guard let wanted = required(.id, wanted, &notes) else { return nil }
        guard let known = named[wanted.id]?.member, wanted.kind ?? known.kind == known.kind else {
            notes.invalid(.id, "no person, workspace or virtual line of the organisation has this id")
            return nil
        }
        if known.licence == nil {
            notes.note(.noCallingLicence, .id, "\(known.fullName) has no Webex Calling licence")
        } else if known.kind == .workspace, known.licence != .professional, known.id != list.endpoint.owner.id {
            notes.note(.workspaceLicence, .id, "Workspace \(known.fullName) has no professional licence")
        }
        return known.id
    }

    private func checkOwnership(_ wanted: WantedLine, of member: MemberID?, weight: Int?, _ notes: inout Notes) {
        let claimsOwner = required(.primaryOwner, wanted.primaryOwner, &notes)
        let lineType = required(.lineType, wanted.lineType, &notes)
        guard let member else { return }
        let owns = list.isPrimaryOwner(member)
        if let claimsOwner, claimsOwner != owns {
            notes.invalid(.primaryOwner, "true for the endpoint's owner\(owns ? "" : " alone")")
        }
        if let lineType, (lineType == .primary) != owns {
            notes.invalid(.lineType, "PRIMARY for the endpoint's owner\(owns ? "" : " alone")")
        }
        if let weight, weight > 1, !owns {
            notes.invalid(.lineWeight, "above 1 for the endpoint's owner alone")
        }
    }

    private func label(_ wanted: Wanted<String>, _ notes: inout Notes) -> String? {
        let label = optional(.lineLabel, wanted, absent: "", &notes)
        if label.isEmpty { return nil }
        if label.unicodeScalars.count > Self.maximumLabelLength {
            notes.note(
                .textTooLong, .lineLabel, "Text longer than \(Self.maximumLabelLength) characters: members.lineLabel")
        }
        if label.unicodeScalars.contains(where: \.isControl) {
            notes.invalid(.lineLabel, "a label holds no control characters")
        }
        return label
    }

    private func hotline(_ wanted: WantedLine, stored: Line?, _ notes: inout Notes) -> HotlineDestination? {
        let keeps = edit.keptWhenLeftOut.contains(.hotlineEnabled)
        let kept = keeps ? stored?.hotline : nil
        let isEnabled = optional(.hotlineEnabled, wanted.hotlineEnabled, absent: kept != nil, &notes)
        guard isEnabled else {
            noteDropped(wanted.hotlineDestination, stored: stored, &notes)
            return nil
        }
        switch wanted.hotlineDestination {
        case .leftOut:
            if kept == nil { notes.violations.append(.missing(.hotlineDestination, at: notes.index)) }
            return kept
        case .value(.asStored):
            if stored?.hotline == nil { notes.invalid(.hotlineDestination, "no destination is stored to keep") }
            return stored?.hotline
        case .value(.digits(let digits)):
            let destination = HotlineDestination(digits)
            if destination == nil { notes.invalid(.hotlineDestination, "1 to 23 digits, +, * or #") }
            return destination
        case .invalid:
            notes.invalid(.hotlineDestination, "a text of digits, +, * or #")
            return nil
        }
    }

    /// A destination sent while hotline is off is dropped, which is one of the things that strict handling refuses.
    private func noteDropped(
        _ destination: Wanted<WantedHotlineDestination>, stored: Line?, _ notes: inout Notes
    ) {
        let isDropped =
            switch destination {
            case .leftOut, .invalid: false
            case .value(.digits(let digits)): !digits.isEmpty
            case .value(.asStored): stored?.hotline != nil
            }
        if case .invalid = destination { notes.invalid(.hotlineDestination, "a text of digits, +, * or #") }
        if edit.isStrict, isDropped {
            notes.note(
                .normalisationRefused, .hotlineDestination, "The destination would be dropped while hotline is off")
        }
    }

    private func t38(_ wanted: Wanted<Bool>, stored: Line?, _ notes: inout Notes) -> Bool {
        let keeps = edit.keptWhenLeftOut.contains(.t38FaxCompressionEnabled)
        let isOn = optional(
            .t38FaxCompressionEnabled, wanted, absent: keeps && stored?.t38FaxCompression ?? false, &notes)
        if isOn, !list.endpoint.model.supportsT38 {
            let model = list.endpoint.model.name
            notes.note(.t38Unsupported, .t38FaxCompressionEnabled, "\(model) has no T.38 compression")
            return false
        }
        return isOn
    }

    private func positive(_ field: LineField, _ wanted: Wanted<Int>, _ notes: inout Notes) -> Int? {
        guard let number = required(field, wanted, &notes) else { return nil }
        guard (1...Self.highestNumber).contains(number) else {
            notes.invalid(field, "a whole number from 1")
            return nil
        }
        return number
    }

    /// A line that cannot be placed for other reasons can still be seen to end too high.
    private func noteBeyondLastPort(_ port: Int?, _ weight: Int, _ notes: inout Notes) {
        let model = list.endpoint.model
        guard let port, port + weight - 1 > model.maxLineCount else { return }
        notes.violations.append(.tooManyLines(model, lastPort: port + weight - 1, at: notes.index))
    }

    /// Far above any phone's ports and far below what would overflow when ports and weights are added.
    private static let highestNumber = 1_000_000

    private func required<Value>(_ field: LineField, _ wanted: Wanted<Value>, _ notes: inout Notes) -> Value? {
        switch wanted {
        case .value(let value): return value
        case .leftOut: notes.violations.append(.missing(field, at: notes.index))
        case .invalid: notes.invalid(field, "of a wrong type or unknown")
        }
        return nil
    }

    private func optional<Value>(
        _ field: LineField, _ wanted: Wanted<Value>, absent: Value, _ notes: inout Notes
    ) -> Value {
        switch wanted {
        case .value(let value): return value
        case .leftOut: return absent
        case .invalid:
            notes.invalid(field, "of a wrong type")
            return absent
        }
    }
}

/// The violations of one element, gathered on the way.
private struct Notes {
    let index: Int
    var violations: [Violation]

    mutating func invalid(_ field: LineField, _ reason: String) {
        violations.append(.invalid(field, at: index, reason))
    }

    mutating func note(_ code: ErrorCode, _ field: LineField, _ text: String) {
        violations.append(Violation(code: code, index: index, field: field, text: text))
    }
}
