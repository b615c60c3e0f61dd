// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebexWire

/// The client's side of what the Partyline API writes.
@Suite struct PartylineReadingTests {
    private let line = ChangeLine(
        id: .webex(WebexID(.person, UUID())), memberType: .people, firstName: "Zoë", lastName: "L \"Z\"", port: 2,
        primaryOwner: false, lineWeight: 1, lineLabel: "CEO", hotlineDestination: "2010",
        allowCallDeclineEnabled: false, t38FaxCompressionEnabled: true)

    @Test func aChangeOfAListIsReadAsItWasWritten() throws {
        let change = ChangeItem(
            cursor: ChangeCursor(42), at: WebexTimestamp(Date(timeIntervalSince1970: 1_795_000_000)),
            actor: "token:x", trackingID: "T_1", cause: "edit", subjectKind: ChangeItem.memberListKind,
            subjectID: .webex(WebexID(.callingDevice, UUID())), version: 7, before: nil, after: .lines([line]))
        let read = try WebexJSON.decode(ChangeItem.self, from: change.json())
        #expect(read == change)
        #expect(read.linesAfter == [line])
        #expect(read.linesBefore == [])
    }

    @Test func theStatesOfOtherThingsAreNotLookedInto() throws {
        let change = ChangeItem(
            cursor: ChangeCursor(1), at: WebexTimestamp(Date(timeIntervalSince1970: 1_795_000_000)), actor: "x",
            trackingID: "T_1", cause: "import", subjectKind: "token", subjectID: .bare(UUID()), version: nil,
            before: nil, after: .record(json: #"{"role":"full_admin"}"#))
        #expect(try WebexJSON.decode(ChangeItem.self, from: change.json()).after == nil)
    }

    @Test func aProblemIsReadAsItWasWrittenAndAsAnErrorBody() throws {
        let problem = ProblemBody(
            status: 400, title: "Bad Request", detail: "The plan breaks rules",
            errors: [
                ProblemBody.Reason(
                    detail: "Invalid", code: 25024, reason: "a whole number", list: 3, member: 2, field: "port")
            ], trackingID: "T_1")
        #expect(try WebexJSON.decode(ProblemBody.self, from: problem.json()) == problem)
        let body = try #require(ErrorBody.parse(problem.json()))
        #expect(body.message == "The plan breaks rules")
        #expect(body.errors == [ErrorBody.Detail(description: "Invalid: a whole number", errorCode: 25024)])
    }

    @Test func anErrorBodyIsReadAsItWasWrittenAndAProxysPageIsNone() {
        let body = ErrorBody(
            message: "No", errors: [ErrorBody.Detail(description: "Because", errorCode: 4008)], trackingID: "T_2")
        #expect(ErrorBody.parse(body.json()) == body)
        #expect(ErrorBody.parse(Array("<html>Bad Gateway</html>".utf8)) == nil)
    }
}
