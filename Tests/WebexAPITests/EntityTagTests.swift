// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import LineService
import Testing

@testable import WebexAPI

@Suite struct EntityTagTests {
    @Test func `If-Match compares strongly`() {
        #expect(match("\"3\"") == .versions([3]))
        #expect(match("\"3\", \"4\"") == .versions([3, 4]))
        #expect(match("*") == .exists)
        #expect(match("W/\"3\"") == .versions([]))
        #expect(match("3") == .versions([]))
        #expect(EntityTag.match(in: [:]) == EditCondition.Match.none)
    }

    @Test func `If-None-Match compares weakly`() {
        #expect(EntityTag.isKnown(3, in: [.ifNoneMatch: "W/\"3\""]))
        #expect(EntityTag.isKnown(3, in: [.ifNoneMatch: "\"1\",\t\"3\" "]))
        #expect(EntityTag.isKnown(3, in: [.ifNoneMatch: "*"]))
        #expect(!EntityTag.isKnown(3, in: [.ifNoneMatch: "\"2\""]))
        #expect(!EntityTag.isKnown(3, in: [:]))
    }

    private func match(_ value: String) -> EditCondition.Match {
        EntityTag.match(in: [.ifMatch: value])
    }
}
