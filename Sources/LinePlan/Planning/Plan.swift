// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// What has to be written so that the lists stand as a file asks.
public struct Plan: Hashable, Sendable {
    /// Only lists that change, in the directory's order.
    public let changes: [ListChange]
    public let warnings: [PlanWarning]

    public init(changes: [ListChange], warnings: [PlanWarning]) {
        self.changes = changes
        self.warnings = warnings
    }
}

/// One list before and after.
public struct ListChange: Hashable, Sendable {
    public let endpoint: LineEndpoint
    /// What the list was made for; `endpoint.model` is what the directory thought.
    public let model: EndpointModel
    public let before: [Line]
    public let after: [Line]
    /// Of the list before; nil from a server without safe edits.
    public let eTag: String?

    public init(endpoint: LineEndpoint, model: EndpointModel, before: [Line], after: [Line], eTag: String?) {
        self.endpoint = endpoint
        self.model = model
        self.before = before
        self.after = after
        self.eTag = eTag
    }

    public var added: [Line] { after.filter { line in !before.contains { $0.member == line.member } } }
    public var removed: [Line] { before.filter { line in !after.contains { $0.member == line.member } } }

    /// Lines that stay but not as they were.
    public var altered: [(before: Line, after: Line)] {
        after.compactMap { line in
            before.first { $0.member == line.member && $0 != line }.map { ($0, line) }
        }
    }
}

/// Something that is allowed and should be looked at.
public struct PlanWarning: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Calls for help would not go out, or would be sent to another place.
        case emergency
        /// Little or no room is left.
        case limit
        /// A line is shown nowhere any more.
        case lineLost
        /// The setting has no effect there.
        case noEffect
    }

    public let kind: Kind
    public let text: String

    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    public var description: String { text }
}
