// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import SharedLine
import StoreSQLite
import Testing
import WebexWire

@testable import WebexAPI

@Suite struct HistoryTests {
    private func path(_ site: Fixture.Site, _ what: String) -> String {
        "/partyline/v1/member-lists/\(site.device.callingID.text)/\(what)"
    }

    @Test func `a history comes newest first, page by page, down to the creation`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        for round in 0..<5 { try await fixture.relabel(fixture.mine.here, "round \(round)") }
        let first = try await client(.get, path(fixture.mine.here, "history?max=4"))
        #expect(first.headers[.eTag] == "\"6\"")
        #expect(first.json["version"] as? Int == 6)
        #expect(first.items.compactMap { $0["version"] as? Int } == [6, 5, 4, 3])
        let endpoint = try #require(first.json["endpoint"] as? [String: String])
        #expect(endpoint["kind"] == "device")
        #expect(endpoint["ownerId"] == fixture.mine.here.person.webexID.text)
        let last = try #require(first.items.last?["id"] as? String)
        #expect(first.headers[.link]?.contains("before=\(last)") == true)
        let second = try await client(.get, path(fixture.mine.here, "history?max=4&before=\(last)"))
        #expect(second.items.compactMap { $0["version"] as? Int } == [2, 1])
        #expect(second.headers[.link] == nil)
        #expect(second.items.last?["before"] == nil)
    }

    @Test func `an app is named by itself, by its person and by its UUID`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        let site = fixture.mine.here
        for id in [
            WebexID(.application, site.application.id.uuid).text, site.person.webexID.text, "\(site.application.id)",
        ] {
            let history = try await client(.get, "/partyline/v1/member-lists/\(id)/history")
            #expect(history.status == .ok, "\(id)")
            let endpoint = history.json["endpoint"] as? [String: String]
            #expect(endpoint?["kind"] == "application")
            #expect(endpoint?["personId"] == site.person.webexID.text)
        }
        for wrong in [
            WebexID(.location, site.location.id.uuid).text, WebexID(.application, site.device.endpoint.id.uuid).text,
            "\(site.person.id)",
            "nonsense", site.workspace.webexID.text,
        ] {
            #expect(
                try await client(.get, "/partyline/v1/member-lists/\(wrong)/history").status == .notFound, "\(wrong)")
        }
    }

    @Test func `an undo answers as a PUT does, can be tried, and is repeated harmlessly by its key`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        let members = "/v1/telephony/config/devices/\(fixture.mine.here.device.callingID.text)/members"
        try await fixture.relabel(fixture.mine.here, "one")
        let wanted = try await client(.get, members)
        try await fixture.relabel(fixture.mine.here, "two")
        let tried = try await client(.post, path(fixture.mine.here, "undo?dryRun=true"))
        #expect(tried.status == .ok)
        #expect(tried.json["toVersion"] as? Int == 2)
        #expect(
            (tried.json["difference"] as? [String: Any])?["changed"] as? [String]
                == [fixture.mine.here.person.webexID.text])
        for _ in 0..<2 {
            let undone = try await client(
                .post, path(fixture.mine.here, "undo"), headers: [.idempotencyKey: "k1", .ifMatch: "\"3\""])
            #expect(undone.status == .noContent)
            #expect(undone.headers[.eTag] == "\"4\"")
        }
        #expect(try await client(.get, members).body == wanted.body)
        let stale = try await client(.post, path(fixture.mine.here, "undo"), headers: [.ifMatch: "\"3\""])
        #expect(stale.status == .preconditionFailed)
        #expect(stale.codes == [99013])
        #expect(stale.headers[.eTag] == "\"4\"")
    }

    @Test func `an undo's body and version are checked`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        let undo = path(fixture.mine.here, "undo")
        let none = try await client(.post, undo)
        #expect(none.status == .conflict)
        #expect(none.codes == [99017])
        for body in [#"{"toVersion": 0}"#, #"{"toVersion": "1"}"#, #"{"toVersion": 9}"#, #"{"toVersion": 1.5}"#] {
            let refused = try await client(.post, undo, body)
            #expect(refused.status == .badRequest, "\(body)")
            #expect(refused.codes == [25024])
        }
        #expect(try await client(.post, undo, "[]").codes == [99010])
        #expect(try await client(.post, undo, #"{"toVersion": 1}"#).status == .noContent)
    }
}
