// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import LineService
import NIOCore
import SharedLine
import WebexWire

/// What has become of plans, ending them, and taking them back.
struct JobController: Sendable {
    let jobs: JobService
    let plans: PlanService

    @Sendable func get(_ call: Call) async throws -> Answer {
        Self.answer(try await jobs.job(try Self.id(in: call), for: call.authority), .ok)
    }

    @Sendable func cancel(_ call: Call) async throws -> Answer {
        try await jobs.cancel(try Self.id(in: call), for: call.authority)
        return .noContent
    }

    @Sendable func undo(_ call: Call) async throws -> Answer {
        let undoing = try await jobs.undoing(try Self.id(in: call), for: call.authority)
        do {
            if try call.query.flag("dryRun") ?? false {
                return .json(bytes: PlanAnswer.json(try await plans.tryOut(undoing.plan, for: call.authority)))
            }
            if call.wantsJob(lists: undoing.plan.items.count) {
                let job = try await jobs.acceptUndo(of: undoing, keyed: call.keyed(accepting:), for: call.authority)
                return Self.answer(job, .accepted)
            }
            return try await plans.answer(call, undoing.plan, cause: .undo)
        } catch ServiceError.refusedPlan(let objections) {
            throw ServiceError.cannotUndoJob(objections)
        }
    }

    /// The job, and when to look at it again while it has not ended.
    static func answer(_ job: Job, _ status: HTTPResponse.Status) -> Answer {
        var answer = Answer.json(bytes: JobItem(job).json(), status: status)
        if !job.state.isEnd { answer.headers[.retryAfter] = "1" }
        if status == .accepted { answer.headers[.location] = JobItem.path(of: job.id.description) }
        return answer
    }

    private static func id(in call: Call) throws(ServiceError) -> JobID {
        guard let text = call.parameters["jobId"], let uuid = UUID(uuidString: String(text)) else {
            throw .jobNotFound
        }
        return JobID(uuid)
    }
}

extension Call {
    /// Whether somebody wants no answer but where to look, or would wait too long for another (`Prefer: respond-async`,
    /// RFC 7240, 4.1).
    func wantsJob(lists: Int) -> Bool {
        lists > PlanService.maximumListsAtOnce || prefers("respond-async")
    }

    func keyed(accepting job: Job) -> KeyedRequest? {
        keyed(answering: HTTPResponse.Status.accepted.code, body: Data(JobItem(job).json()))
    }
}

extension Answer {
    /// The place of the job whose acceptance is told again.
    static func location(ofAcceptedJob body: Data) -> String? {
        struct Accepted: Decodable { let id: String }
        return (try? WebexJSON.decode(Accepted.self, from: Array(body))).map { JobItem.path(of: $0.id) }
    }
}

extension JobItem {
    init(_ job: Job) {
        self.init(
            id: job.id.description, state: job.state.rawValue, lists: job.lists, decided: job.decided,
            created: WebexTimestamp(job.created), ended: job.ended.map(WebexTimestamp.init),
            actor: "token:\(job.token)",
            trackingID: job.trackingID, changed: job.changed,
            problem: job.problem.map { .json(String(decoding: $0, as: UTF8.self)) })
    }
}
