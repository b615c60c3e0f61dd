// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import LineService
import NIOCore
import SharedLine
import WebexWire

/// Many member lists replaced in one commit, or none.
struct PlanController: Sendable {
    let plans: PlanService
    let jobs: JobService

    @Sendable func apply(_ call: Call) async throws -> Answer {
        let isStrict = call.preference("handling", "strict")
        let plan = try Plan(Array(call.body.readableBytesView), isStrict: isStrict)
        if try call.query.flag("dryRun") ?? false {
            return .json(bytes: PlanAnswer.json(try await plans.tryOut(plan, for: call.authority)))
        }
        guard call.wantsJob(lists: plan.items.count) else { return try await plans.answer(call, plan, cause: .plan) }
        let job = try await jobs.accept(
            plan, body: Data(call.body.readableBytesView), isStrict: isStrict, keyed: call.keyed(accepting:),
            for: call.authority)
        return JobController.answer(job, .accepted)
    }
}

extension PlanService {
    /// Stores the plan at once.
    func answer(_ call: Call, _ plan: Plan, cause: ChangeCause) async throws -> Answer {
        let job = JobID(UUID())
        let lists = try await apply(
            plan, as: job, cause: cause,
            keyed: { lists in call.keyed(answering: 200, body: Data(PlanAnswer.json(lists, of: job))) },
            for: call.authority)
        return .json(bytes: PlanAnswer.json(lists, of: job))
    }
}

/// What has become of each list of a plan.
enum PlanAnswer {
    /// - Parameter job: nil where the plan has only been tried.
    static func json(_ lists: [PlannedList], of job: JobID? = nil) -> [UInt8] {
        JSONWriter.object(reservingCapacity: 128 + 512 * lists.count) { object in
            object.optionalField("jobId", job?.description)
            object.array("lists") { array in
                for list in lists { array.object { list.write(to: &$0) } }
            }
        }
    }
}

extension Plan {
    /// - Throws: a `RequestRefusal` where the body is no plan.
    init(_ body: [UInt8], isStrict: Bool) throws(RequestRefusal) {
        let request: PlanRequest
        do {
            request = try PlanRequest.parse(body, maximumLists: PlanService.maximumLists)
        } catch {
            throw .malformedBody(error.description)
        }
        self.init(items: request.items.map { Item($0, isStrict: isStrict) })
    }
}

extension Plan.Item {
    fileprivate init(_ item: PlanRequest.Item, isStrict: Bool) {
        self.init(
            name: item.endpointId.value.flatMap(EndpointName.init(_:)),
            match: item.etag.value.flatMap(EntityTag.match(inField:)),
            edit: item.members.map { elements in
                MemberListEdit(
                    lines: elements.map(WantedLine.init), keptWhenLeftOut: [], isStrict: isStrict)
            })
    }
}

extension PlannedList {
    fileprivate func write(to object: inout JSONObjectWriter) {
        object.field("endpointId", snapshot.list.endpoint.webexID)
        object.field("version", Int(version))
        object.field("etag", EntityTag.of(version: version))
        object.field("changed", decision.isChange)
        object.object("difference") { MemberListDifference(decision, on: snapshot).write(to: &$0) }
    }
}
