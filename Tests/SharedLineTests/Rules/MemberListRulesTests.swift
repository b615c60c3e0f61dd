// SPDX-License-Identifier: Apache-2.0

import SharedLine
import Testing

@Suite("A list as a whole")
struct MemberListRulesTests {
    private static let second = Sample.member(2)
    private static let third = Sample.member(3)
    private static let fourth = Sample.member(4)

    private static func decide(
        _ lines: [WantedLine], on list: MemberList = Sample.list(), strict: Bool = false, endpointCount: Int = 1
    ) -> Result<MemberListDecision, MemberListRefusal> {
        MemberListRules.decide(
            MemberListEdit(lines, strict: strict),
            on: Sample.snapshot(list, knowing: [second, third, fourth], endpointCount: endpointCount),
            reach: .everywhere)
    }

    private static func ports(_ decision: MemberListDecision?) -> [MemberID: Int]? {
        decision.map { Dictionary($0.lines.map { ($0.member, $0.port) }, uniquingKeysWith: { first, _ in first }) }
    }

    @Test("A list replaces the one before: members that it does not name are gone")
    func replaces() {
        let stored = Sample.list([
            (Sample.owner, .primaryOwner(Sample.owner.id)), (Self.second, Sample.line(Self.second, port: 2)),
        ])
        let decision = Self.decide([.primary(), .shared(Self.third, port: 2)], on: stored).decision
        #expect(decision?.lines.map(\.member) == [Sample.owner.id, Self.third.id])
    }

    @Test("An empty list keeps the primary owner alone, as its row is today")
    func emptyKeepsOwner() {
        let row = Sample.line(
            Sample.owner, port: 3, weight: 2, label: "Mine", hotline: "911", allowsCallDecline: false)
        let stored = Sample.list([(Self.second, Sample.line(Self.second, port: 1)), (Sample.owner, row)])
        #expect(Self.decide([], on: stored).decision?.lines == [row])
    }

    @Test("An empty list on one that holds the owner alone is no change")
    func emptyOnOwnerAlone() {
        #expect(Self.decide([]).decision?.isChange == false)
    }

    @Test("A list without its owner gets the owner's row in front, and pushes up what stands in its way")
    func ownerAdded() {
        let decision = Self.decide([.shared(Self.second, port: 1), .shared(Self.third, port: 4)]).decision
        #expect(Self.ports(decision) == [Sample.owner.id: 1, Self.second.id: 2, Self.third.id: 4])
        #expect(decision?.normalisations.map(\.port) == [2])
        #expect(decision?.normalisations.map(\.index) == [0])
    }

    @Test("Ports that do not overlap are stored as sent, gaps included and in any order")
    func gapsStay() {
        let decision = Self.decide([
            .shared(Self.third, port: 9), .primary(port: 2, weight: 2), .shared(Self.second, port: 6),
        ])
        .decision
        #expect(decision?.lines.map(\.port) == [2, 6, 9])
        #expect(decision?.normalisations.isEmpty == true)
    }

    @Test("Overlapping lines are pushed up in port order, past the weight of the line before")
    func overlapsPushedUp() {
        let decision = Self.decide([
            .primary(weight: 3), .shared(Self.second, port: 2), .shared(Self.third, port: 4),
            .shared(Self.fourth, port: 9),
        ]).decision
        #expect(
            Self.ports(decision) == [Sample.owner.id: 1, Self.second.id: 4, Self.third.id: 5, Self.fourth.id: 9])
    }

    @Test("At equal ports the owner comes first, then the order sent")
    func equalPorts() {
        let decision = Self.decide([.shared(Self.third, port: 1), .shared(Self.second, port: 1), .primary(port: 1)])
            .decision
        #expect(decision?.lines.map(\.member) == [Sample.owner.id, Self.third.id, Self.second.id])
    }

    @Test("A list that ends above the last port after it was pushed up is 99002 where it ends too high")
    func pushedTooHigh() {
        let result = Self.decide([.primary(weight: 10), .shared(Self.second, port: 10)])
        #expect(result.ruleFaults == [Fault(1, .port, .tooManyLines)])
    }

    @Test("A phone with fewer keys takes fewer lines")
    func smallPhone() throws {
        let list = Sample.list(model: try Sample.model("DMS Cisco 6821"))
        let two: [WantedLine] = [.primary(), .shared(Self.second, port: 2)]
        #expect(Self.decide(two, on: list).decision?.lines.count == 2)
        let three = two + [.shared(Self.third, port: 3)]
        #expect(Self.decide(three, on: list).ruleFaults == [Fault(2, .port, .tooManyLines)])
    }

    @Test("A member named twice is 99001 at its second place, even where that element cannot be read")
    func duplicates() {
        let twice: [WantedLine] = [.primary(), .shared(Self.second, port: 2), .shared(Self.second, port: 3)]
        #expect(Self.decide(twice).ruleFaults == [Fault(2, .id, .duplicateMember)])
        let portless = WantedLine.shared(Self.second, port: 3).with { $0.port = .leftOut }
        let faults = Self.decide([.primary(), .shared(Self.second, port: 2), portless]).ruleFaults
        #expect(Set(faults ?? []) == [Fault(2, .id, .duplicateMember), Fault(2, .port, .missingField)])
    }

    @Test("A duplicate on the last port is one fault, not also a list that ends too high")
    func duplicateInventsNothing() {
        let twice: [WantedLine] = [.primary(), .shared(Self.second, port: 10), .shared(Self.second, port: 10)]
        #expect(Self.decide(twice, strict: true).ruleFaults == [Fault(2, .id, .duplicateMember)])
    }

    @Test("An owner that cannot be read is not also missing, and its row of today pushes nothing")
    func unreadableOwner() {
        let owner = WantedLine.primary().with { $0.lineWeight = .leftOut }
        let faults = Self.decide([owner, .shared(Self.second, port: 1)], strict: true).ruleFaults
        #expect(faults == [Fault(0, .lineWeight, .missingField)])
    }

    @Test("A shared line for an app that is switched off is 99004; the owner alone is fine")
    func desktopClientOff() {
        let off = Sample.list(isEnabled: false)
        let faults = Self.decide([.primary(), .shared(Self.second, port: 2)], on: off).ruleFaults
        #expect(faults == [Fault(nil, nil, .desktopClientOff)])
        #expect(Self.decide([.primary(weight: 2)], on: off).decision?.lines.first?.weight == 2)
    }

    @Test("A line on 34 endpoints may come to one more, a line on 35 may not")
    func sharingLimit() throws {
        let lines: [WantedLine] = [.primary(), .shared(Self.second, port: 2), .shared(Self.third, port: 3)]
        #expect(Self.decide(lines, endpointCount: 34).decision != nil)
        guard case .limits(let violations) = Self.decide(lines, endpointCount: 35).refusal else {
            Issue.record("a 36th endpoint was accepted, or refused as something else")
            return
        }
        #expect(violations.map(\.fault) == [Fault(1, .id, .sharingLimit), Fault(2, .id, .sharingLimit)])
    }

    @Test("A line that stands on the endpoint already is not counted again")
    func standingLineNotCounted() {
        let stored = Sample.list([
            (Sample.owner, .primaryOwner(Sample.owner.id)), (Self.second, Sample.line(Self.second, port: 2)),
        ])
        let moved = Self.decide([.primary(), .shared(Self.second, port: 5)], on: stored, endpointCount: 35)
        #expect(moved.decision?.lines.last?.port == 5)
    }

    @Test("A list that breaks a rule and a limit is refused for the rule alone")
    func rulesBeforeLimits() {
        let lines: [WantedLine] = [.primary(), .shared(Self.second, port: 2).with { $0.lineWeight = .value(0) }]
        #expect(Self.decide(lines, endpointCount: 35).ruleFaults == [Fault(1, .lineWeight, .invalidField)])
    }

    @Test("Strict handling refuses the added owner and each moved line by its place")
    func strict() {
        let overlapping: [WantedLine] = [
            .primary(weight: 2), .shared(Self.second, port: 2), .shared(Self.third, port: 3),
        ]
        #expect(
            Self.decide(overlapping, strict: true).ruleFaults
                == [Fault(1, .port, .normalisationRefused), Fault(2, .port, .normalisationRefused)])
        let ownerless: [WantedLine] = [.shared(Self.second, port: 2)]
        #expect(Self.decide(ownerless, strict: true).ruleFaults == [Fault(nil, nil, .normalisationRefused)])
        #expect(Self.decide([], strict: true).ruleFaults == [Fault(nil, nil, .normalisationRefused)])
    }

    @Test("Strict handling takes a list that needs nothing put right, gaps and order included")
    func strictAccepts() {
        let lines: [WantedLine] = [.shared(Self.second, port: 7), .primary(port: 2, weight: 2)]
        #expect(Self.decide(lines, strict: true).decision == Self.decide(lines).decision)
        #expect(Self.decide(lines, strict: true).decision != nil)
    }
}
