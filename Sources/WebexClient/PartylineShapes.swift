// SPDX-License-Identifier: Apache-2.0

public import WebexWire

/// A page of changes.
struct ChangePage: Decodable {
    let items: [ChangeItem]
}

/// What became of a plan that was sent as one.
public struct PlanAnswer: Hashable, Sendable, Decodable {
    /// nil for a dry run.
    public let jobId: String?
    public let lists: [List]

    public struct List: Hashable, Sendable, Decodable {
        public let endpointId: String
        public let version: Int
        public let changed: Bool
    }
}

/// A plan that is carried out in the background.
public struct PlanJob: Hashable, Sendable, Decodable {
    public let id: String
    public let state: State
    /// How many lists it has.
    public let lists: Int
    /// How many of them have been decided.
    public let decided: Int
    public let changed: Int?
    public let problem: ProblemBody?

    public enum State: String, Hashable, Sendable, Decodable {
        case queued, running, done, failed, cancelled

        public var hasEnded: Bool { self == .done || self == .failed || self == .cancelled }
    }
}

/// Whether a plan was done at once, or is being done.
public enum PlanOutcome: Hashable, Sendable {
    case done(PlanAnswer)
    case accepted(PlanJob)
}
