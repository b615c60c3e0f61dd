// SPDX-License-Identifier: Apache-2.0

import Yams

/// Why a text is not YAML, in one line.
struct YAMLComplaint: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// The document's root; nil where the text holds none.
    static func compose(_ text: String) throws(YAMLComplaint) -> Node? {
        do {
            // No caller asks what a scalar stands for, and finding out costs a dozen regular expressions each.
            return try Yams.compose(yaml: text, .basic)
        } catch let error as YamlError {
            throw YAMLComplaint(line(for: error))
        } catch {
            throw YAMLComplaint("is not YAML")
        }
    }

    private static func line(for error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line), column \(mark.column): \(problem)"
        case .duplicatedKeysInMapping(let duplicates, _):
            "the same key twice in one mapping: \(duplicates.sorted().joined(separator: ", "))"
        case .reader(let problem, _, _, _): problem
        default: "is not YAML"
        }
    }
}
