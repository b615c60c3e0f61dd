// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A change as the Partyline API shows it.
public struct ChangeItem: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        /// Of a member list, by port.
        case lines([ChangeLine])
        /// Of anything else: one JSON object, written by this program.
        case record(json: String)
    }

    public var cursor: ChangeCursor
    public var at: WebexTimestamp
    public var actor: String
    public var trackingID: String
    public var cause: String
    public var subjectKind: String
    public var subjectID: ChangeItemID
    /// Of member lists alone.
    public var version: Int64?
    public var before: State?
    public var after: State?

    public init(
        cursor: ChangeCursor, at: WebexTimestamp, actor: String, trackingID: String, cause: String,
        subjectKind: String, subjectID: ChangeItemID, version: Int64?, before: State?, after: State?
    ) {
        self.cursor = cursor
        self.at = at
        self.actor = actor
        self.trackingID = trackingID
        self.cause = cause
        self.subjectKind = subjectKind
        self.subjectID = subjectID
        self.version = version
        self.before = before
        self.after = after
    }

    /// The bytes, on one line.
    public func json() -> [UInt8] {
        JSONWriter.object(reservingCapacity: 4096) { write(to: &$0) }
    }

    public func write(to object: inout JSONObjectWriter) {
        object.field("id", cursor.text)
        object.field("at", at.text)
        object.field("actor", actor)
        object.field("trackingId", trackingID)
        object.field("cause", cause)
        object.object("subject") { subject in
            subject.field("kind", subjectKind)
            subjectID.write("id", to: &subject)
        }
        object.optionalField("version", version.map(Int.init))
        before?.write("before", to: &object)
        after?.write("after", to: &object)
    }
}

extension ChangeItem.State {
    fileprivate func write(_ key: StaticString, to object: inout JSONObjectWriter) {
        switch self {
        case .lines(let lines):
            object.array(key) { array in
                for line in lines { array.object { line.write(to: &$0) } }
            }
        case .record(let json): object.field(key, json: json)
        }
    }
}

/// What a change names: by Webex's id, or by the bare UUID where Webex has no kind for it or nobody knows the kind.
public enum ChangeItemID: Hashable, Sendable {
    case webex(WebexID)
    case bare(UUID)

    func write(_ key: StaticString, to object: inout JSONObjectWriter) {
        switch self {
        case .webex(let id): object.field(key, id)
        case .bare(let uuid): object.field(key, uuid.uuidString.lowercased())
        }
    }
}

/// A line as a change shows it: what a PUT takes, and the member's name while there is one.
public struct ChangeLine: Hashable, Sendable {
    public var id: ChangeItemID
    public var memberType: WebexMemberType?
    /// nil once the member has been deleted, like the last name.
    public var firstName: String?
    public var lastName: String?
    public var port: Int
    /// nil where the endpoint has been deleted, so that nobody knows whose it was.
    public var primaryOwner: Bool?
    public var lineWeight: Int
    public var lineLabel: String?
    public var hotlineDestination: String?
    public var allowCallDeclineEnabled: Bool
    public var t38FaxCompressionEnabled: Bool

    public init(
        id: ChangeItemID, memberType: WebexMemberType?, firstName: String?, lastName: String?, port: Int,
        primaryOwner: Bool?, lineWeight: Int, lineLabel: String?, hotlineDestination: String?,
        allowCallDeclineEnabled: Bool, t38FaxCompressionEnabled: Bool
    ) {
        self.id = id
        self.memberType = memberType
        self.firstName = firstName
        self.lastName = lastName
        self.port = port
        self.primaryOwner = primaryOwner
        self.lineWeight = lineWeight
        self.lineLabel = lineLabel
        self.hotlineDestination = hotlineDestination
        self.allowCallDeclineEnabled = allowCallDeclineEnabled
        self.t38FaxCompressionEnabled = t38FaxCompressionEnabled
    }

    func write(to object: inout JSONObjectWriter) {
        id.write("id", to: &object)
        object.optionalField("memberType", memberType?.rawValue)
        object.optionalField("firstName", firstName)
        object.optionalField("lastName", lastName)
        object.field("port", port)
        if let primaryOwner {
            object.field("primaryOwner", primaryOwner)
            object.field("lineType", (primaryOwner ? WebexLineType.primary : .sharedCallAppearance).rawValue)
        }
        object.field("lineWeight", lineWeight)
        object.optionalField("lineLabel", lineLabel)
        object.field("hotlineEnabled", hotlineDestination != nil)
        object.field("hotlineDestination", hotlineDestination ?? "")
        object.field("allowCallDeclineEnabled", allowCallDeclineEnabled)
        if t38FaxCompressionEnabled { object.field("t38FaxCompressionEnabled", true) }
    }
}
