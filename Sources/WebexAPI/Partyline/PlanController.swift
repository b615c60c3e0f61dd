// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import LineService
import NIOCore
import SharedLine
import WebexWire

/// Many member lists replaced in one commit, or none.
struct PlanController: Sendable {
    let service: PlanService

    @Sendable func apply(_ call: Call) async throws -> Answer {
        let plan = Plan(try Self.request(in: call.body), isStrict: call.preference("handling", "strict"))
        let lists = try await service.apply(
            plan, isDryRun: try call.query.flag("dryRun") ?? false,
            keyed: { lists in call.keyed(answering: 200, body: Data(Self.json(lists))) }, for: call.authority)
        return .json(bytes: Self.json(lists))
    }

    private static func request(in body: ByteBuffer) throws(RequestRefusal) -> PlanRequest {
        do {
            return try PlanRequest.parse(
                Array(body.readableBytesView), maximumLists: PlanService.maximumLists)
        } catch {
            throw .malformedBody(error.description)
        }
    }

    private static func json(_ lists: [PlannedList]) -> [UInt8] {
        JSONWriter.object(reservingCapacity: 64 + 512 * lists.count) { object in
            object.array("lists") { array in
                for list in lists { array.object { list.write(to: &$0) } }
            }
        }
    }
}

extension Plan {
    init(_ request: PlanRequest, isStrict: Bool) {
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
