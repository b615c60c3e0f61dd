// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
public import WebexWire

/// A call that came to nothing. It names the call and the tracking id, never the token or a query.
public struct WebexClientError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        /// The server refused; the body is nil where it was not Webex's.
        case refused(status: Int, ErrorBody?)
        /// The connection could not be made, or broke.
        case unreachable(String)
        /// It succeeded, but the answer has not the promised shape.
        case unreadable(String)
    }

    /// Method and path.
    public let call: String
    public let reason: Reason
    /// By which the server's operator finds the request.
    public let trackingID: String
    /// What Partyline's own API said, where it was that one.
    public let problem: ProblemBody?

    init(_ call: String, _ reason: Reason, _ trackingID: String, problem: ProblemBody? = nil) {
        self.call = call
        self.reason = reason
        self.trackingID = trackingID
        self.problem = problem
    }

    /// nil where no status came.
    public var status: Int? {
        if case .refused(let status, _) = reason { status } else { nil }
    }

    /// Whether the same call may succeed later without anybody doing anything.
    public var isTemporary: Bool {
        switch reason {
        case .refused(let status, _): [423, 429, 502, 503, 504].contains(status)
        case .unreachable: true
        case .unreadable: false
        }
    }

    /// What the server said, one line each.
    public var details: [String] {
        guard case .refused(_, let body?) = reason else { return [] }
        let descriptions = body.errors.map { error in
            error.errorCode.map { "\(error.description) [\($0)]" } ?? error.description
        }
        return descriptions == [body.message] ? [] : descriptions
    }

    public var description: String {
        let what =
            switch reason {
            case .refused(let status, let body): "\(status) \(body?.message ?? Self.meaning(of: status))"
            case .unreachable(let reason): reason
            case .unreadable(let reason): reason
            }
        let details = details.isEmpty ? "" : ": \(details.joined(separator: "; "))"
        return "\(call): \(what)\(details) (tracking id \(trackingID))"
    }

    private static func meaning(of status: Int) -> String {
        switch status {
        case 401: "the token is not good; log in again"
        case 403: "the token may not do this"
        case 404: "there is no such thing"
        case 429: "too many requests, even after waiting"
        case 300..<400: "the server wants to redirect; give its final URL"
        default: "refused without an explanation"
        }
    }
}

/// Why there was no answer.
struct BrokenConnection: Sendable {
    let reason: String
    let wasConnected: Bool

    init(_ error: any Error) {
        switch error {
        case let error as HTTPClientError where error == .connectTimeout:
            (reason, wasConnected) = ("no connection could be made in time", false)
        case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
            (reason, wasConnected) = ("no answer came in time", true)
        case is NIOConnectionError, is ChannelError: (reason, wasConnected) = (Self.nobodyThere, false)
        case let error as IOError where Self.refusals.contains(error.errnoCode):
            (reason, wasConnected) = (Self.nobodyThere, false)
        case let error as HTTPClientError:
            (reason, wasConnected) = ("the connection broke (\(error.shortDescription))", true)
        default:
            (reason, wasConnected) = ("the connection broke (\(type(of: error)))", true)
        }
    }

    private static let nobodyThere = "no connection could be made; is the server running, and is the URL right?"
    /// What `connect` fails with.
    private static let refusals: Set<CInt> = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT]
}

/// What an exchange came to, with all that it brought.
enum Outcome: Sendable {
    case answer(WebexAnswer)
    case broken(BrokenConnection)

    var summary: RetryPolicy.Outcome {
        switch self {
        case .answer(let answer): .answer(status: answer.status, retryAfter: answer.retryAfter)
        case .broken(let broken): broken.wasConnected ? .broken : .notConnected
        }
    }

    var status: Int? {
        if case .answer(let answer) = self { answer.status } else { nil }
    }

    func error(_ call: WebexCall, _ trackingID: String, attempts: Int) -> WebexClientError {
        switch self {
        case .answer(let answer):
            WebexClientError(
                call.summary, .refused(status: answer.status, ErrorBody.parse(answer.body)), answer.trackingID,
                problem: try? WebexJSON.decode(ProblemBody.self, from: answer.body))
        case .broken(let broken):
            WebexClientError(
                call.summary, .unreachable(attempts > 1 ? "\(broken.reason), \(attempts) times" : broken.reason),
                trackingID)
        }
    }
}
