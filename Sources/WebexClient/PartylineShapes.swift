// SPDX-License-Identifier: Apache-2.0

public import WebexWire

/// A change of a member list as Partyline's own API tells it.
public struct ListChangeRecord: Hashable, Sendable, Decodable {
    public let id: String
    public let at: WebexTimestamp
    public let actor: String
    public let trackingId: String
    public let cause: String
    public let subject: Subject
    /// Of a member list, after the change.
    public let version: Int?
    public let jobId: String?
    /// Lines by port; nil where there was none, and for every other subject.
    public let before: [Line]?
    public let after: [Line]?

    public struct Subject: Hashable, Sendable, Decodable {
        public let kind: String
        public let id: String
    }

    public struct Line: Hashable, Sendable, Decodable {
        public let id: String
        public let firstName: String?
        public let lastName: String?
        public let port: Int
        public let lineWeight: Int?
        public let lineLabel: String?
        public let hotlineEnabled: Bool?
        public let hotlineDestination: String?
        public let allowCallDeclineEnabled: Bool?
        public let t38FaxCompressionEnabled: Bool?
    }

    private enum CodingKeys: String, CodingKey {
        case id, at, actor, trackingId, cause, subject, version, jobId, before, after
    }

    /// The state of anything but a list is an object, which no tool for lines looks into.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        at = try container.decode(WebexTimestamp.self, forKey: .at)
        actor = try container.decode(String.self, forKey: .actor)
        trackingId = try container.decode(String.self, forKey: .trackingId)
        cause = try container.decode(String.self, forKey: .cause)
        subject = try container.decode(Subject.self, forKey: .subject)
        version = try container.decodeIfPresent(Int.self, forKey: .version)
        jobId = try container.decodeIfPresent(String.self, forKey: .jobId)
        let isList = subject.kind == "memberList"
        before = isList ? try container.decodeIfPresent([Line].self, forKey: .before) : nil
        after = isList ? try container.decodeIfPresent([Line].self, forKey: .after) : nil
    }
}

/// A page of changes.
struct ListChangePage: Decodable {
    let items: [ListChangeRecord]
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
    public let problem: Problem?

    public enum State: String, Hashable, Sendable, Decodable {
        case queued, running, done, failed, cancelled

        public var hasEnded: Bool { self == .done || self == .failed || self == .cancelled }
    }
}

/// Why something of Partyline's own API was refused (RFC 9457).
public struct Problem: Hashable, Sendable, Decodable {
    public let status: Int
    public let detail: String?
    public let errors: [Reason]?
    public let trackingId: String?

    public struct Reason: Hashable, Sendable, Decodable {
        public let detail: String?
        public let code: Int?
        public let reason: String?
        /// The place in the plan's lists, from 0.
        public let list: Int?
        /// The place in the list's members, from 0.
        public let member: Int?
        public let field: String?
        public let endpointId: String?
    }
}

/// Whether a plan was done at once, or is being done.
public enum PlanOutcome: Hashable, Sendable {
    case done(PlanAnswer)
    case accepted(PlanJob)
}
