// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebexWire

@Suite struct MemberListResponseTests {
    private let person = WebexID(.person, .sample(1))
    private let location = WebexLocationReference(id: WebexID(.location, .sample(9)), name: "Hartford")

    @Test(arguments: MemberListFamily.allCases)
    func aWholeLineHasTheKeysOfItsFamilysSchema(_ family: MemberListFamily) throws {
        let response = MemberListResponse(model: "DMS Cisco 192", members: [wholeItem], maxLineCount: 2)
        let t38 = family == .device ? #""t38FaxCompressionEnabled":true,"# : ""
        #expect(
            try canonical(response.json(for: family))
                == canonical(
                    """
                    {"model":"DMS Cisco 192","maxLineCount":2,"members":[{"id":"\(person)","memberType":"PEOPLE",
                     "firstName":"Ann \\"A\\"","lastName":"Lee","phoneNumber":"+18605550101","extension":"101",
                     "routingPrefix":"8601","esn":"8601101","port":1,"primaryOwner":true,"lineType":"PRIMARY",
                     "lineWeight":2,"lineLabel":"Köln","hotlineEnabled":true,"hotlineDestination":"110",\(t38)
                     "allowCallDeclineEnabled":true,"location":{"id":"\(location.id)","name":"Hartford"}}]}
                    """))
    }

    @Test(arguments: MemberListFamily.allCases)
    func aBareLineLeavesOutWhatItHasNot(_ family: MemberListFamily) throws {
        let workspace = WebexID(.place, .sample(2))
        let item = MemberItem(
            id: workspace, memberType: .place, firstName: "Lobby", lastName: "", phoneNumber: nil, extension: nil,
            routingPrefix: nil, esn: nil, location: nil, port: 10, primaryOwner: false,
            lineType: .sharedCallAppearance, lineWeight: 1, lineLabel: nil, hotlineDestination: nil,
            allowCallDeclineEnabled: false, t38FaxCompressionEnabled: nil)
        let response = MemberListResponse(model: "m", members: [item], maxLineCount: 10)
        #expect(
            try canonical(response.json(for: family))
                == canonical(
                    """
                    {"model":"m","maxLineCount":10,"members":[{"id":"\(workspace)","memberType":"PLACE",
                     "firstName":"Lobby","lastName":"","port":10,"primaryOwner":false,
                     "lineType":"SHARED_CALL_APPEARANCE","lineWeight":1,"hotlineEnabled":false,
                     "hotlineDestination":"","allowCallDeclineEnabled":false}]}
                    """))
    }

    @Test func membersAndTheirKeysComeInAFixedOrder() {
        var second = wholeItem
        second.port = 3
        let response = MemberListResponse(model: "m", members: [wholeItem, second], maxLineCount: 3)
        let text = String(decoding: response.json(for: .device), as: UTF8.self)
        #expect(text.hasPrefix(#"{"model":"m","members":[{"id":"\#(person)","memberType":"PEOPLE","firstName""#))
        #expect(text.hasSuffix(#"}],"maxLineCount":3}"#))
        #expect(text == String(decoding: response.json(for: .device), as: UTF8.self))
    }

    @Test func membersAreThereAlsoWhenThereAreNone() {
        let response = MemberListResponse(model: "m", members: [], maxLineCount: 1)
        #expect(
            String(decoding: response.json(for: .currentApplication), as: UTF8.self)
                == #"{"model":"m","members":[],"maxLineCount":1}"#)
        #expect(
            String(decoding: AvailableMembersResponse(members: []).json(for: .device), as: UTF8.self)
                == #"{"members":[]}"#)
    }

    @Test(arguments: MemberListFamily.allCases)
    func whatAGETAnswersAPUTUnderstands(_ family: MemberListFamily) throws {
        let response = MemberListResponse(model: "m", members: [wholeItem], maxLineCount: 2)
        let elements = try MemberListRequest.parse(response.json(for: family)).elements
        guard case .member(let member) = try #require(elements.first) else { throw TestJSON.NotAtEnd() }
        #expect(member.id == .value(ParsedID(kind: .person, uuid: .sample(1))))
        #expect(member.port == .value(1))
        #expect(member.primaryOwner == .value(true))
        #expect(member.lineType == .value(.primary))
        #expect(member.lineWeight == .value(2))
        #expect(member.lineLabel == .value("Köln"))
        #expect(member.hotlineEnabled == .value(true))
        #expect(member.hotlineDestination == .value(.text("110")))
        #expect(member.allowCallDeclineEnabled == .value(true))
        #expect(member.t38FaxCompressionEnabled == (family == .device ? .value(true) : .absent))
    }

    @Test func aListCanHoldMoreThanTheAnswer() throws {
        let response = MemberListResponse(model: "m", members: [], maxLineCount: 1)
        let bytes = JSONWriter.object { object in
            response.write(to: &object, for: .device)
            object.array("difference") { _ in }
        }
        #expect(
            String(decoding: bytes, as: UTF8.self) == #"{"model":"m","members":[],"maxLineCount":1,"difference":[]}"#)
    }

    @Test func aMemberToAddHasTheKeysOfItsFamilysSchema() throws {
        let item = AvailableMemberItem(
            id: person, memberType: .people, firstName: "Ann", lastName: "Lee", phoneNumber: "+18605550101",
            extension: "101", routingPrefix: "8601", esn: "8601101", lineType: .sharedCallAppearance,
            allowCallDeclineEnabled: true, t38FaxCompressionEnabled: false, location: location)
        let response = AvailableMembersResponse(members: [item])
        for family in [MemberListFamily.deprecatedApplication, .currentApplication] {
            #expect(
                try canonical(response.json(for: family))
                    == canonical(
                        """
                        {"members":[{"id":"\(person)","firstName":"Ann","lastName":"Lee","phoneNumber":"+18605550101",
                         "extension":"101","routingPrefix":"8601","esn":"8601101",
                         "lineType":"SHARED_CALL_APPEARANCE","location":{"id":"\(location.id)","name":"Hartford"}}]}
                        """))
        }
        #expect(
            try canonical(response.json(for: .device))
                == canonical(
                    """
                    {"members":[{"id":"\(person)","memberType":"PEOPLE","firstName":"Ann","lastName":"Lee",
                     "phoneNumber":"+18605550101","lineType":"SHARED_CALL_APPEARANCE",
                     "allowCallDeclineEnabled":true,"t38FaxCompressionEnabled":false,
                     "location":{"id":"\(location.id)","name":"Hartford"}}]}
                    """))
    }

    @Test func aCountIsANumber() {
        #expect(
            String(decoding: CountResponse(totalCount: 1_000_000).json(), as: UTF8.self) == #"{"totalCount":1000000}"#)
    }

    private var wholeItem: MemberItem {
        MemberItem(
            id: person, memberType: .people, firstName: "Ann \"A\"", lastName: "Lee", phoneNumber: "+18605550101",
            extension: "101", routingPrefix: "8601", esn: "8601101", location: location, port: 1, primaryOwner: true,
            lineType: .primary, lineWeight: 2, lineLabel: "Köln", hotlineDestination: "110",
            allowCallDeclineEnabled: true, t38FaxCompressionEnabled: true)
    }
}
