// SPDX-License-Identifier: Apache-2.0

/// A job as the Partyline API shows it.
public struct JobItem: Hashable, Sendable {
    /// The lower-case UUID.
    public var id: String
    /// `queued`, `running`, `done`, `failed` or `cancelled`.
    public var state: String
    /// How many lists it has, and how many of them have been judged.
    public var lists: Int
    public var decided: Int
    public var created: WebexTimestamp
    /// nil until it ends.
    public var ended: WebexTimestamp?
    public var actor: String
    public var trackingID: String
    /// How many lists it changed; nil unless it is done.
    public var changed: Int?
    /// The refusal; nil unless it failed.
    public var problem: Problem?

    /// A refusal, as it was written or as it was read.
    public enum Problem: Hashable, Sendable {
        case json(String)
        case body(ProblemBody)
    }

    public init(
        id: String, state: String, lists: Int, decided: Int, created: WebexTimestamp, ended: WebexTimestamp?,
        actor: String, trackingID: String, changed: Int?, problem: Problem?
    ) {
        self.id = id
        self.state = state
        self.lists = lists
        self.decided = decided
        self.created = created
        self.ended = ended
        self.actor = actor
        self.trackingID = trackingID
        self.changed = changed
        self.problem = problem
    }

    public func json() -> [UInt8] {
        JSONWriter.object { object in
            object.field("id", id)
            object.field("state", state)
            object.field("lists", lists)
            object.field("decided", decided)
            object.field("created", created.text)
            object.optionalField("ended", ended?.text)
            object.field("actor", actor)
            object.field("trackingId", trackingID)
            object.optionalField("changed", changed)
            switch problem {
            case .json(let json): object.field("problem", json: json)
            case .body(let body): object.field("problem", json: String(decoding: body.json(), as: UTF8.self))
            case nil: break
            }
        }
    }
}

extension JobItem: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id, state, lists, decided, created, ended, actor, trackingId, changed, problem
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(String.self, forKey: .id),
            state: try container.decode(String.self, forKey: .state),
            lists: try container.decode(Int.self, forKey: .lists),
            decided: try container.decode(Int.self, forKey: .decided),
            created: try container.decode(WebexTimestamp.self, forKey: .created),
            ended: try container.decodeIfPresent(WebexTimestamp.self, forKey: .ended),
            actor: try container.decode(String.self, forKey: .actor),
            trackingID: try container.decode(String.self, forKey: .trackingId),
            changed: try container.decodeIfPresent(Int.self, forKey: .changed),
            problem: try container.decodeIfPresent(ProblemBody.self, forKey: .problem).map(Problem.body))
    }
}

extension JobItem {
    /// Where a job is found.
    public static func path(of id: String) -> String { "/partyline/v1/jobs/\(id)" }
}
