// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import LineService
import SharedLine
import WebexWire

/// What is refused about jobs, or because of one.
extension ErrorAnswer {
    init(jobs error: ServiceError) {
        switch error {
        case .jobNotFound:
            self.init(.notFound, "There is no job of this id")
        case .jobOver(let state):
            self.init(
                .conflict, "The job has ended", .jobElsewhere, "It is \(state.rawValue): nothing is left to cancel")
        case .jobNotDone(let state):
            self.init(
                .conflict, "The job has stored nothing that could be taken back", .jobElsewhere,
                "It is \(state.rawValue)")
        case .cannotUndoJob(let objections):
            self.init(cannotUndoJob: objections)
        case .jobGivenUp(let attempts):
            self.init(
                .serviceUnavailable, "The job was begun \(attempts) times and came to no end; nothing was stored")
        case .held(let seconds):
            self.init(.locked, "A job holds the list until it ends", .heldByJob, "Come back in \(seconds) s")
            headers[.retryAfter] = String(seconds)
        default:
            self = .defect
        }
    }

    /// The request names no lists, so that each reason says which endpoint it is about, and whose. The rules are not the request's fault
    /// here: what it asks for stood once.
    private init(cannotUndoJob objections: [PlanObjection]) {
        let status: HTTPResponse.Status =
            if objections.allSatisfy(\.reason.isOfReach) {
                .forbidden
            } else if objections.allSatisfy(\.reason.isStale) {
                .preconditionFailed
            } else {
                .conflict
            }
        self.init(
            status, "The lists cannot all be put back; nothing was stored",
            reasons: objections.map { objection in
                var reason = ProblemBody.Reason(objection)
                reason.list = nil
                reason.endpointID = objection.webexID
                if let endpoint = objection.endpoint {
                    reason.detail = "\(endpoint.owner.fullName), \(endpoint.model.name): \(reason.detail)"
                }
                return reason
            })
    }
}

extension PlanObjection {
    fileprivate var webexID: WebexID? {
        if case .gone(let subject) = reason {
            return WebexID(subject.kind == .application ? .application : .callingDevice, subject.id)
        }
        return endpoint?.webexID
    }
}

extension PlanObjection.Reason {
    fileprivate var isStale: Bool { if case .stale = self { true } else { false } }

    fileprivate var isOfReach: Bool {
        switch self {
        case .endpointOutside, .reach: true
        case .field, .gone, .rule, .limit, .stale: false
        }
    }
}

extension HTTPResponse.Status {
    /// RFC 4918, 11.3.
    fileprivate static let locked = HTTPResponse.Status(code: 423, reasonPhrase: "Locked")
}
