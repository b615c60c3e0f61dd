// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import SharedLine
import StoreSQLite
import Testing
import WebexWire

@testable import WebexAPI

@Suite struct ChangePagesTests {
    @Test func `pages hold every change of the organisation once, in order, by their links`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        for round in 0..<7 { try await fixture.relabel(fixture.mine.here, "round \(round)") }
        try await fixture.relabel(fixture.theirs.here, "not ours")
        var ids: [String] = []
        var path: String? = "/partyline/v1/changes?max=4"
        while let current = path {
            let page = try await client(.get, current)
            #expect(page.status == .ok)
            #expect(page.items.count <= 4)
            ids += page.items.compactMap { $0["id"] as? String }
            #expect(page.json["cursor"] as? String == ids.last)
            path = page.headers[.link].flatMap { link in
                link.split(separator: "<").first?.split(separator: ">").first.map(String.init)
            }.flatMap { URL(string: $0) }.map { "\($0.path)?\($0.query ?? "")" }
        }
        let query = ChangeQuery(organisation: fixture.mine.organisation.id, reach: .everywhere)
        let all = try await fixture.store.changes(query, after: 0, max: 1000)
        #expect(ids == all.map { ChangeCursor($0.sequence).text })
    }

    @Test func `a change says who, when, why, and the lines as a PUT takes them`() async throws {
        let fixture = try await Fixture()
        let sequence = try await fixture.relabel(fixture.mine.here, "Front \"desk\"")
        let client = try await fixture.client()
        let change = try await client(.get, "/partyline/v1/changes/\(ChangeCursor(sequence).text)").json
        #expect(change["actor"] as? String == "command-line")
        #expect(change["trackingId"] as? String == "T")
        #expect(change["cause"] as? String == "edit")
        #expect(change["at"] as? String == WebexTimestamp(Fixture.now).text)
        #expect(change["version"] as? Int == 2)
        let subject = try #require(change["subject"] as? [String: String])
        #expect(subject == ["kind": "memberList", "id": fixture.mine.here.device.callingID.text])
        let before = try #require((change["before"] as? [[String: Any]])?.first)
        let after = try #require((change["after"] as? [[String: Any]])?.first)
        #expect(before["lineLabel"] == nil)
        #expect(after["lineLabel"] as? String == "Front \"desk\"")
        #expect(after["id"] as? String == fixture.mine.here.person.webexID.text)
        #expect(after["lastName"] as? String == "Lee")
        #expect(after["primaryOwner"] as? Bool == true)
        #expect(after["lineType"] as? String == "PRIMARY")
    }

    @Test func `filters by endpoint and actor leave the others out, and what names nothing finds nothing`()
        async throws
    {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        let first = try await fixture.relabel(fixture.mine.here, "one", as: "token:a")
        let second = try await fixture.relabel(fixture.mine.there, "two", as: "token:b")
        func found(_ query: String) async throws -> [String] {
            let page = try await client(.get, "/partyline/v1/changes?after=\(ChangeCursor(first - 1).text)&\(query)")
            #expect(page.status == .ok, "\(query): \(page.body)")
            return page.items.compactMap { $0["id"] as? String }
        }
        let (one, two) = (ChangeCursor(first).text, ChangeCursor(second).text)
        let ids = fixture.mine.here.device.callingID.text
        #expect(try await found("") == [one, two])
        #expect(try await found("endpoint=\(ids)") == [one])
        #expect(try await found("endpoint=\(fixture.mine.there.device.endpoint.id)") == [two])
        #expect(try await found("endpoint=\(ids)&actor=token:b") == [])
        #expect(try await found("actor=token:b") == [two])
        #expect(try await found("endpoint=\(fixture.mine.here.person.webexID.text)") == [])
        #expect(try await found("endpoint=\(WebexID(.location, fixture.mine.here.location.id.uuid).text)") == [])
        #expect(try await found("endpoint=nonsense") == [])
        #expect(try await found("endpoint=\(fixture.theirs.here.device.callingID.text)") == [])
    }

    @Test func `a location administrator sees the changes of endpoints in its locations alone`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client(.locationAdmin, locations: [fixture.mine.here.location.id])
        let mine = try await fixture.relabel(fixture.mine.here, "mine")
        let other = try await fixture.relabel(fixture.mine.there, "not mine")
        let page = try await client(.get, "/partyline/v1/changes?max=1000")
        let kinds = Set(page.items.compactMap { ($0["subject"] as? [String: String])?["kind"] })
        #expect(kinds == ["memberList", "device", "application"])
        let ids = page.items.compactMap { $0["id"] as? String }
        #expect(ids.last == ChangeCursor(mine).text)
        #expect(!ids.contains(ChangeCursor(other).text))
        #expect(try await client(.get, "/partyline/v1/changes/\(ChangeCursor(mine).text)").status == .ok)
        let refused = try await client(.get, "/partyline/v1/changes/\(ChangeCursor(other).text)")
        #expect(refused.status == .notFound)
    }

    @Test func `no change tells a token's secret`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        let page = try await client(.get, "/partyline/v1/changes?max=1000")
        #expect(page.body.contains("\"kind\":\"token\""))
        #expect(!page.body.contains(client.token))
        #expect(!page.body.contains(TokenHash(ofSecret: client.token.utf8).bytes.base64EncodedString()))
        #expect(!page.body.lowercased().contains("secret-"))
    }

    @Test func `what cannot be used is refused as a problem that names the parameter`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        for query in ["after=0", "after=zz", "after=7fffffffffffffff", "max=0", "max=x"] {
            let refused = try await client(.get, "/partyline/v1/changes?\(query)")
            #expect(refused.status == .badRequest, "\(query)")
            #expect(refused.headers[.contentType] == "application/problem+json")
            #expect(refused.json["type"] as? String == "about:blank")
            #expect(refused.json["title"] as? String == "Bad Request")
            #expect(refused.json["status"] as? Int == 400)
            #expect(refused.json["trackingId"] as? String == refused.headers[.trackingID])
            let reason = try #require((refused.json["errors"] as? [[String: Any]])?.first)
            #expect(reason["field"] as? String == query.split(separator: "=").first.map(String.init))
            #expect(reason["reason"] != nil)
        }
        let unknown = try await client(.get, "/partyline/v1/nothing")
        #expect(unknown.status == .notFound)
        #expect(unknown.headers[.contentType] == "application/problem+json")
        let method = try await client(.delete, "/partyline/v1/changes")
        #expect(method.status == .methodNotAllowed)
        #expect(method.headers[.allow] == "GET, HEAD")
    }
}
