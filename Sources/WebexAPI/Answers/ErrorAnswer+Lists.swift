// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import LineService
import SharedLine
import WebexWire

/// Refused lists: one that is replaced, one that is put back, and many of a plan.
extension ErrorAnswer {
    init(_ refusal: MemberListRefusal) {
        let reasons = refusal.violations.map(ProblemBody.Reason.init(_:))
        switch refusal {
        case .rules:
            self.init(.badRequest, "The member list breaks rules; nothing was stored", reasons: reasons)
        case .reach:
            self.init(.forbidden, "A location administrator acts within its own locations", reasons: reasons)
        case .limits:
            self.init(.conflict, "The member list would break a limit; nothing was stored", reasons: reasons)
        }
    }

    /// The rules are not the request's fault here: what it asks for stood once.
    init(cannotUndo objections: [MemberListRefusal]) {
        let reasons = objections.flatMap(\.violations).map(ProblemBody.Reason.init(_:))
        let isOfReachAlone = objections.allSatisfy { if case .reach = $0 { true } else { false } }
        self.init(
            isOfReachAlone ? .forbidden : .conflict, "The version cannot stand any more; nothing was stored",
            reasons: reasons)
    }

    /// The worst kind gives the status; every reason of every kind is told.
    init(_ objections: [PlanObjection]) {
        let reasons = objections.map(ProblemBody.Reason.init(_:))
        let kinds = Set(objections.map(\.reason.severity))
        switch kinds.max() {
        case .rule: self.init(.badRequest, "The plan breaks rules; nothing was stored", reasons: reasons)
        case .reach: self.init(.forbidden, "A location administrator acts within its own locations", reasons: reasons)
        case .stale:
            self.init(.preconditionFailed, "Lists of the plan have changed; nothing was stored", reasons: reasons)
        case .limit, nil: self.init(.conflict, "The plan would break a limit; nothing was stored", reasons: reasons)
        }
    }
}

extension PlanObjection.Reason {
    /// The worst comes last.
    fileprivate enum Severity: Int, Comparable {
        case limit, stale, reach, rule

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    fileprivate var severity: Severity {
        switch self {
        case .field, .gone, .rule: .rule
        case .endpointOutside, .reach: .reach
        case .stale: .stale
        case .limit: .limit
        }
    }
}

extension ProblemBody.Reason {
    fileprivate init(_ violation: Violation) {
        self.init(
            detail: violation.text, code: violation.code.rawValue, reason: violation.reason,
            member: violation.index, field: violation.index == nil ? "members" : violation.field?.rawValue)
    }

    init(_ objection: PlanObjection) {
        switch objection.reason {
        case .field(let error): self.init(error)
        case .rule(let violation), .reach(let violation), .limit(let violation): self.init(violation)
        case .gone(let subject):
            self.init(
                detail: "The \(subject.kind.noun) of this id has been deleted", code: ErrorCode.deleted.rawValue,
                field: "endpointId")
        case .endpointOutside:
            self.init(
                detail: "A location administrator acts within its own locations", code: ErrorCode.outsideReach.rawValue,
                field: "endpointId")
        case .stale(let endpoint, let current):
            self.init(
                detail: "The list has changed: read again and redo", code: ErrorCode.staleVersion.rawValue,
                field: "etag", endpointID: endpoint.webexID, etag: EntityTag.of(version: current))
        }
        list = objection.list
    }
}
