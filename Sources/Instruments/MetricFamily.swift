// SPDX-License-Identifier: Apache-2.0

/// What a part of the program measures of itself. Whoever counts keeps the counts; they are read when somebody asks.
public protocol MetricSource: Sendable {
    /// Everything as it stands now, each family once.
    func metrics() -> [MetricFamily]
}

/// All samples of one name, with what they mean.
public struct MetricFamily: Sendable {
    public enum Kind: String, Sendable {
        /// Only ever grows, until the process ends. Its name ends in `_total`.
        case counter
        case gauge
        case histogram
    }

    public struct Sample: Sendable {
        /// What follows the family's name: empty, or a part of a histogram such as `_bucket`.
        public let suffix: String
        public let labels: Labels
        public let value: Double

        public init(suffix: String = "", labels: Labels = [:], value: Double) {
            self.suffix = suffix
            self.labels = labels
            self.value = value
        }
    }

    public let name: String
    /// One sentence, for whoever builds a dashboard.
    public let help: String
    public let kind: Kind
    public let samples: [Sample]

    public init(_ name: String, _ kind: Kind, help: String, samples: [Sample]) {
        self.name = name
        self.help = help
        self.kind = kind
        self.samples = samples
    }

    /// A family of one sample without labels.
    public init(_ name: String, _ kind: Kind, help: String, value: Int) {
        self.init(name, kind, help: help, samples: [Sample(value: Double(value))])
    }
}

/// What tells samples of one family apart. Values come from a small, known set: never an id, never what a client sent.
public struct Labels: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// As the exposition has it, without the braces: `method="GET",route="/healthz"`.
    let text: String

    public init(dictionaryLiteral elements: (String, String)...) {
        text = elements.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
    }

    private init(text: String) {
        self.text = text
    }

    /// These and those of the other.
    public func adding(_ other: Labels) -> Labels {
        if text.isEmpty || other.text.isEmpty { return Labels(text: text + other.text) }
        return Labels(text: "\(text),\(other.text)")
    }

    private static func escaped(_ value: String) -> String {
        var escaped = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
