// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import SharedLine
import StoreSQLite
import Testing
import WebexWire

@testable import WebexAPI

@Suite struct PlanAPITests {
    private func item(_ id: String, etag: String = "*", owner: Member, label: String) -> String {
        """
        {"endpointId":"\(id)","etag":\(etag == "*" ? "\"*\"" : "\"\\\"\(etag)\\\"\""),"members":[{"id":\
        "\(owner.webexID.text)","port":1,"primaryOwner":true,"lineType":"PRIMARY","lineWeight":1,"lineLabel":"\(label)"}]}
        """
    }

    private func plan(_ items: [String]) -> String { #"{"lists":[\#(items.joined(separator: ","))]}"# }

    @Test func `a plan answers each list with its new version, and a repeat with its key the same`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        let (here, there) = (fixture.mine.here, fixture.mine.there)
        let body = plan([
            item(here.device.callingID.text, etag: "1", owner: here.person, label: "a"),
            item(there.person.webexID.text, etag: "1", owner: there.person, label: "b"),
        ])
        let tried = try await client(.post, "/partyline/v1/plans?dryRun=true", body)
        #expect(tried.status == .ok)
        var answers: [PartylineClient.Response] = []
        for _ in 0..<2 {
            let applied = try await client(.post, "/partyline/v1/plans", body, headers: [.idempotencyKey: "p1"])
            #expect(applied.status == .ok)
            answers.append(applied)
        }
        #expect(answers[0].body == answers[1].body)
        #expect(UUID(uuidString: answers[0].json["jobId"] as? String ?? "") != nil)
        #expect(tried.json["jobId"] == nil)
        #expect(answers[0].json["lists"] as? NSArray == tried.json["lists"] as? NSArray)
        let lists = try #require(tried.json["lists"] as? [[String: Any]])
        #expect(lists.compactMap { $0["etag"] as? String } == ["\"2\"", "\"2\""])
        #expect(lists.compactMap { $0["changed"] as? Bool } == [true, true])
        #expect(lists[0]["endpointId"] as? String == here.device.callingID.text)
        #expect(
            lists[1]["endpointId"] as? String == WebexID(.application, there.application.id.uuid).text)
        let difference = lists[0]["difference"] as? [String: Any]
        #expect(difference?["changed"] as? [String] == [here.person.webexID.text])
    }

    @Test func `a refused plan names list, member, field and code, and what has moved with its ETag of today`()
        async throws
    {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        let (here, there) = (fixture.mine.here, fixture.mine.there)
        try await fixture.relabel(there, "moved")
        let moved = item(there.device.callingID.text, etag: "1", owner: there.person, label: "x")
        let stale = try await client(.post, "/partyline/v1/plans", plan([moved]))
        #expect(stale.status == .preconditionFailed)
        let reason = try #require((stale.json["errors"] as? [[String: Any]])?.first)
        #expect(reason["list"] as? Int == 0)
        #expect(reason["endpointId"] as? String == there.device.callingID.text)
        #expect(reason["etag"] as? String == "\"2\"")
        let wrong = item(here.device.callingID.text, owner: there.person, label: "x")
        let refused = try await client(.post, "/partyline/v1/plans", plan([moved, wrong, "{}"]))
        #expect(refused.status == .badRequest)
        let errors = try #require(refused.json["errors"] as? [[String: Any]])
        let places = errors.map { "\($0["list"] ?? "") \($0["member"] ?? "") \($0["field"] ?? "") \($0["code"] ?? "")" }
        #expect(
            places == [
                "0  etag 99013", "1 0 primaryOwner 25024", "1 0 lineType 25024", "2  etag 25024", "2  members 25008",
                "2  endpointId 25024",
            ])
    }

    @Test func `a body that is no plan is refused, and one may be longer than others`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        for body in ["", "[]", "{}", #"{"lists":{}}"#, #"{"lists":[1]}"#, #"{"lists":[{"members":{}}]}"#] {
            let refused = try await client(.post, "/partyline/v1/plans", body)
            #expect(refused.status == .badRequest, "\(body)")
            #expect(refused.codes == [99010], "\(body)")
        }
        let long = #"{"lists":[],"padding":"\#(String(repeating: "x", count: 3 << 20))"}"#
        #expect(try await client(.post, "/partyline/v1/plans", long).status == .ok)
        let other = "/v1/telephony/config/devices/\(fixture.mine.here.device.callingID.text)/members"
        #expect(try await client(.put, other, long).status == .contentTooLarge)
    }
}
