// SPDX-License-Identifier: Apache-2.0

import WebexWire

/// A plan as a person reads it: for each endpoint the keys before and after, then what it comes to.
public struct PlanText: Sendable {
    private let plan: PlanFile
    private let style: TextStyle

    public init(_ plan: PlanFile, style: TextStyle) {
        self.plan = plan
        self.style = style
    }

    public var text: String {
        (plan.changes.map(text) + [summary]).joined(separator: "\n\n")
    }

    /// The counts, and what should be looked at.
    public var summary: String {
        let totals = PlanTotals(plan)
        var lines = [style.title(totals.text)]
        lines += plan.warnings.map { style.warning("! \(VisibleText.of($0))") }
        return lines.joined(separator: "\n")
    }

    private func text(of change: PlanFile.Change) -> String {
        let place = change.location.map { ", \($0)" } ?? ""
        let rows = KeyDifference.rows(from: change.before, to: change.after)
        let width = rows.map { VisibleText.of($0.key.name).count }.max() ?? 0
        let lines = rows.map { row in
            let ports = row.key.portText
            let name = VisibleText.padded(VisibleText.of(row.key.name), to: width)
            let line = "  \(row.sign.rawValue) \(VisibleText.padded(ports, to: 5)) \(name)  \(row.settings)"
            return paint(row.sign, Self.withoutTrailingSpaces(line))
        }
        return ([style.title(VisibleText.of(change.title + place))] + lines).joined(separator: "\n")
    }

    private func paint(_ sign: KeyDifference.Sign, _ line: String) -> String {
        switch sign {
        case .same: line
        case .added: style.added(line)
        case .removed: style.removed(line)
        case .altered: style.altered(line)
        }
    }

    private static func withoutTrailingSpaces(_ line: String) -> String {
        var line = line[...]
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}

/// What a plan comes to.
public struct PlanTotals: Hashable, Sendable {
    public let lists: Int
    public let devices: Int
    public let apps: Int
    public let added: Int
    public let removed: Int
    public let altered: Int

    public init(_ plan: PlanFile) {
        let rows = plan.changes.flatMap { KeyDifference.rows(from: $0.before, to: $0.after) }
        lists = plan.changes.count
        apps = plan.changes.count { $0.endpoint.kind == .person }
        devices = lists - apps
        added = rows.count { $0.sign == .added }
        removed = rows.count { $0.sign == .removed }
        altered = rows.count { $0.sign == .altered }
    }

    public var text: String {
        guard lists > 0 else { return "No changes: everything stands as the file asks." }
        return "\(Self.count(lists, "list")) to change: the keys of \(Self.count(devices, "device")) and "
            + "\(Self.count(apps, "app")). Lines: \(added) added, \(removed) removed, \(altered) changed."
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}

/// Two lists laid over each other.
enum KeyDifference {
    enum Sign: String {
        case same = " "
        case added = "+"
        case removed = "-"
        case altered = "~"
    }

    struct Row {
        let sign: Sign
        let key: PlanFile.Key
        let settings: String
    }

    /// The new list by port, with each line that goes where it stood.
    static func rows(from before: [PlanFile.Key], to after: [PlanFile.Key]) -> [Row] {
        let old = Dictionary(before.map { ($0.member, $0) }, uniquingKeysWith: { first, _ in first })
        let staying = Set(after.map(\.member))
        let rows = after.map { key in
            guard let earlier = old[key.member] else {
                return Row(sign: .added, key: key, settings: key.settings.joined(separator: ", "))
            }
            guard earlier != key else {
                return Row(sign: .same, key: key, settings: key.settings.joined(separator: ", "))
            }
            return Row(sign: .altered, key: key, settings: key.differences(from: earlier).joined(separator: ", "))
        }
        let going = before.filter { !staying.contains($0.member) }.map { key in
            Row(sign: .removed, key: key, settings: key.settings.joined(separator: ", "))
        }
        return (rows + going).enumerated().sorted { left, right in
            (left.element.key.port, left.offset) < (right.element.key.port, right.offset)
        }.map(\.element)
    }
}

extension PlanFile.Key {
    /// `3`, or `3-4` for two ports.
    var portText: String { (weight ?? 1) == 1 ? "\(port)" : "\(port)-\(port + (weight ?? 1) - 1)" }

    /// What is not as most lines have it.
    var settings: [String] {
        [
            label.map { "\"\(VisibleText.of($0))\"" }, hotline.map { "hotline \($0)" },
            allowDecline == false ? "declining ends it here alone" : nil, t38 == true ? "T.38" : nil,
        ].compactMap(\.self)
    }

    func differences(from earlier: PlanFile.Key) -> [String] {
        func quoted(_ label: String?) -> String { label.map { "\"\(VisibleText.of($0))\"" } ?? "no label" }
        func digits(_ hotline: String?) -> String { hotline.map { "hotline \($0)" } ?? "no hotline" }
        func decline(_ allowed: Bool?) -> String {
            allowed == false ? "declining ends it here alone" : "declining ends it everywhere"
        }
        func fax(_ isOn: Bool?) -> String { isOn == true ? "T.38" : "no T.38" }
        return [
            earlier.portText == portText ? nil : "port \(earlier.portText) → \(portText)",
            earlier.label == label ? nil : "\(quoted(earlier.label)) → \(quoted(label))",
            earlier.hotline == hotline ? nil : "\(digits(earlier.hotline)) → \(digits(hotline))",
            earlier.allowDecline == allowDecline ? nil : "\(decline(earlier.allowDecline)) → \(decline(allowDecline))",
            earlier.t38 == t38 ? nil : "\(fax(earlier.t38)) → \(fax(t38))",
        ].compactMap(\.self)
    }
}
