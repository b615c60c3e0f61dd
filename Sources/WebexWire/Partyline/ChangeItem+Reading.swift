// SPDX-License-Identifier: Apache-2.0

extension ChangeItem: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id, at, actor, trackingId, cause, subject, version, before, after
    }

    private struct Subject: Decodable {
        let kind: String
        let id: ChangeItemID
    }

    /// Of anything but a member list the states are not read: they are records of a store, for people to look at.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let id = try container.decode(String.self, forKey: .id)
        guard let cursor = ChangeCursor(id) else {
            throw DecodingError.dataCorruptedError(forKey: .id, in: container, debugDescription: "no change: \(id)")
        }
        let subject = try container.decode(Subject.self, forKey: .subject)
        let isList = subject.kind == Self.memberListKind
        func state(_ key: CodingKeys) throws -> State? {
            isList ? try container.decodeIfPresent([ChangeLine].self, forKey: key).map(State.lines) : nil
        }
        self.init(
            cursor: cursor, at: try container.decode(WebexTimestamp.self, forKey: .at),
            actor: try container.decode(String.self, forKey: .actor),
            trackingID: try container.decode(String.self, forKey: .trackingId),
            cause: try container.decode(String.self, forKey: .cause), subjectKind: subject.kind,
            subjectID: subject.id, version: try container.decodeIfPresent(Int64.self, forKey: .version),
            before: try state(.before), after: try state(.after))
    }

    /// The `subject.kind` of a member list.
    public static let memberListKind = "memberList"

    /// The lines before and after; empty where there was no list.
    public var linesBefore: [ChangeLine] { Self.lines(before) }
    public var linesAfter: [ChangeLine] { Self.lines(after) }

    private static func lines(_ state: State?) -> [ChangeLine] {
        if case .lines(let lines) = state { lines } else { [] }
    }
}

extension ChangeItemID: Decodable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let parsed = WebexID.parse(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no identifier: \(text)")
        }
        self = parsed.kind.map { .webex(WebexID($0, parsed.uuid)) } ?? .bare(parsed.uuid)
    }
}

extension ChangeLine: Decodable {
    private enum CodingKeys: String, CodingKey {
        case id, memberType, firstName, lastName, port, primaryOwner, lineWeight, lineLabel, hotlineDestination
        case allowCallDeclineEnabled, t38FaxCompressionEnabled
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let hotline = try container.decodeIfPresent(String.self, forKey: .hotlineDestination) ?? ""
        self.init(
            id: try container.decode(ChangeItemID.self, forKey: .id),
            memberType: try container.decodeIfPresent(WebexMemberType.self, forKey: .memberType),
            firstName: try container.decodeIfPresent(String.self, forKey: .firstName),
            lastName: try container.decodeIfPresent(String.self, forKey: .lastName),
            port: try container.decode(Int.self, forKey: .port),
            primaryOwner: try container.decodeIfPresent(Bool.self, forKey: .primaryOwner),
            lineWeight: try container.decodeIfPresent(Int.self, forKey: .lineWeight) ?? 1,
            lineLabel: try container.decodeIfPresent(String.self, forKey: .lineLabel),
            hotlineDestination: hotline.isEmpty ? nil : hotline,
            allowCallDeclineEnabled: try container.decodeIfPresent(Bool.self, forKey: .allowCallDeclineEnabled) ?? true,
            t38FaxCompressionEnabled: try container.decodeIfPresent(Bool.self, forKey: .t38FaxCompressionEnabled)
                ?? false)
    }
}
