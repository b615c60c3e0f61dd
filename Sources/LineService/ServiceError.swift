// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// Every way in which a use case says no. `WebexAPI` makes an HTTP answer of each in one place.
public enum ServiceError: Error, Hashable, Sendable {
    /// No token, or one that is unknown, expired or revoked.
    case unauthenticated
    /// The token lacks each of these scopes, of which one would do.
    case missingScope(Set<Scope>)
    case roleNotAllowed(Role)
    /// An `orgId` that the token does not manage.
    case foreignOrganisation
    /// A location administrator asked for something outside of its locations.
    case outsideLocations
    case notFound(ChangeSubject.Kind)
    case gone(ChangeSubject.Kind)
    case changeNotFound
    /// The endpoint has nothing to register with.
    case noSIPCredential
    case refusedList(MemberListRefusal)
    /// The lines of an earlier version cannot stand any more: everything against them, by kind.
    case cannotUndo([MemberListRefusal])
    /// Everything against a plan, by list.
    case refusedPlan([PlanObjection])
    /// The list has no earlier version.
    case nothingToUndo
    case jobNotFound
    /// It has ended, so that it cannot be cancelled.
    case jobOver(Job.State)
    /// It has stored nothing, so that there is nothing to take back.
    case jobNotDone(Job.State)
    /// What a job changed cannot be taken back: everything against it, by list.
    case cannotUndoJob([PlanObjection])
    /// A job that ended with the process that ran it, each time.
    case jobGivenUp(attempts: Int)
    /// A job holds the list for about so many seconds.
    case held(seconds: Int)
    /// Fields of a body or a query that cannot be used: all of them.
    case invalid([FieldError])
    /// `If-Match` names another version than today's.
    case stale(current: Int64)
    /// The organisation wants `If-Match` on member lists.
    case ifMatchRequired
    case numberInUse(String)
    case extensionInUse(String)
    case idempotencyKeyInFlight
    case idempotencyKeyReused
    /// The list changed under every attempt to edit it.
    case contended
}

/// One field that cannot be used, and what would be right.
public struct FieldError: Error, Hashable, Sendable {
    public let code: ErrorCode
    public let field: String
    /// What is wrong, in the words of the live service where they are known.
    public let text: String
    /// What would be right, where the text does not say it.
    public let reason: String?

    private init(code: ErrorCode, field: String, text: String, reason: String?) {
        self.code = code
        self.field = field
        self.text = text
        self.reason = reason
    }

    public static func missing(_ field: String) -> FieldError {
        FieldError(code: .missingField, field: field, text: "Missing Mandatory field name: \(field)", reason: nil)
    }

    public static func invalid(_ field: String, _ reason: String) -> FieldError {
        FieldError(code: .invalidField, field: field, text: "Invalid field value: \(field)", reason: reason)
    }
}
