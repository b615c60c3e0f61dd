// SPDX-License-Identifier: Apache-2.0

import SharedLine
import Testing

@Suite("Labels and T.38")
struct LabelAndFaxRulesTests {
    private static let colleague = Sample.member(2)

    private static func decide(
        on list: MemberList = Sample.list(), by family: Family = .device, _ change: (inout WantedLine) -> Void
    ) -> Result<MemberListDecision, MemberListRefusal> {
        MemberListRules.decide(
            MemberListEdit([.primary(), WantedLine.shared(colleague, port: 2).with(change)], by: family),
            on: Sample.snapshot(list, knowing: [colleague]), reach: .everywhere)
    }

    private static func list(of model: EndpointModel = .desktopApplication, _ shared: Line) -> MemberList {
        Sample.list([(Sample.owner, .primaryOwner(Sample.owner.id)), (colleague, shared)], model: model)
    }

    @Test("A label of 80 characters fits, one of 81 is 25110", arguments: ["x", "é", "☎"])
    func labelLength(character: String) {
        let fitting = String(repeating: character, count: 80)
        #expect(Self.decide { $0.lineLabel = .value(fitting) }.decision?.lines[1].label == fitting)
        let faults = Self.decide { $0.lineLabel = .value(fitting + character) }.ruleFaults
        #expect(faults == [Fault(1, .lineLabel, .textTooLong)])
    }

    @Test("A control character in a label is 25024", arguments: ["\u{0}", "\t", "\n", "\u{7F}", "\u{85}"])
    func controlCharacter(character: String) {
        let faults = Self.decide { $0.lineLabel = .value("a\(character)b") }.ruleFaults
        #expect(faults == [Fault(1, .lineLabel, .invalidField)])
    }

    @Test("A label both too long and with a control character is refused for both")
    func bothFaults() {
        let label = String(repeating: "x", count: 80) + "\n"
        #expect(
            Set(Self.decide { $0.lineLabel = .value(label) }.ruleFaults ?? [])
                == [Fault(1, .lineLabel, .textTooLong), Fault(1, .lineLabel, .invalidField)])
    }

    @Test("An empty label and one left out clear the stored one, in every family", arguments: Family.allCases)
    func labelCleared(family: Family) {
        let stored = Self.list(Sample.line(Self.colleague, port: 2, label: "Front desk"))
        for wanted in [Wanted<String>.value(""), .leftOut] {
            let decision = Self.decide(on: stored, by: family) { $0.lineLabel = wanted }.decision
            #expect(decision?.lines[1].label == nil)
            #expect(decision?.isChange == true)
        }
    }

    @Test("T.38 may be switched on for an analogue adapter, and on nothing else")
    func t38() throws {
        for model in EndpointModel.devices + [.desktopApplication] where model.maxLineCount > 1 {
            let result = Self.decide(on: Sample.list(model: model)) { $0.t38FaxCompression = .value(true) }
            if model.family == .analogueAdapter {
                #expect(try result.get().lines[1].t38FaxCompression, "\(model.name)")
            } else {
                #expect(result.ruleFaults == [Fault(1, .t38FaxCompressionEnabled, .t38Unsupported)], "\(model.name)")
            }
            #expect(Self.decide(on: Sample.list(model: model)) { $0.t38FaxCompression = .value(false) }.decision != nil)
        }
    }

    @Test("T.38 left out is switched off by a family that knows it and kept by one that does not")
    func t38LeftOut() throws {
        let adapter = try Sample.model("DMS Cisco 192")
        let stored = Self.list(of: adapter, Sample.line(Self.colleague, port: 2, t38: true))
        for family in Family.allCases {
            let line = try Self.decide(on: stored, by: family) { _ in }.get().lines[1]
            #expect(line.t38FaxCompression == (family == .currentApplication), "\(family)")
        }
    }
}
