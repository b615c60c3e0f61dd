// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebexWire

@Suite struct WebexTimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_795_460_400, "2026-11-23T19:00:00.000Z"),
            (951_782_399.999, "2000-02-28T23:59:59.999Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
            (4_107_542_400, "2100-03-01T00:00:00.000Z"), (-0.001, "1969-12-31T23:59:59.999Z"),
            (1_709_210_096.789, "2024-02-29T12:34:56.789Z"), (-62_167_219_200, "0000-01-01T00:00:00.000Z"),
            (1e300, "9999-12-31T23:59:59.999Z"), (-1e300, "0000-01-01T00:00:00.000Z"),
            (.infinity, "9999-12-31T23:59:59.999Z"), (.nan, "1970-01-01T00:00:00.000Z"),
        ] as [(TimeInterval, String)])
    func aMomentIsWrittenInUTCWithMilliseconds(_ seconds: TimeInterval, _ text: String) {
        #expect(WebexTimestamp(Date(timeIntervalSince1970: seconds)).text == text)
    }

    @Test func itAgreesWithFoundation() throws {
        var numbers = SeededNumbers(seed: 5)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for _ in 0..<2_000 {
            let milliseconds = Int.random(in: -2_000_000_000_000...200_000_000_000_000, using: &numbers)
            let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
            let parsed = try style.parse(WebexTimestamp(date).text)
            #expect(abs(parsed.timeIntervalSince(date)) < 0.0005)
        }
    }
}
