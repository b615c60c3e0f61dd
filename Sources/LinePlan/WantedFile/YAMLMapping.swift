// SPDX-License-Identifier: Apache-2.0

import Yams

/// A mapping of the file, read key by key. What is missing, of a wrong kind or unknown is noted, and reading goes on.
struct YAMLMapping {
    /// Of its first key.
    let line: Int
    private let what: String
    private let values: [(name: String, node: Node)]
    private let notes: ProblemNotes

    /// nil, and noted, where the node is no mapping.
    init?(_ node: Node, _ what: String, _ keys: [String], _ notes: ProblemNotes) {
        guard let mapping = node.mapping else {
            notes.note(node.mark?.line, "\(what) must be a mapping of keys to values")
            return nil
        }
        var values: [(name: String, node: Node)] = []
        for (key, value) in mapping {
            let name = key.scalar?.string ?? "?"
            guard keys.contains(name) else {
                notes.note(
                    key.mark?.line,
                    "\(what) has no key \(name)\(Hint.text(for: name, among: keys)); there is "
                        + keys.joined(separator: ", "))
                continue
            }
            if !Self.isNull(value) { values.append((name, value)) }
        }
        self.line = mapping.first?.key.mark?.line ?? node.mark?.line ?? 1
        self.what = what
        self.values = values
        self.notes = notes
    }

    func has(_ name: String) -> Bool { node(name) != nil }
    func node(_ name: String) -> Node? { values.first { $0.name == name }?.node }
    func note(_ text: String) { notes.note(line, "\(what): \(text)") }

    /// The text of a scalar; nil where it is left out, or noted.
    func text(_ name: String) -> Located<String>? {
        guard let node = node(name) else { return nil }
        guard let text = node.scalar?.string else {
            notes.note(node.mark?.line ?? line, "\(name) must be a text")
            return nil
        }
        return Located(text, line: node.mark?.line ?? line)
    }

    func required(_ name: String) -> Located<String>? {
        guard has(name) else {
            note("\(name) is missing")
            return nil
        }
        return text(name)
    }

    func number(_ name: String) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text.value) else {
            notes.note(text.line, "\(name) is a whole number, not \(text.value)")
            return nil
        }
        return number
    }

    func flag(_ name: String) -> Bool? {
        guard let text = text(name) else { return nil }
        switch text.value {
        case "true": return true
        case "false": return false
        default:
            notes.note(text.line, "\(name) is true or false, not \(text.value)")
            return nil
        }
    }

    /// One text, or a list of them.
    func texts(_ name: String) -> [Located<String>] {
        guard let node = node(name) else { return [] }
        guard let sequence = node.sequence else { return text(name).map { [$0] } ?? [] }
        return sequence.compactMap { element in
            let line = element.mark?.line ?? line
            guard let text = element.scalar?.string else {
                notes.note(line, "\(name) holds texts")
                return nil
            }
            return Located(text, line: line)
        }
    }

    func elements(_ name: String) -> [Node] {
        guard let node = node(name) else { return [] }
        guard let sequence = node.sequence else {
            notes.note(node.mark?.line ?? line, "\(name) must be a list")
            return []
        }
        return Array(sequence)
    }

    /// By the text itself: resolving the node's tag would run a dozen regular expressions over every value.
    private static func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}
