// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import Testing
import WebexWire

@testable import WebexClient

@Suite struct WebexClientTests {
    private static let person = WebexID(.person, UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))
    private static let list = MemberListAddress.application(person: person)
    private static let empty = #"{"model":"Business Communicator - PC","members":[],"maxLineCount":10}"#

    @Test func everyRequestCarriesTokenAndTrackingID() async throws {
        try await ScriptedServer.with({ _, _ in .json(Self.empty) }) { client, server in
            _ = try await client.memberList(at: Self.list)
            _ = try await client.memberList(at: Self.list)
            let tokens = server.all(.authorization)
            #expect(tokens == ["Bearer a-secret", "Bearer a-secret"])
            let ids = Set(server.all(.trackingID))
            #expect(ids.count == 2)
            let target = server.seen[0].target
            #expect(target == "/v1/telephony/config/people/\(Self.person)/applications/members")
        }
    }

    @Test func pagesAreFollowedByTheirLinks() async throws {
        let script: ScriptedServer.Script = { seen, before in
            let item =
                #"{"id":"\#(WebexID(.license, UUID()))","name":"L\#(before)","totalUnits":1,"consumedUnits":0,"consumedByUsers":0,"consumedByWorkspaces":0}"#
            let host = seen.authority
            let next = #"<http://\#(host)/v1/licenses?cursor=a%2Bb>; rel="next", </x>; rel="first""#
            return .json(#"{"items":[\#(item)]}"#, .ok, before < 2 ? [.link: next] : [:])
        }
        try await ScriptedServer.with(script) { client, server in
            let names = try await client.licenses().map(\.name)
            #expect(names == ["L0", "L1", "L2"])
            #expect(server.seen[1].target == "/v1/licenses?cursor=a%2Bb")
        }
    }

    @Test func theTokenIsNotSentToAnotherServer() async throws {
        let script: ScriptedServer.Script = { _, _ in
            .json(#"{"items":[]}"#, .ok, [.link: #"<http://other.example/v1/licenses?x=1>; rel="next""#])
        }
        try await ScriptedServer.with(script) { client, _ in
            await #expect(throws: WebexClientError.self) { try await client.licenses() }
        }
    }

    @Test func tooManyRequestsAreRepeatedNotBeforeTheirTimeAndNothingElseIsSentMeanwhile() async throws {
        var limits = WebexClientLimits()
        limits.concurrency = 1
        let script: ScriptedServer.Script = { _, before in
            before == 0 ? .refusal(.tooManyRequests, retryAfter: "1") : .json(Self.empty)
        }
        try await ScriptedServer.with(script, limits: limits) { client, server in
            async let one = client.memberList(at: Self.list)
            async let other = client.memberList(at: Self.list)
            _ = try await (one, other)
            let times = server.seen.map(\.at)
            #expect(times.count == 3)
            #expect(times[0].duration(to: times[1]) >= .seconds(1))
        }
    }

    @Test func noMoreRequestsAreUnderWayThanAllowed() async throws {
        var limits = WebexClientLimits()
        limits.concurrency = 3
        try await ScriptedServer.with({ _, _ in .json(Self.empty) }, limits: limits) { client, server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 { group.addTask { _ = try await client.memberList(at: Self.list) } }
                try await group.waitForAll()
            }
            #expect(server.seen.count == 50)
        }
    }

    @Test func aPutIsRepeatedAfter503OnlyWhereItCannotUndoAnybodysWork() async throws {
        let script: ScriptedServer.Script = { _, before in
            before == 0 ? .refusal(.serviceUnavailable) : Response(status: .noContent)
        }
        let request = MemberListRequest(elements: [])
        try await ScriptedServer.with(script) { client, server in
            await #expect(throws: WebexClientError.self) {
                try await client.replaceMemberList(
                    at: Self.list, with: request, under: WriteCondition(ifMatch: nil, idempotencyKey: nil))
            }
            #expect(server.seen.count == 1)
        }
        try await ScriptedServer.with(script) { client, server in
            try await client.replaceMemberList(
                at: Self.list, with: request, under: WriteCondition(ifMatch: "\"7\"", idempotencyKey: "k"))
            #expect(server.seen.count == 2)
            let tags = server.all(.ifMatch)
            #expect(tags == ["\"7\"", "\"7\""])
            let body = server.seen[1].body
            #expect(body == #"{"members":[]}"#)
        }
    }

    @Test func anErrorNamesTheCallEveryReasonAndTheServersTrackingIDButNoSecret() async throws {
        try await ScriptedServer.with({ _, _ in .refusal(.badRequest) }) { client, _ in
            do {
                _ = try await client.memberList(at: Self.list)
                Issue.record("nothing was refused")
            } catch let error as WebexClientError {
                #expect(error.status == 400)
                #expect(
                    error.description
                        == "GET /v1/telephony/config/people/\(Self.person)/applications/members: 400 No: "
                        + "Bad port (members[0].port) [25024] (tracking id SERVER_7)")
                #expect(!"\(String(reflecting: error))".contains("a-secret"))
            }
        }
    }

    @Test func aServerThatIsNotThereIsSaidToBeNotThere() async throws {
        let client = WebexClient(baseURL: try #require(BaseURL("http://127.0.0.1:1")), token: "x")
        do {
            _ = try await client.me()
            Issue.record("somebody answered")
        } catch let error as WebexClientError {
            #expect(error.description.contains("no connection could be made"))
            #expect(error.isTemporary)
        }
        try await client.shutdown()
    }

    @Test func anAnswerOfAnotherShapeNamesThePlace() async throws {
        try await ScriptedServer.with({ _, _ in .json(#"{"items":[{"id":"x"}]}"#) }) { client, _ in
            do {
                _ = try await client.licenses()
                Issue.record("it was understood")
            } catch let error as WebexClientError {
                #expect(error.description.contains("items[0].id cannot be used"))
            }
        }
    }

    @Test(arguments: [
        ("https://webexapis.com/v1", "https://webexapis.com/v1"), ("https://webexapis.com", "https://webexapis.com/v1"),
        ("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1"), ("HTTPS://Example.COM", "https://example.com/v1"),
    ])
    func aBaseURLIsReadWithOrWithoutItsPath(text: String, url: String) {
        #expect(BaseURL(text)?.description == url)
    }

    @Test(arguments: ["webexapis.com", "ftp://x/v1", "https://user:pw@x", "https://x/v2", "https://x/v1?a=b", ""])
    func whatIsNoBaseURLIsNone(text: String) {
        #expect(BaseURL(text) == nil)
    }

    @Test func plainHTTPToAnotherMachineIsExposed() {
        #expect(BaseURL("http://10.0.0.7:8080")?.isExposed == true)
        #expect(BaseURL("http://localhost:8080")?.isExposed == false)
        #expect(BaseURL("http://localhost.example.com")?.isExposed == true)
        #expect(BaseURL("https://10.0.0.7")?.isExposed == false)
    }
}
