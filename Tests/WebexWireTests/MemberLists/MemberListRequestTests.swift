// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebexWire

@Suite struct MemberListRequestTests {
    @Test(arguments: ["", "{}", #"{"members":[]}"#, #" { "members" : [ ] } "#, #"{"other":{"members":[1]}}"#])
    func aBodyWithoutMembersHoldsNone(_ body: String) throws {
        #expect(try parse(body).isEmpty)
    }

    @Test(arguments: ["null", #""""#, "1", "true", "{}", #"{"members":[]}"#])
    func membersThatAreNoArrayAreRefused(_ members: String) {
        #expect(throws: RequestBodyError.notAnArray(key: "members")) { try parse(#"{"members":\#(members)}"#) }
    }

    @Test(arguments: ["[]", "null", "1", #""members""#, "true", #"[{"members":[]}]"#])
    func aBodyThatIsNoObjectIsRefused(_ body: String) {
        #expect(throws: RequestBodyError.notAnObject) { try parse(body) }
    }

    @Test func whatIsNotJSONIsSaidToBeThatFirst() {
        #expect(throws: RequestBodyError.syntax(JSONSyntaxError(offset: 3, reason: .trailingBytes))) {
            try parse("[] x")
        }
        #expect(throws: RequestBodyError.syntax(JSONSyntaxError(offset: 16, reason: .unexpectedEnd))) {
            try parse(#"{"members":null "#)
        }
        #expect(throws: RequestBodyError.syntax(JSONSyntaxError(offset: 1, reason: .unexpectedEnd))) { try parse(" ") }
    }

    @Test func errorsSayWhatIsWrong() {
        #expect(RequestBodyError.notAnObject.description == "The body must be a JSON object")
        #expect(
            RequestBodyError.notAnArray(key: "members").description
                == "Invalid field value: members: an array was expected")
        #expect(
            RequestBodyError.syntax(JSONSyntaxError(offset: 3, reason: .badEscape)).description
                == "The body is not valid JSON: an unknown escape within a string (byte 3)")
    }

    @Test func everyFieldIsRead() throws {
        let id = WebexID(.person, .sample(1))
        let member = try one(
            """
            {"id":"\(id)","port":3,"primaryOwner":true,"lineType":"PRIMARY","lineWeight":2,"lineLabel":"K\\u00f6ln",
             "hotlineEnabled":true,"hotlineDestination":"+49","allowCallDeclineEnabled":false,
             "t38FaxCompressionEnabled":true}
            """)
        var expected = MemberRequest()
        expected.id = .value(ParsedID(kind: .person, uuid: .sample(1)))
        expected.port = .value(3)
        expected.primaryOwner = .value(true)
        expected.lineType = .value(.primary)
        expected.lineWeight = .value(2)
        expected.lineLabel = .value("Köln")
        expected.hotlineEnabled = .value(true)
        expected.hotlineDestination = .value(.text("+49"))
        expected.allowCallDeclineEnabled = .value(false)
        expected.t38FaxCompressionEnabled = .value(true)
        #expect(member == expected)
    }

    @Test func nullCountsAsLeftOut() throws {
        let keys = [
            "id", "port", "primaryOwner", "lineType", "lineWeight", "lineLabel", "hotlineEnabled",
            "hotlineDestination", "allowCallDeclineEnabled", "t38FaxCompressionEnabled",
            "t38FaxCompressionEnabled `true`",
        ]
        let fields = keys.map { #""\#($0)":null"# }.joined(separator: ",")
        #expect(try one("{\(fields)}") == MemberRequest())
        #expect(try one("{}") == MemberRequest())
    }

    @Test func readOnlyAndUnknownKeysAreIgnored() throws {
        let member = try one(
            """
            {"memberType":"PEOPLE","firstName":1,"esn":null,"location":{"id":"x","port":9},"hostIP":[{"port":8}],
             "t38FaxCompression":false,"PORT":7,"port ":6,"port":5}
            """)
        var expected = MemberRequest()
        expected.port = .value(5)
        #expect(member == expected)
    }

    @Test func aKeyMayBeWrittenWithEscapes() throws {
        #expect(try one(#"{"por\u0074":4,"\u006cineWeight":2}"#).port == .value(4))
        #expect(try one(#"{"por\u0074":4,"\u006cineWeight":2}"#).lineWeight == .value(2))
        #expect(try parse(#"{"m\u0065mbers":[{}]}"#).count == 1)
    }

    @Test func theLastOfEqualKeysCounts() throws {
        #expect(try one(#"{"port":1,"port":2}"#).port == .value(2))
        #expect(try one(#"{"port":1,"port":"x"}"#).port == .invalid)
        #expect(try one(#"{"port":1,"port":null}"#).port == .absent)
        #expect(try parse(#"{"members":[{}],"members":[]}"#).isEmpty)
        #expect(try parse(#"{"members":null,"members":[{}]}"#).count == 1)
        #expect(throws: RequestBodyError.notAnArray(key: "members")) { try parse(#"{"members":[{}],"members":null}"#) }
    }

    @Test(arguments: [
        ("true", true), ("false", false), (#""true""#, true), (#""false""#, false), (#""TRUE""#, true),
        (#""False""#, false), (#""tr\u0075e""#, true),
    ])
    func primaryOwnerIsABooleanOrItsText(_ value: String, _ expected: Bool) throws {
        #expect(try one(#"{"primaryOwner":\#(value)}"#).primaryOwner == .value(expected))
    }

    @Test(arguments: [#""""#, #""yes""#, #"" true""#, "1", "0", "[]", "{}", "\"\(String(repeating: "t", count: 99))\""])
    func primaryOwnerIsNothingElse(_ value: String) throws {
        #expect(try one(#"{"primaryOwner":\#(value)}"#).primaryOwner == .invalid)
    }

    @Test(arguments: ["hotlineEnabled", "allowCallDeclineEnabled", "t38FaxCompressionEnabled"])
    func otherSwitchesAreBooleansAlone(_ key: String) throws {
        for value in [#""true""#, "1", "[]", "{}"] {
            let member = try one(#"{"\#(key)":\#(value)}"#)
            #expect(
                [member.hotlineEnabled, member.allowCallDeclineEnabled, member.t38FaxCompressionEnabled]
                    .filter { $0 == .invalid }.count == 1)
        }
    }

    @Test func aLineTypeIsOneOfTwoWords() throws {
        #expect(try one(#"{"lineType":"PRIMARY"}"#).lineType == .value(.primary))
        #expect(try one(#"{"lineType":"SHARED_CALL_APPEARANCE"}"#).lineType == .value(.sharedCallAppearance))
        for value in [#""primary""#, #""MOBILITY""#, #""""#, "1", "true", #"["PRIMARY"]"#] {
            #expect(try one(#"{"lineType":\#(value)}"#).lineType == .invalid)
        }
    }

    @Test func portAndWeightAreWholeNumbers() throws {
        #expect(try one(#"{"port":1.0,"lineWeight":2e0}"#).port == .value(1))
        #expect(try one(#"{"port":1.0,"lineWeight":2e0}"#).lineWeight == .value(2))
        #expect(try one(#"{"port":-3}"#).port == .value(-3))
        for value in ["1.5", "1e99", "99999999999999999999", #""1""#, "true", "[1]", "{}"] {
            #expect(try one(#"{"port":\#(value)}"#).port == .invalid)
            #expect(try one(#"{"lineWeight":\#(value)}"#).lineWeight == .invalid)
        }
    }

    @Test func aHotlineDestinationMayBeATruthValue() throws {
        #expect(try one(#"{"hotlineDestination":true}"#).hotlineDestination == .value(.asStored))
        #expect(try one(#"{"hotlineDestination":false}"#).hotlineDestination == .value(.text("")))
        #expect(try one(#"{"hotlineDestination":""}"#).hotlineDestination == .value(.text("")))
        #expect(try one(#"{"hotlineDestination":"x"}"#).hotlineDestination == .value(.text("x")))
        #expect(try one(#"{"hotlineDestination":110}"#).hotlineDestination == .invalid)
        #expect(try one(#"{"hotlineDestination":{}}"#).hotlineDestination == .invalid)
    }

    @Test func theMisspeltT38IsReadWhereTheRightOneIsAbsent() throws {
        #expect(try one(#"{"t38FaxCompressionEnabled `true`":true}"#).t38FaxCompressionEnabled == .value(true))
        for member in [
            #"{"t38FaxCompressionEnabled":false,"t38FaxCompressionEnabled `true`":true}"#,
            #"{"t38FaxCompressionEnabled `true`":true,"t38FaxCompressionEnabled":false}"#,
        ] {
            #expect(try one(member).t38FaxCompressionEnabled == .value(false))
        }
        let both = #"{"t38FaxCompressionEnabled `true`":true,"t38FaxCompressionEnabled":null}"#
        #expect(try one(both).t38FaxCompressionEnabled == .value(true))
    }

    @Test func anIDIsReadInEveryForm() throws {
        let parsed = ParsedID(kind: .virtualLine, uuid: .sample(2))
        let text = WebexID(.virtualLine, .sample(2)).text
        #expect(try one(#"{"id":"\#(text)"}"#).id == .value(parsed))
        #expect(try one(#"{"id":"\#(text)="}"#).id == .value(parsed))
        let bare = UUID.sample(2).uuidString
        #expect(try one(#"{"id":"\#(bare)"}"#).id == .value(ParsedID(kind: nil, uuid: .sample(2))))
        for value in [#""""#, #""me""#, "7", "true", "[]", #"{"id":"x"}"#] {
            #expect(try one(#"{"id":\#(value)}"#).id == .invalid)
        }
    }

    @Test func elementsThatAreNoObjectsKeepTheirPlace() throws {
        let elements = try parse(#"{"members":[null,{"port":1},[{"port":2}],"x",3,true,{}]}"#)
        var first = MemberRequest()
        first.port = .value(1)
        #expect(
            elements == [
                .notAnObject, .member(first), .notAnObject, .notAnObject, .notAnObject, .notAnObject,
                .member(MemberRequest()),
            ])
    }

    @Test func atMostTwoHundredElementsAreTaken() throws {
        let elements = Array(repeating: "{}", count: 200).joined(separator: ",")
        #expect(try parse(#"{"members":[\#(elements)]}"#).count == 200)
        #expect(throws: RequestBodyError.tooManyElements(key: "members", maximum: 200)) {
            try parse(#"{"members":[\#(elements),{}]}"#)
        }
        #expect(throws: RequestBodyError.syntax(JSONSyntaxError(offset: 614, reason: .unexpectedEnd))) {
            try parse(#"{"members":[\#(elements),{}"#)
        }
    }

    private func parse(_ body: String) throws -> [MemberListRequest.Element] {
        try MemberListRequest.parse(Array(body.utf8)).elements
    }

    private func one(_ member: String) throws -> MemberRequest {
        let elements = try parse(#"{"members":[\#(member)]}"#)
        guard case .member(let member) = try #require(elements.first), elements.count == 1 else {
            throw TestJSON.NotAtEnd()
        }
        return member
    }
}
