// SPDX-License-Identifier: Apache-2.0

import Wording
import Yams

extension WantedFile {
    /// Reads `lists` and `changes` from YAML.
    ///
    /// - Parameter name: what the file is called in problems.
    /// - Throws: `FileProblems` with everything that is wrong.
    public init(yaml text: String, name: String) throws(FileProblems) {
        let notes = ProblemNotes(file: name)
        let reader = YAMLWantedReader(notes: notes)
        let file = reader.read(text)
        if !notes.problems.isEmpty { throw FileProblems(notes.problems) }
        self = file
    }
}

/// Gathers problems on the way, so that all of them can be said at once.
final class ProblemNotes {
    let file: String
    private(set) var problems: [FileProblem] = []

    init(file: String) {
        self.file = file
    }

    func note(_ line: Int?, _ text: String) {
        problems.append(FileProblem(file: file, line: line, text: text))
    }
}

/// The keys of each kind of mapping. The schema for editors, `docs/reference/lines.schema.json`, is held to them by a test.
enum WantedKeys {
    static let file = ["lists", "changes"]
    static let list = ["endpoint", "lines"]
    static let line = ["member", "port", "weight"] + settings
    static let settings = ["label", "hotline", "allowDecline", "t38"]
    static let add = ["add", "where"] + settings
    static let replace = ["replace", "with", "label", "where"]
    static let remove = ["remove", "where"]
    static let label = ["label", "of", "where"]
    static let move = ["move", "to"]
    static let selector = ["kind", "location", "model", "name", "tag", "endpoint", "except"]
    static let changes = ["add": add, "replace": replace, "remove": remove, "label": label, "move": move]
}

private struct YAMLWantedReader {
    let notes: ProblemNotes

    func read(_ text: String) -> WantedFile {
        let root: Node?
        do throws(YAMLComplaint) {
            root = try YAMLText.compose(text)
        } catch {
            notes.note(error.line, "is no YAML: \(error.problem)")
            return WantedFile(name: notes.file, lists: [], changes: [])
        }
        guard let root, let top = YAMLMapping(root, "the file", WantedKeys.file, notes) else {
            if root == nil { notes.note(nil, "is empty; it holds lists, changes or both") }
            return WantedFile(name: notes.file, lists: [], changes: [])
        }
        return WantedFile(
            name: notes.file, lists: top.elements("lists").compactMap(list),
            changes: top.elements("changes").compactMap(change))
    }

    private func list(_ node: Node) -> WantedList? {
        guard let mapping = YAMLMapping(node, "a list", WantedKeys.list, notes) else { return nil }
        if !mapping.has("lines") { mapping.note("lines are missing; [] keeps the owner's line alone") }
        let keys = mapping.elements("lines").compactMap { key($0, "a line") }
        return mapping.required("endpoint").map { WantedList(endpoint: $0, keys: keys) }
    }

    private func key(_ node: Node, _ what: String) -> WantedKey? {
        YAMLMapping(node, what, WantedKeys.line, notes).flatMap { key(in: $0, "member") }
    }

    private func key(in mapping: YAMLMapping, _ name: String) -> WantedKey? {
        guard let member = mapping.required(name) else { return nil }
        var key = WantedKey(member: member)
        key.port = mapping.number("port")
        key.weight = mapping.number("weight")
        key.label = mapping.text("label")?.value
        key.hotline = mapping.text("hotline")?.value
        key.allowDecline = mapping.flag("allowDecline")
        key.t38 = mapping.flag("t38")
        return key
    }

    private func change(_ node: Node) -> WantedChange? {
        let verbs = ["add", "replace", "remove", "label", "move"]
        guard let names = node.mapping?.keys.compactMap(\.scalar?.string),
            let verb = verbs.first(where: names.contains)
        else {
            notes.note(node.mark?.line, "a change is one of \(verbs.joined(separator: ", "))")
            return nil
        }
        switch verb {
        case "add": return add(node)
        case "replace": return replace(node)
        case "remove":
            guard let mapping = YAMLMapping(node, "remove", WantedKeys.remove, notes) else { return nil }
            return mapping.required("remove").map { .remove($0, from: selector(mapping, "where")) }
        case "label":
            guard let mapping = YAMLMapping(node, "label", WantedKeys.label, notes) else { return nil }
            return mapping.required("label").map {
                .label(mapping.text("of"), text: $0, on: selector(mapping, "where"))
            }
        default:
            guard let mapping = YAMLMapping(node, "move", WantedKeys.move, notes),
                let from = mapping.required("move"), let to = mapping.required("to")
            else { return nil }
            return .move(from: from, to: to)
        }
    }

    private func add(_ node: Node) -> WantedChange? {
        guard let mapping = YAMLMapping(node, "add", WantedKeys.add, notes) else { return nil }
        guard mapping.has("where") else {
            mapping.note("where is missing; it says which endpoints get the line")
            return nil
        }
        guard let key = key(in: mapping, "add"), let selector = selector(mapping, "where") else { return nil }
        return .add(key, to: selector)
    }

    private func replace(_ node: Node) -> WantedChange? {
        guard let mapping = YAMLMapping(node, "replace", WantedKeys.replace, notes),
            let old = mapping.required("replace"), let new = mapping.required("with")
        else { return nil }
        var key = WantedKey(member: new)
        key.label = mapping.text("label")?.value
        return .replace(old, with: key, on: selector(mapping, "where"))
    }

    private func selector(_ mapping: YAMLMapping, _ name: String) -> Selector? {
        guard let node = mapping.node(name) else { return nil }
        guard let parts = YAMLMapping(node, name, WantedKeys.selector, notes) else { return nil }
        var selector = Selector(line: parts.line)
        selector.kinds = parts.texts("kind").compactMap { text in
            guard let kind = Selector.Kind(rawValue: text.value) else {
                let known = Selector.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                notes.note(text.line, "kind is one of \(known), not \(text.value)")
                return nil
            }
            return kind
        }
        selector.locations = parts.texts("location")
        selector.models = parts.texts("model")
        selector.names = parts.texts("name").map(\.value)
        selector.tags = parts.texts("tag").map(\.value)
        selector.endpoints = parts.texts("endpoint")
        selector.except = parts.texts("except")
        return selector
    }
}
