// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import SharedLine
import StoreSQLite
import Testing
import WebexWire

@testable import ChangeFeed
@testable import WebexAPI

@Suite struct ChangeStreamTests {
    /// Everything that a stream gives until the feed ends, while the body does something.
    private func stream(
        _ fixture: Fixture, _ client: PartylineClient, _ query: String = "", headers: HTTPFields = [:],
        while body: () async throws -> Void
    ) async throws -> PartylineClient.Response {
        async let response = client(.get, "/partyline/v1/changes/stream\(query)", headers: headers)
        while await fixture.feed.followerCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
        try await body()
        let last = try await fixture.store.lastChange()
        while !(await fixture.feed.hasFollower(at: last)) { try await Task.sleep(for: .milliseconds(5)) }
        await fixture.feed.finish()
        return try await response
    }

    private func ids(_ response: PartylineClient.Response, _ event: String = "change") -> [String] {
        response.body.split(separator: "\n\n").filter { $0.contains("event: \(event)\n") }.compactMap { text in
            text.split(separator: "\n").first { $0.hasPrefix("id: ") }.map { String($0.dropFirst(4)) }
        }
    }

    @Test func `a stream begins with its place, gives what comes, and is no JSON`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        let place = try await fixture.store.lastChange()
        var sequences: [Int64] = []
        let response = try await stream(fixture, client) {
            for round in 0..<5 { sequences.append(try await fixture.relabel(fixture.mine.here, "\(round)")) }
            try await fixture.relabel(fixture.theirs.here, "not ours")
        }
        #expect(response.headers[.contentType] == "text/event-stream")
        #expect(response.headers[.cacheControl] == "no-store")
        #expect(response.body.hasPrefix("retry: 1000\nid: \(ChangeCursor(place).text)\nevent: open\n"))
        #expect(ids(response) == sequences.map { ChangeCursor($0).text })
        let data = try #require(response.body.split(separator: "\n").last { $0.hasPrefix("data: {") })
        let change = try JSONSerialization.jsonObject(with: Data(data.dropFirst(6).utf8)) as? [String: Any]
        #expect(change?["id"] as? String == sequences.last.map { ChangeCursor($0).text })
    }

    @Test func `Last-Event-ID goes on after the event it names, before what after says`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        var sequences: [Int64] = []
        for round in 0..<6 { sequences.append(try await fixture.relabel(fixture.mine.here, "\(round)")) }
        let resumed = try await stream(
            fixture, client, "?after=\(ChangeCursor(sequences[0]).text)",
            headers: [.lastEventID: ChangeCursor(sequences[2]).text]
        ) {}
        #expect(ids(resumed) == sequences[3...].map { ChangeCursor($0).text })
    }

    @Test func `filters and reach hold for streams`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client(.locationAdmin, locations: [fixture.mine.here.location.id])
        var wanted: Int64 = 0
        let response = try await stream(fixture, client, "?actor=token:a") {
            try await fixture.relabel(fixture.mine.there, "elsewhere", as: "token:a")
            try await fixture.relabel(fixture.mine.here, "another's", as: "token:b")
            wanted = try await fixture.relabel(fixture.mine.here, "seen", as: "token:a")
        }
        #expect(ids(response) == [ChangeCursor(wanted).text])
    }

    @Test func `a stream ends with the next thing it would say once its token is revoked`() async throws {
        let fixture = try await Fixture()
        let client = try await fixture.client()
        let hash = TokenHash(ofSecret: client.token.utf8)
        let token = try #require(try await fixture.store.token(hash: hash))
        async let response = client(.get, "/partyline/v1/changes/stream")
        while await fixture.feed.followerCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
        try await fixture.store.commit(
            Commit(
                organisation: fixture.mine.organisation.id, origin: Fixture.origin, cause: .edit,
                edits: [.revokeToken(token, at: Fixture.now)], answer: nil))
        try await fixture.relabel(fixture.mine.here, "not for them")
        #expect(ids(try await response) == [])
    }

    @Test func `while the server drains no stream begins`() async throws {
        let fixture = try await Fixture()
        await fixture.feed.finish()
        let refused = try await fixture.client()(.get, "/partyline/v1/changes/stream")
        #expect(refused.status == .serviceUnavailable)
        #expect(refused.headers[.retryAfter] == "1")
    }
}
