// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import LineService
import NIOCore
import SharedLine
import WebexWire

/// A refusal of the HTTP layer itself, before any use case is asked.
enum RequestRefusal: Error, Hashable, Sendable {
    case unknownPath
    /// The methods that the path knows.
    case methodNotAllowed([String])
    case bodyTooLarge(limit: Int)
    case mediaType
    /// The connection ended before the body did.
    case cutOff
    /// The body is no JSON, or not of the shape asked for.
    case malformedBody(String)
    case malformedRequest(String)
    /// Whole seconds after which a request will succeed.
    case tooManyRequests(retryAfter: Int)
    /// The server is about to stop, and begins nothing that lasts.
    case draining
}

/// The one place where a failure becomes an HTTP answer.
struct ErrorAnswer {
    let status: HTTPResponse.Status
    let message: String
    /// The cures, where Webex's shape has no place for them but the message.
    private var cures: String?
    private var errors: [ProblemBody.Reason] = []
    var headers = HTTPFields()

    /// nil for what nobody foresaw: a defect, which is answered without any detail.
    init?(_ error: any Error) {
        switch error {
        case let error as RequestRefusal: self.init(error)
        case let error as ServiceError: self.init(error)
        case let error as StoreFailure: self.init(error)
        default: return nil
        }
    }

    static let defect = ErrorAnswer(.internalServerError, "The server failed to carry out the request")

    init(
        _ status: HTTPResponse.Status, _ message: String, _ code: ErrorCode? = nil, _ detail: String? = nil
    ) {
        self.init(
            status, message, reasons: [ProblemBody.Reason(detail: detail ?? message, code: code?.rawValue)])
    }

    init(_ status: HTTPResponse.Status, _ message: String, reasons: [ProblemBody.Reason]) {
        self.status = status
        self.message = message
        errors = reasons
        cures = Self.cures(reasons)
    }

    private init(_ status: HTTPResponse.Status, _ message: String, _ name: HTTPField.Name, _ value: String) {
        self.init(status, message)
        headers[name] = value
    }

    /// The answer in the shape of the API that was asked.
    func answer(in base: Route.Base, trackingID: String) -> Answer {
        switch base {
        case .webex:
            let body = ErrorBody(
                message: cures.map { "\(message). \($0)" } ?? message, errors: errors.map(\.webexDetail),
                trackingID: trackingID)
            var answer = Answer.json(bytes: body.json(), status: status)
            answer.headers = headers
            return answer
        case .partyline:
            let body = ProblemBody(
                status: status.code, title: status.reasonPhrase, detail: message, errors: errors,
                trackingID: trackingID)
            var answer = Answer.json(bytes: body.json(), status: status)
            answer.headers = headers
            answer.headers[.contentType] = "application/problem+json"
            return answer
        }
    }
}

extension ProblemBody.Reason {
    init(_ error: FieldError) {
        self.init(detail: error.text, code: error.code.rawValue, reason: error.reason, field: error.field)
    }

    /// Where it is, as Webex's descriptions say it; nil for what concerns the request as a whole.
    fileprivate var place: String? {
        switch (member, field) {
        case (let member?, let field?): "members[\(member)].\(field)"
        case (let member?, nil): "members[\(member)]"
        case (nil, let field): field
        }
    }

    fileprivate var webexDetail: ErrorBody.Detail {
        ErrorBody.Detail(description: place.map { "\(detail) (\($0))" } ?? detail, errorCode: code)
    }
}

// MARK: What the HTTP layer refuses

extension ErrorAnswer {
    private init(_ refusal: RequestRefusal) {
        switch refusal {
        case .unknownPath:
            self.init(.notFound, "No resource has this path")
        case .methodNotAllowed(let allowed):
            self.init(
                .methodNotAllowed, "The path knows other methods: \(allowed.joined(separator: ", "))", .allow,
                allowed.joined(separator: ", "))
        case .bodyTooLarge(let limit):
            self.init(.contentTooLarge, "A body has at most \(limit) bytes", .connection, "close")
        case .mediaType:
            self.init(.unsupportedMediaType, "A body is application/json")
        case .cutOff:
            self.init(.badRequest, "The body did not come whole; nothing was stored", .connection, "close")
        case .malformedBody(let reason):
            self.init(.badRequest, "The body cannot be used", .malformedBody, reason)
        case .malformedRequest(let reason):
            self.init(.badRequest, reason)
        case .tooManyRequests(let retryAfter):
            self.init(.tooManyRequests, "Too many requests with this token", .retryAfter, String(retryAfter))
        case .draining:
            self.init(.serviceUnavailable, "The server is about to stop", .retryAfter, "1")
        }
    }
}

// MARK: What a use case refuses

extension ErrorAnswer {
    private init(_ error: ServiceError) {
        switch error {
        case .unauthenticated:
            self.init(.unauthorized, "The request needs a good bearer token", .wwwAuthenticate, "Bearer")
        case .missingScope(let scopes):
            let names = scopes.map(\.rawValue).sorted().joined(separator: " or ")
            self.init(.forbidden, "The token lacks the scope \(names)")
        case .roleNotAllowed(let role):
            self.init(.forbidden, "The role \(role.rawValue) may not do this")
        case .foreignOrganisation:
            self.init(.forbidden, "The token does not manage the organisation of orgId")
        case .outsideLocations:
            self.init(.forbidden, "A location administrator acts within its own locations")
        case .notFound(let kind):
            self.init(.notFound, "There is no \(kind.noun) of this id")
        case .gone(let kind):
            self.init(.gone, "The \(kind.noun) of this id has been deleted", .deleted)
        case .changeNotFound:
            self.init(.notFound, "There is no change of this id")
        case .noSIPCredential:
            self.init(.notFound, "The endpoint has no SIP credential")
        case .refusedList(let refusal):
            self.init(refusal)
        case .cannotUndo(let objections):
            self.init(cannotUndo: objections)
        case .refusedPlan(let objections):
            self.init(objections)
        case .nothingToUndo:
            self.init(.conflict, "The list has no earlier version", .nothingToUndo)
        case .jobNotFound, .jobOver, .jobNotDone, .cannotUndoJob, .jobGivenUp, .held:
            self.init(jobs: error)
        case .invalid(let fields):
            self.init(
                .badRequest, "The request has fields that cannot be used",
                reasons: fields.map(ProblemBody.Reason.init(_:)))
        case .numberInUse(let number):
            self.init(.conflict, "The number exists", .numberInUse, "\(number) is in use (phoneNumber)")
        case .extensionInUse(let digits):
            self.init(
                .conflict, "The extension exists", .extensionInUse,
                "\(digits) is in use in this location (extension)")
        default:
            self.init(conditionOf: error)
        }
    }

    private init(conditionOf error: ServiceError) {
        switch error {
        case .stale(let current):
            self.init(
                .preconditionFailed, "The list has changed", .staleVersion,
                "If-Match names another version than today's, \(EntityTag.of(version: current)): read again and redo")
            headers[.eTag] = EntityTag.of(version: current)
        case .ifMatchRequired:
            self.init(
                .preconditionRequired, "The organisation asks for If-Match on member lists", .ifMatchRequired,
                "Send the ETag of the list that the edit was made on")
        case .idempotencyKeyInFlight:
            self.init(.conflict, "A request with this Idempotency-Key is under way", .idempotencyKeyInFlight)
            // By then it has most likely been answered, and the repeat is given the same.
            headers[.retryAfter] = "1"
        case .idempotencyKeyReused:
            self.init(
                .unprocessableContent, "This Idempotency-Key belongs to another request", .idempotencyKeyReused)
        default:
            self.init(.serviceUnavailable, "The list is being changed by others without pause", .retryAfter, "1")
        }
    }

    /// The descriptions keep to the live service's words, which leave no room for what would be right.
    private static func cures(_ reasons: [ProblemBody.Reason]) -> String? {
        let cures = reasons.compactMap { reason in reason.reason.map { "\(reason.place ?? ""): \($0)" } }
        guard !cures.isEmpty else { return nil }
        return cures.prefix(mostCures).joined(separator: "; ") + (cures.count > mostCures ? "; …" : "")
    }

    private static let mostCures = 10

    private init(_ failure: StoreFailure) {
        switch failure {
        case .unavailable(let reason):
            // Whole seconds, rounded up: whoever obeys does not come too early.
            let wait = (reason as? any PassingFailure).map { $0.retryAfter / .seconds(1) } ?? 1
            let seconds = max(1, Int(wait.rounded(.up)))
            self.init(.serviceUnavailable, "The database is not available", .retryAfter, String(seconds))
        case .timedOut:
            self.init(.gatewayTimeout, "The database took too long: ask for less with a smaller max")
        }
    }
}

extension ChangeSubject.Kind {
    var noun: String {
        switch self {
        case .virtualLine: "virtual line"
        case .memberList: "member list"
        default: rawValue
        }
    }
}
