// SPDX-License-Identifier: Apache-2.0

import SharedLine
import Testing

@Suite("A location administrator")
struct ReachRulesTests {
    private static let own = Sample.member(2)
    private static let foreign = Sample.member(3, at: Sample.branch)
    private static let otherForeign = Sample.member(4, at: Sample.branch)
    private static let reach = LocationReach.only([Sample.headOffice.id])

    private static let stored = Sample.list([
        (Sample.owner, .primaryOwner(Sample.owner.id)), (own, Sample.line(own, port: 2)),
        (foreign, Sample.line(foreign, port: 3, label: "Branch", hotline: "911")),
    ])

    private static func decide(
        _ lines: [WantedLine], on list: MemberList = stored, strict: Bool = false, endpointCount: Int = 1,
        reach: LocationReach = reach
    ) -> Result<MemberListDecision, MemberListRefusal> {
        MemberListRules.decide(
            MemberListEdit(lines, strict: strict, by: .currentApplication),
            on: Sample.snapshot(list, knowing: [own, foreign, otherForeign], endpointCount: endpointCount), reach: reach
        )
    }

    private static func isRefusedForReach(
        _ result: Result<MemberListDecision, MemberListRefusal>, _ faults: [Fault]
    ) -> Bool {
        if case .failure(.reach(let violations)) = result { violations.map(\.fault) == faults } else { false }
    }

    @Test("adds, moves and removes members of its own locations")
    func ownMembers() {
        let alone = Sample.list()
        #expect(Self.decide([.primary(), .shared(Self.own, port: 4)], on: alone).decision?.lines.last?.port == 4)
        let sent: [WantedLine] = [.primary(), .shared(Self.foreign, port: 3).with { $0.lineLabel = .value("Branch") }]
        #expect(Self.decide(sent).decision?.lines.map(\.member) == [Sample.owner.id, Self.foreign.id])
    }

    @Test("does not add a member of another location: 403 at its id")
    func addsNoForeigner() {
        let lines: [WantedLine] = [.primary(), .shared(Self.otherForeign, port: 4)]
        #expect(Self.isRefusedForReach(Self.decide(lines), [Fault(1, .id, .outsideReach)]))
        #expect(Self.decide(lines, reach: .everywhere).decision != nil)
    }

    @Test("does not change a member of another location")
    func changesNoForeigner() {
        let lines: [WantedLine] = [
            .primary(), .shared(Self.foreign, port: 3).with { $0.lineLabel = .value("Mine now") },
        ]
        #expect(Self.isRefusedForReach(Self.decide(lines), [Fault(1, .id, .outsideReach)]))
    }

    @Test("leaves a member of another location where it stands when the list does not name it")
    func keepsForeigner() {
        let kept = Self.stored.lines[2]
        #expect(Self.decide([]).decision?.lines == [.primaryOwner(Sample.owner.id), kept])
        #expect(Self.decide([], reach: .everywhere).decision?.lines == [.primaryOwner(Sample.owner.id)])
    }

    @Test("cannot push away a member of another location that the list does not name")
    func pushesNoForeigner() {
        let lines: [WantedLine] = [.primary(), .shared(Self.own, port: 3)]
        #expect(Self.isRefusedForReach(Self.decide(lines), [Fault(nil, nil, .outsideReach)]))
    }

    @Test("is told by strict handling that a line which it left out would stay")
    func strict() {
        let lines: [WantedLine] = [.primary(), .shared(Self.own, port: 2)]
        #expect(Self.decide(lines, strict: true).ruleFaults == [Fault(nil, nil, .normalisationRefused)])
        let whole = lines + [.shared(Self.foreign, port: 3).with { $0.lineLabel = .value("Branch") }]
        #expect(Self.decide(whole, strict: true).decision?.isChange == false)
    }

    @Test("reads of a broken rule (400) before its reach (403), and of its reach before the sharing limit (409)")
    func order() {
        let bad = WantedLine.shared(Self.own, port: 2).with { $0.lineWeight = .value(0) }
        let foreign = WantedLine.shared(Self.otherForeign, port: 5)
        let all = Self.decide([.primary(), bad, foreign], endpointCount: 35)
        #expect(all.ruleFaults == [Fault(1, .lineWeight, .invalidField)])
        let withoutBad = Self.decide([.primary(), foreign], endpointCount: 35)
        #expect(Self.isRefusedForReach(withoutBad, [Fault(1, .id, .outsideReach)]))
        let added = Self.decide([.primary(), .shared(Self.own, port: 2)], on: Sample.list(), endpointCount: 35)
        guard case .limits = added.refusal else {
            Issue.record("the sharing limit was not the last word")
            return
        }
    }
}
