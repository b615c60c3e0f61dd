// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebexWire

/// The client's side of the shapes that the server's tests have written.
@Suite struct MemberListReadingTests {
    private static let item = MemberItem(
        id: WebexID(.virtualLine, UUID()), memberType: .virtualLine, firstName: "Zoë \"Z\"", lastName: "Desk",
        phoneNumber: "+18605550101", extension: "1001", routingPrefix: "8100", esn: "81001001",
        location: WebexLocationReference(id: WebexID(.location, UUID()), name: "Hartford"), port: 3,
        primaryOwner: false, lineType: .sharedCallAppearance, lineWeight: 1, lineLabel: "IT",
        hotlineDestination: "2010", allowCallDeclineEnabled: false, t38FaxCompressionEnabled: nil)

    @Test(arguments: MemberListFamily.allCases)
    func whatIsWrittenIsRead(family: MemberListFamily) throws {
        let list = MemberListResponse(model: "DMS Cisco 8865", members: [Self.item], maxLineCount: 10)
        #expect(try MemberListResponse.parse(list.json(for: family)) == list)
    }

    @Test func theOwnersTextBooleanAndMissingSettingsAreRead() throws {
        let id = WebexID(.person, UUID())
        let body =
            #"{"model":"x","members":[{"id":"\#(id)","port":1,"primaryOwner":"True","more":[{}]}],"maxLineCount":10}"#
        let member = try #require(try MemberListResponse.parse(Array(body.utf8)).members.first)
        #expect(member.primaryOwner)
        #expect(member.lineType == .primary)
        #expect(member.lineWeight == 1)
        #expect(member.allowCallDeclineEnabled)
        #expect(member.hotlineDestination == nil)
    }

    @Test(arguments: [
        ("{}", "model"), (#"{"model":"x"}"#, "maxLineCount"), (#"{"model":"x","maxLineCount":1}"#, "members"),
        (#"{"model":"x","maxLineCount":1,"members":[{"port":1}]}"#, "members[0].id"),
    ])
    func whatIsMissingIsNamed(body: String, place: String) {
        #expect(throws: MemberListResponseError.field(place)) { try MemberListResponse.parse(Array(body.utf8)) }
    }

    @Test func aRequestIsReadAsItWasWritten() throws {
        var member = MemberRequest()
        member.id = .value(ParsedID(kind: .person, uuid: UUID()))
        member.port = .value(2)
        member.primaryOwner = .value(false)
        member.lineType = .value(.sharedCallAppearance)
        member.lineWeight = .value(1)
        member.lineLabel = .value("Zoë \"Z\"")
        member.hotlineEnabled = .value(true)
        member.hotlineDestination = .value(.text("2010"))
        let request = MemberListRequest(elements: [.member(member)])
        #expect(try MemberListRequest.parse(request.json()) == request)
    }

    @Test func aLicenceOfTheLiveServiceHasTheUUIDBehindItsService() throws {
        let uuid = UUID()
        let text = Data("ciscospark://us/LICENSE/\(UUID()):CS_\(uuid.uuidString.lowercased())".utf8)
            .base64EncodedString()
        #expect(WebexID.parse(text) == ParsedID(kind: .license, uuid: uuid))
    }

    @Test func aMomentIsReadWithOrWithoutFractions() throws {
        for text in ["2026-11-23T19:00:00.250Z", "2026-11-23T19:00:00Z"] {
            let read = try WebexJSON.decode([WebexTimestamp].self, from: Array("[\"\(text)\"]".utf8))
            #expect(abs(read[0].date.timeIntervalSince1970 - 1_795_460_400) < 1)
        }
    }
}
