// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// One committed edit of one thing. It is part of the commit that made it: audit, history and followers read it.
public struct Change: Hashable, Sendable {
    /// Rises with every change of the store; gaps are possible.
    public let sequence: Int64
    public let organisation: OrganisationID
    public let subject: ChangeSubject
    /// Where the owner of the endpoint was when it changed, for an app, a device or a member list: whose location
    /// administrators may see it, also after the endpoint has gone. nil for every other subject.
    public let location: LocationID?
    public let cause: ChangeCause
    public let origin: ChangeOrigin
    /// The member list's version after the change; nil for every other subject.
    public let version: Int64?
    /// The state before as JSON (a list of lines, or the noun's fields); nil where there was none.
    public let before: String?
    /// The state after as JSON; nil where there is none any more.
    public let after: String?

    public init(
        sequence: Int64, organisation: OrganisationID, subject: ChangeSubject, location: LocationID?,
        cause: ChangeCause, origin: ChangeOrigin, version: Int64?, before: String?, after: String?
    ) {
        self.sequence = sequence
        self.organisation = organisation
        self.subject = subject
        self.location = location
        self.cause = cause
        self.origin = origin
        self.version = version
        self.before = before
        self.after = after
    }
}

/// What a change is about.
public struct ChangeSubject: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case organisation
        case location
        case person
        case workspace
        case virtualLine = "virtual_line"
        case application
        case device
        case memberList = "member_list"
        case token

        /// Whether its id is an endpoint's: an app, a device, or the list of one.
        public var isOfEndpoint: Bool {
            switch self {
            case .application, .device, .memberList: true
            case .organisation, .location, .person, .workspace, .virtualLine, .token: false
            }
        }
    }

    public let kind: Kind
    /// The thing's id; a member list has its endpoint's.
    public let id: UUID

    public init(kind: Kind, id: UUID) {
        self.kind = kind
        self.id = id
    }
}

/// Why something changed.
public enum ChangeCause: String, Hashable, Sendable, CaseIterable {
    /// Somebody asked for just this.
    case edit
    /// An earlier version of the list was put back.
    case undo
    /// It was one of the lists of a plan.
    case plan
    /// A member of the list was deleted.
    case memberDeleted = "member_deleted"
    /// The endpoint, or the member that owned it, was deleted.
    case endpointDeleted = "endpoint_deleted"
    /// It came with a seed file.
    case imported = "import"
}

/// Who changed something, when, and under which request.
public struct ChangeOrigin: Hashable, Sendable {
    /// `token:ID`, or `command-line` for a tool on the same machine.
    public let actor: String
    /// The request's tracking id.
    public let trackingID: String
    public let at: Date

    public init(actor: String, trackingID: String, at: Date) {
        self.actor = actor
        self.trackingID = trackingID
        self.at = at
    }
}

/// A value that differs after any commit of any process, and costs next to nothing to read.
public struct ChangeMark: Hashable, Sendable {
    public let value: Int64

    public init(_ value: Int64) {
        self.value = value
    }
}
