// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import HummingbirdTesting
import LineService
import SharedLine
import Testing

@testable import WebexAPI

@Suite struct RefusedListAnswerTests {
    private let error = ServiceError.refusedList(
        .rules([
            Violation(code: .invalidField, index: 3, field: .port, text: "Wrong", reason: "right"),
            Violation(code: .duplicateMember, index: 3, field: nil, text: "Twice"),
            Violation(code: .desktopClientOff, index: nil, field: nil, text: "Off"),
        ]))

    private func body(in base: Route.Base) throws -> [String: Any] {
        let answer = try #require(ErrorAnswer(error)).answer(in: base, trackingID: "T")
        let json = try JSONSerialization.jsonObject(with: Data(String(buffer: answer.body).utf8))
        return try #require(json as? [String: Any])
    }

    @Test func `Webex's shape tells each violation with its place, and the cures in the message`() throws {
        let body = try body(in: .webex)
        let errors = try #require(body["errors"] as? [[String: Any]])
        #expect(
            errors.compactMap { $0["description"] as? String } == [
                "Wrong (members[3].port)", "Twice (members[3])", "Off (members)",
            ])
        #expect(errors.compactMap { $0["errorCode"] as? Int } == [25024, 99001, 99004])
        #expect(body["errorCode"] as? Int == 25024)
        #expect(body["message"] as? String == "The member list breaks rules; nothing was stored. members[3].port: right")
    }

    @Test func `ours tells the place and the cure apart`() throws {
        let body = try body(in: .partyline)
        let errors = try #require(body["errors"] as? [[String: Any]])
        #expect(errors.compactMap { $0["detail"] as? String } == ["Wrong", "Twice", "Off"])
        #expect(errors.map { $0["member"] as? Int } == [3, 3, nil])
        #expect(errors.map { $0["field"] as? String } == ["port", nil, "members"])
        #expect(errors.map { $0["reason"] as? String } == ["right", nil, nil])
        #expect(body["detail"] as? String == "The member list breaks rules; nothing was stored")
    }
}
