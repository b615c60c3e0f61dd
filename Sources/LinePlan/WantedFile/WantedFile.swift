// SPDX-License-Identifier: Apache-2.0

/// What a file asks for, before anybody has looked at what there is: whole lists, then changes in their order.
public struct WantedFile: Hashable, Sendable {
    /// As it is called in what is said about it.
    public let name: String
    public let lists: [WantedList]
    public let changes: [WantedChange]

    public init(name: String, lists: [WantedList], changes: [WantedChange]) {
        self.name = name
        self.lists = lists
        self.changes = changes
    }
}

/// A value and the line of the file where it stands, from 1; 0 where there is no file.
public struct Located<Value: Hashable & Sendable>: Hashable, Sendable {
    public let value: Value
    public let line: Int

    public init(_ value: Value, line: Int) {
        self.value = value
        self.line = line
    }
}

/// An endpoint's whole list.
public struct WantedList: Hashable, Sendable {
    public let endpoint: Located<String>
    /// In the order of the file.
    public let keys: [WantedKey]

    public init(endpoint: Located<String>, keys: [WantedKey]) {
        self.endpoint = endpoint
        self.keys = keys
    }
}

/// One line of a list, or what is to be known of a line that is added. What is left out is nil.
public struct WantedKey: Hashable, Sendable {
    public let member: Located<String>
    public var port: Int?
    public var weight: Int?
    /// Empty for none.
    public var label: String?
    /// Empty for none.
    public var hotline: String?
    public var allowDecline: Bool?
    public var t38: Bool?

    public init(member: Located<String>) {
        self.member = member
    }
}

/// A change to the lists of many endpoints. Making it twice is the same as making it once.
public enum WantedChange: Hashable, Sendable {
    /// The line is put behind the last one, where it does not stand yet.
    case add(WantedKey, to: Selector)
    /// The other's line takes the ports of the one's. The one's own endpoints keep it.
    case replace(Located<String>, with: WantedKey, on: Selector?)
    /// The line goes. Its own endpoints keep it.
    case remove(Located<String>, from: Selector?)
    /// What the keys show; nil for every line. May hold `{name}`, `{firstName}`, `{lastName}`, `{extension}`,
    /// `{number}`, `{esn}`, `{location}`.
    case label(Located<String>?, text: Located<String>, on: Selector?)
    /// The shared lines go from one endpoint to another; for the same owner its own line is set up alike.
    case move(from: Located<String>, to: Located<String>)

    /// Where in the file it stands.
    public var line: Int {
        switch self {
        case .add(let key, _), .replace(_, let key, _): key.member.line
        case .remove(let member, _): member.line
        case .label(_, let text, _): text.line
        case .move(let from, _): from.line
        }
    }
}

/// Which endpoints are meant: those of which everything holds that is said. Where several values are given, one must.
public struct Selector: Hashable, Sendable {
    public let line: Int
    public var kinds: [Kind] = []
    /// Names of locations of the endpoint's owner.
    public var locations: [Located<String>] = []
    /// Names of models, as the catalogue or the wire has them.
    public var models: [Located<String>] = []
    /// Contained in the owner's name, in any case.
    public var names: [String] = []
    public var tags: [String] = []
    public var endpoints: [Located<String>] = []
    public var except: [Located<String>] = []

    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case app
        case phone
        case adapter
        /// Phones and adapters.
        case device
    }

    public init(line: Int) {
        self.line = line
    }
}

/// Something wrong, and where.
public struct FileProblem: Hashable, Sendable, CustomStringConvertible {
    public let file: String
    /// nil, or 0, where the whole file is meant.
    public let line: Int?
    public let text: String

    public init(file: String, line: Int?, text: String) {
        self.file = file
        self.line = line
        self.text = text
    }

    public var description: String {
        guard let line, line > 0 else { return "\(file): \(text)" }
        return "\(file), line \(line): \(text)"
    }
}

/// Everything that is wrong with a file.
public struct FileProblems: Error, Hashable, Sendable {
    /// By line.
    public let problems: [FileProblem]

    public init(_ problems: [FileProblem]) {
        self.problems = problems.enumerated().sorted { left, right in
            (left.element.line ?? 0, left.offset) < (right.element.line ?? 0, right.offset)
        }.map(\.element)
    }
}
