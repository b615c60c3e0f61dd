// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import Testing

@testable import PartylineApp

@Suite struct LogLineTests {
    private func line(_ message: String, _ fields: [(key: String, value: Logger.MetadataValue)] = []) -> LogLine {
        LogLine(at: Date(timeIntervalSince1970: 1_795_433_696.5), level: .notice, message: message, fields: fields)
    }

    @Test func aJSONLineHoldsTimeLevelMessageAndFieldsInOrder() {
        let line = line("listening", [("tracking_id", "T1"), ("tcpPort", .stringConvertible(8080))])
        #expect(
            line.json == #"{"time":"2026-11-23T11:34:56.500Z","level":"notice","message":"listening","#
                + #""tracking_id":"T1","tcpPort":8080}"#)
    }

    @Test func whateverIsLoggedStaysOneLineOfSoundJSON() throws {
        let nasty = "a\"b\\c\nd\re\tf\u{0}g\u{1B}[31m\u{2028}\u{85}é🎉"
        let line = line(nasty, [("key\n", "value\(nasty)"), ("list", ["x\n", .dictionary(["k\"": "v"])])])
        #expect(!line.json.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x85 || $0.value == 0x2028 })
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.json.utf8)) as? [String: Any])
        #expect(object["message"] as? String == nasty)
        #expect(object["key\n"] as? String == "value\(nasty)")
        #expect((object["list"] as? [Any])?.first as? String == "x\n")
    }

    @Test func aFieldCannotPoseAsTheLinesOwn() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line("true", [("message", "false")]).json.utf8))
                as? [String: Any])
        #expect(object["message"] as? String == "true")
        #expect(object["_message"] as? String == "false")
    }

    @Test func aTextLineStaysOneLineWithoutControlCharacters() {
        let text = line("a\nb\u{1B}[2J", [("path", "/x y"), ("empty", ""), ("plain", "z")]).text(isColoured: false)
        #expect(
            text == #"2026-11-23T11:34:56.500Z NOTICE   a\nb\u001b[2J path="/x y" empty="" plain=z"#)
    }

    @Test func coloursAreThereOnlyWhenAskedFor() {
        #expect(!line("m").text(isColoured: false).contains("\u{1B}"))
        #expect(line("m").text(isColoured: true).contains("\u{1B}[36m"))
    }

    @Test(arguments: [
        (0.0, "1970-01-01T00:00:00.000Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
        (1_709_251_199.999, "2024-02-29T23:59:59.999Z"), (4_102_444_800, "2100-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.000Z"),
    ])
    func timesAreRFC3339InUTC(_ seconds: Double, _ text: String) {
        #expect(LogLine.timestamp(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test func timesAgreeWithFoundationOverCenturies() {
        for day in stride(from: -40_000, through: 80_000, by: 37) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400 + 12_345)
            #expect(LogLine.timestamp(date).prefix(19) == date.formatted(.iso8601).prefix(19))
        }
    }
}
