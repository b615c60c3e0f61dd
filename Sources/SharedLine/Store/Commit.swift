// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Everything one request changes. All of it is stored, with a change for each edit, or none of it.
///
/// A single list, a deletion that touches forty lists and a bulk plan of thousands are the same commit with more edits.
public struct Commit: Sendable {
    public let organisation: OrganisationID
    public let origin: ChangeOrigin
    public let cause: ChangeCause
    public let edits: [Edit]
    /// The answer to replay when the same request comes again; stored with the edits, so that both or none exist.
    public let answer: IdempotentAnswer?
    /// nil where the commit is no job's.
    public let job: JobStep?

    public init(
        organisation: OrganisationID, origin: ChangeOrigin, cause: ChangeCause, edits: [Edit],
        answer: IdempotentAnswer?
    ) {
        self.init(
            ofJob: nil, organisation: organisation, origin: origin, cause: cause, edits: edits, answer: answer)
    }

    /// - Parameter job: what becomes of a job together with the edits.
    public init(
        ofJob job: JobStep?, organisation: OrganisationID, origin: ChangeOrigin, cause: ChangeCause, edits: [Edit],
        answer: IdempotentAnswer?
    ) {
        self.job = job
        self.organisation = organisation
        self.origin = origin
        self.cause = cause
        self.edits = edits
        self.answer = answer
    }
}

/// One change of a commit, decided already: a store carries it out or refuses it, and decides nothing.
public enum Edit: Sendable {
    /// Replacements that follow each other are one: limits across lists hold for the state after all of them, so that a
    /// line may leave one list and enter another in any order.
    case replaceList(MemberListReplacement)
    case setApplication(Application, before: ApplicationSettings)
    case addOrganisation(Organisation)
    case addLocation(Location)
    case addPerson(Person)
    case addWorkspace(Workspace)
    case addVirtualLine(VirtualLine)
    /// The app comes with the line of its owner.
    case addApplication(Application)
    /// The device comes with the line of its owner.
    case addDevice(Device)
    /// Takes the endpoint and its list away and leaves a tombstone. The version guards the list.
    case removeEndpoint(MemberList)
    /// Takes the member away and leaves a tombstone. Its endpoints and its lines must have gone before.
    case removeMember(Member)
    /// Gives the endpoint a SIP credential, replaces it, or takes it away. Refused unless it still has the one before.
    case setSIPCredential(of: EndpointID, before: SIPCredential?, after: SIPCredential?)
    case addToken(Token, hash: TokenHash)
    case revokeToken(Token, at: Date)
}

extension Edit {
    /// The list that it replaces; nil for every other edit.
    public var replacement: MemberListReplacement? {
        if case .replaceList(let replacement) = self { replacement } else { nil }
    }
}

/// A list to be stored in place of the one that was read.
public struct MemberListReplacement: Sendable {
    public let endpoint: EndpointID
    /// The commit is refused unless the list still has this version.
    public let expectedVersion: Int64
    public let before: [Line]
    public let after: [Line]

    public init(endpoint: EndpointID, expectedVersion: Int64, before: [Line], after: [Line]) {
        self.endpoint = endpoint
        self.expectedVersion = expectedVersion
        self.before = before
        self.after = after
    }
}

/// Why a commit was not stored. Nothing of it is.
public enum CommitRefusal: Error, Hashable, Sendable {
    /// A list has another version than the one read, or its endpoint has gone: read and decide again.
    case moved(EndpointID)
    /// A line would stand on too many endpoints, or its member has gone: read and decide again.
    case constraint
    case numberInUse(String)
    case extensionInUse(String)
    /// Something of this id or natural key exists.
    case exists(ChangeSubject)
    /// Another process answered the same Idempotency-Key in between.
    case idempotencyKeyTaken
    /// A job holds the endpoint until it ends: come back then.
    case held(EndpointID, by: JobID)
    /// The job is not where the step expects it: it has ended, or somebody else carries it out.
    case jobMoved(JobID)
}

/// A failure of the store itself.
public enum StoreFailure: Error, Sendable {
    /// Busy beyond its patience, away, or full: worth another try later.
    case unavailable(any Error)
    /// The answer took longer than allowed.
    case timedOut
}

/// An `Idempotency-Key` as one token used it.
public struct IdempotencyKey: Hashable, Sendable {
    public let token: TokenID
    public let key: String

    public init(token: TokenID, key: String) {
        self.token = token
        self.key = key
    }
}

/// The first answer to a keyed request, replayed for 24 hours.
public struct IdempotentAnswer: Hashable, Sendable {
    public let key: IdempotencyKey
    /// SHA-256 of method, path and body: the same key with another request is refused.
    public let requestHash: Data
    public let status: Int
    public let eTag: String?
    public let body: Data
    public let at: Date

    public init(
        key: IdempotencyKey, requestHash: Data, status: Int, eTag: String?, body: Data, at: Date
    ) {
        self.key = key
        self.requestHash = requestHash
        self.status = status
        self.eTag = eTag
        self.body = body
        self.at = at
    }
}

/// What is left of a deleted thing, so that asking for it says 410 and not 404.
public struct Tombstone: Hashable, Sendable {
    public let subject: ChangeSubject
    public let organisation: OrganisationID
    public let deleted: Date

    public init(subject: ChangeSubject, organisation: OrganisationID, deleted: Date) {
        self.subject = subject
        self.organisation = organisation
        self.deleted = deleted
    }
}
