// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SharedLine

@Suite struct LineDifferenceTests {
    private let members = (0..<4).map { _ in MemberID(UUID()) }

    private func line(_ member: Int, port: Int, weight: Int = 1, label: String? = nil) -> Line {
        Line(
            member: members[member], port: port, weight: weight, label: label, hotline: nil, allowsCallDecline: true,
            t38FaxCompression: false)
    }

    @Test func `what stands the same is in no part`() {
        let list = [line(0, port: 1), line(1, port: 2, label: "a")]
        let difference = LineDifference(from: list, to: list)
        #expect(difference.gone + difference.changed + difference.new == [])
    }

    @Test func `other settings change a line where it stands`() {
        let difference = LineDifference(from: [line(0, port: 1)], to: [line(0, port: 1, label: "a")])
        #expect(difference.changed == [line(0, port: 1, label: "a")])
        #expect(difference.gone + difference.new == [])
    }

    @Test func `members that swap ports go and come`() {
        let (before, after) = ([line(0, port: 1), line(1, port: 2)], [line(1, port: 1), line(0, port: 2)])
        let difference = LineDifference(from: before, to: after)
        #expect(difference.gone == before)
        #expect(difference.new == after)
        #expect(difference.changed == [])
    }

    @Test func `another weight is another place`() {
        let difference = LineDifference(from: [line(0, port: 1)], to: [line(0, port: 1, weight: 2)])
        #expect(difference.gone == [line(0, port: 1)])
        #expect(difference.new == [line(0, port: 1, weight: 2)])
    }

    @Test func `who leaves is gone and who comes is new`() {
        let difference = LineDifference(
            from: [line(0, port: 1), line(1, port: 2)], to: [line(0, port: 1), line(2, port: 2)])
        #expect(difference.gone == [line(1, port: 2)])
        #expect(difference.new == [line(2, port: 2)])
    }
}
