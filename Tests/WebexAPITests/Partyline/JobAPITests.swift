// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Logging
import SharedLine
import StoreSQLite
import Testing
import WebexWire

@testable import WebexAPI

@Suite struct JobAPITests {
    private func plan(_ site: Fixture.Site, etag: String = "*", label: String) -> String {
        let tag = etag == "*" ? "\"*\"" : "\"\\\"\(etag)\\\"\""
        return """
            {"lists":[{"endpointId":"\(site.device.callingID.text)","etag":\(tag),"members":[{"id":\
            "\(site.person.webexID.text)","port":1,"primaryOwner":true,"lineType":"PRIMARY","lineWeight":1,\
            "lineLabel":"\(label)"}]}]}
            """
    }

    /// Lets jobs be carried out for as long as the body runs.
    private func running(_ fixture: Fixture, _ body: () async throws -> Void) async throws {
        let task = Task { await fixture.api().runJobs(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) }
        try await body()
        task.cancel()
        await task.value
    }

    private func ended(_ path: String, _ client: PartylineClient) async throws -> PartylineClient.Response {
        for _ in 0..<200 {
            let answer = try await client(.get, path)
            if answer.json["ended"] != nil { return answer }
            #expect(answer.headers[.retryAfter] == "1")
            try await Task.sleep(for: .milliseconds(20))
        }
        throw CancellationError()
    }

    @Test func `respond-async makes a job of a plan, and a repeat with its key is told the same one`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        let headers: HTTPFields = [.prefer: "handling=strict, respond-async", .idempotencyKey: "j1"]
        let body = plan(fixture.mine.here, etag: "1", label: "a")
        let accepted = try await client(.post, "/partyline/v1/plans", body, headers: headers)
        #expect(accepted.status == .accepted)
        let place = try #require(accepted.headers[.location])
        #expect(accepted.json["state"] as? String == "queued")
        #expect(place == "/partyline/v1/jobs/\(accepted.json["id"] as? String ?? "")")
        let again = try await client(.post, "/partyline/v1/plans", body, headers: headers)
        #expect(again.status == .accepted && again.body == accepted.body && again.headers[.location] == place)
        try await running(fixture) {
            let done = try await ended(place, client)
            #expect(done.json["state"] as? String == "done")
            #expect(done.json["changed"] as? Int == 1)
            #expect(done.headers[.retryAfter] == nil)
        }
    }

    @Test func `what a job holds answers others 423 with when to come back, and a cancelled job stores nothing`()
        async throws
    {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        let here = fixture.mine.here
        let accepted = try await client(
            .post, "/partyline/v1/plans", plan(here, label: "a"), headers: [.prefer: "respond-async"])
        let place = try #require(accepted.headers[.location])
        let list = "/v1/telephony/config/devices/\(here.device.callingID.text)/members"
        let line =
            #"{"members":[{"id":"\#(here.person.webexID.text)","port":1,"primaryOwner":true,"lineType":"PRIMARY","lineWeight":1,"lineLabel":"b"}]}"#
        let writes: [(HTTPRequest.Method, String, String?)] = [
            (.put, list, line), (.post, "/partyline/v1/plans", plan(here, label: "b")),
            (.delete, "/v1/devices/\(here.device.webexID.text)", nil),
            (.delete, "/v1/people/\(here.person.webexID.text)", nil),
        ]
        for (method, path, body) in writes {
            let refused = try await client(method, path, body)
            #expect(refused.status.code == 423, "\(method) \(path): \(refused.body)")
            #expect(refused.headers[.retryAfter] == "1")
            #expect(refused.codes.isEmpty || refused.codes.contains(99018))
        }
        #expect(try await client(.get, list).status == .ok)
        #expect(try await client(.delete, place).status == .noContent)
        #expect(try await client(.get, place).json["state"] as? String == "cancelled")
        let late = try await client(.delete, place)
        #expect(late.status == .conflict && late.codes == [99019])
        #expect(try await client(.put, list, line).status == .noContent)
        #expect(try await client(.post, "\(place)/undo").codes == [99019])
    }

    @Test func `a job that fails keeps the answer that a short plan would have got`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        try await fixture.relabel(fixture.mine.here, "moved")
        let body = plan(fixture.mine.here, etag: "1", label: "a")
        let short = try await client(.post, "/partyline/v1/plans", body)
        let accepted = try await client(.post, "/partyline/v1/plans", body, headers: [.prefer: "respond-async"])
        let place = try #require(accepted.headers[.location])
        try await running(fixture) {
            let failed = try await ended(place, client)
            #expect(failed.json["state"] as? String == "failed")
            let problem = try #require(failed.json["problem"] as? [String: Any])
            #expect(problem["status"] as? Int == 412)
            #expect(problem["errors"] as? NSArray == short.json["errors"] as? NSArray)
            #expect(problem["trackingId"] as? String == accepted.json["trackingId"] as? String)
        }
    }

    @Test func `undoing names the endpoint of every list that has changed since, and puts all back or nothing`()
        async throws
    {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        let here = fixture.mine.here
        let stored = try await client(.post, "/partyline/v1/plans", plan(here, label: "a"))
        let undo = "/partyline/v1/jobs/\(try #require(stored.json["jobId"] as? String))/undo"
        #expect(try await client(.post, "\(undo)?dryRun=true").json["jobId"] == nil)
        let undone = try await client(.post, undo)
        #expect(undone.status == .ok)
        #expect((undone.json["lists"] as? [[String: Any]])?.first?["version"] as? Int == 3)
        let twice = try await client(.post, undo)
        #expect(twice.status == .preconditionFailed)
        let reason = try #require((twice.json["errors"] as? [[String: Any]])?.first)
        #expect(reason["endpointId"] as? String == here.device.callingID.text)
        #expect((reason["detail"] as? String)?.hasPrefix("\(here.person.fullName), ") == true)
        #expect(reason["etag"] as? String == "\"3\"" && reason["list"] == nil)
        let device = here.device.webexID.text
        #expect(try await client(.delete, "/v1/devices/\(device)").status == .noContent)
        let gone = try await client(.post, undo)
        #expect(gone.status == .conflict && gone.codes == [99016])
    }
}
