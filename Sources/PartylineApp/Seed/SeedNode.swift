// SPDX-License-Identifier: Apache-2.0

import Foundation
import Yams

/// A mapping of the file, read key by key. What is missing, of a wrong kind or unknown is noted, and reading goes on.
struct SeedMapping {
    let place: SeedPlace
    private let values: [String: Node]
    private let problems: SeedProblems

    /// nil, and noted, where the node is no mapping.
    init?(_ node: Node, at place: SeedPlace, keys: Set<String>, _ problems: SeedProblems) {
        guard let mapping = node.mapping else {
            problems.note(place, "must be a mapping of keys to values")
            return nil
        }
        var values: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string, keys.contains(name) else {
                let name = key.scalar?.string ?? "?"
                problems.note(
                    SeedPlace(path: place.key(name).path, line: key.mark?.line),
                    "no such key\(Suggestion.text(for: name, among: keys.sorted())); there is "
                        + keys.sorted().joined(separator: ", "))
                continue
            }
            if !Self.isNull(value) { values[name] = value }
        }
        self.place = place
        self.values = values
        self.problems = problems
    }

    func has(_ key: String) -> Bool { values[key] != nil }

    func place(of key: String) -> SeedPlace {
        SeedPlace(path: place.key(key).path, line: values[key]?.mark?.line ?? place.line)
    }

    func note(_ key: String, _ text: String) { problems.note(place(of: key), text) }

    // MARK: Values

    /// A text that passes the check; nil where it is left out, or noted.
    func text(_ key: String, _ check: SeedCheck = .name) -> String? {
        guard let node = values[key] else { return nil }
        guard let text = node.scalar?.string else {
            note(key, "must be a text")
            return nil
        }
        guard check.passes(text) else {
            note(key, "\"\(text)\" is not \(check.wanted)")
            return nil
        }
        return text
    }

    /// The same of a key that may not be left out. Something comes back in any case, so that reading goes on.
    func required(_ key: String, _ check: SeedCheck = .name) -> String {
        if !has(key) { note(key, "is missing; it takes \(check.wanted)") }
        return text(key, check) ?? ""
    }

    func flag(_ key: String, default value: Bool) -> Bool {
        switch text(key, SeedCheck("true or false") { $0 == "true" || $0 == "false" }) {
        case "true": true
        case "false": false
        default: value
        }
    }

    func number(_ key: String, from lowest: Int) -> Int? {
        text(key, SeedCheck("a whole number from \(lowest)") { (Int($0) ?? .min) >= lowest }).flatMap { Int($0) }
    }

    func choice<Value>(_ key: String, _ known: [Value]) -> Value? where Value: RawRepresentable<String> {
        let names = known.map(\.rawValue)
        return text(key, SeedCheck("one of \(names.joined(separator: ", "))") { names.contains($0) })
            .flatMap { Value(rawValue: $0) }
    }

    func texts(_ key: String, _ check: SeedCheck = .name) -> [String] {
        elements(key).compactMap { node, place in
            guard let text = node.scalar?.string, check.passes(text) else {
                problems.note(place, "is not \(check.wanted)")
                return nil
            }
            return text
        }
    }

    // MARK: Parts

    func mapping(_ key: String, keys: Set<String>) -> SeedMapping? {
        guard let node = values[key] else { return nil }
        return SeedMapping(node, at: place(of: key), keys: keys, problems)
    }

    func mappings(_ key: String, keys: Set<String>) -> [SeedMapping] {
        elements(key).compactMap { node, place in SeedMapping(node, at: place, keys: keys, problems) }
    }

    private func elements(_ key: String) -> [(Node, SeedPlace)] {
        guard let node = values[key] else { return [] }
        guard let sequence = node.sequence else {
            note(key, "must be a list")
            return []
        }
        return sequence.enumerated().map { index, element in
            (element, SeedPlace(path: "\(place.key(key).path)[\(index)]", line: element.mark?.line ?? node.mark?.line))
        }
    }

    /// By the text itself: resolving the node's tag would run a dozen regular expressions over every value.
    private static func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}

/// What a text of the file must look like, and how to say so.
struct SeedCheck: Sendable {
    let wanted: String
    let passes: @Sendable (String) -> Bool

    init(_ wanted: String, _ passes: @escaping @Sendable (String) -> Bool) {
        self.wanted = wanted
        self.passes = passes
    }
}
