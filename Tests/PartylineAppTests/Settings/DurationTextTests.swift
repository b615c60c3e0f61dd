// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PartylineApp

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("250ms", Duration.milliseconds(250)), ("10s", .seconds(10)), ("30m", .seconds(1800)),
        ("12h", .seconds(43_200)),
        ("90d", .seconds(7_776_000)), ("2w", .seconds(1_209_600)), ("45", .seconds(45)), ("0s", .zero),
    ])
    func aNumberAndAUnitAreADuration(_ text: String, _ duration: Duration) {
        #expect(DurationText.parse(text) == duration)
    }

    @Test(arguments: ["", "s", "1.5h", "-1s", "1 h", "1y", "h1", "99999999999999999999s", "40000d", "٣s"])
    func anythingElseIsNone(_ text: String) {
        #expect(DurationText.parse(text) == nil)
    }
}
