// SPDX-License-Identifier: Apache-2.0

public import Yams

/// YAML as people write it.
public enum YAMLText {
    /// The document's root; nil where the text holds none.
    public static func compose(_ text: String) throws(YAMLComplaint) -> Node? {
        do {
            // No caller asks what a scalar stands for, and finding out costs a dozen regular expressions each.
            return try Yams.compose(yaml: text, .basic)
        } catch {
            throw YAMLComplaint(error)
        }
    }
}

/// Why a text is not YAML, in one line.
public struct YAMLComplaint: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1; nil where the whole text is meant.
    public let line: Int?
    public let column: Int?
    public let problem: String

    /// A complaint of a reader's own.
    public init(_ problem: String) {
        (line, column) = (nil, nil)
        self.problem = problem
    }

    init(_ error: any Error) {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            (line, column) = (mark.line, mark.column)
            self.problem = problem
        case YamlError.duplicatedKeysInMapping(let duplicates, let context):
            (line, column) = (context.mark.line, nil)
            problem = "the same key twice in one mapping: \(duplicates.sorted().joined(separator: ", "))"
        case YamlError.reader(let problem, _, _, _):
            (line, column) = (nil, nil)
            self.problem = problem
        default:
            (line, column) = (nil, nil)
            problem = "is not YAML"
        }
    }

    public var description: String {
        guard let line, let column else { return problem }
        return "line \(line), column \(column): \(problem)"
    }
}
