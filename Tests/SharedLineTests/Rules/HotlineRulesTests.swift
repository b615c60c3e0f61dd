// SPDX-License-Identifier: Apache-2.0

import SharedLine
import Testing

@Suite("Hotline")
struct HotlineRulesTests {
    private static let colleague = Sample.member(2)
    private static let without = list(hotline: nil)
    private static let with911 = list(hotline: "911")

    private static func list(hotline: String?) -> MemberList {
        Sample.list([
            (Sample.owner, .primaryOwner(Sample.owner.id)),
            (colleague, Sample.line(colleague, port: 2, hotline: hotline)),
        ])
    }

    private static func decide(
        on list: MemberList = without, by family: Family = .device, strict: Bool = false,
        _ enabled: Wanted<Bool>, _ destination: Wanted<WantedHotlineDestination>
    ) -> Result<MemberListDecision, MemberListRefusal> {
        let shared = WantedLine.shared(colleague, port: 2).with { line in
            line.hotlineEnabled = enabled
            line.hotlineDestination = destination
        }
        return MemberListRules.decide(
            MemberListEdit([.primary(), shared], strict: strict, by: family),
            on: Sample.snapshot(list, knowing: []), reach: .everywhere)
    }

    private static func hotline(of result: Result<MemberListDecision, MemberListRefusal>) throws -> String? {
        try result.get().lines[1].hotline?.digits
    }

    @Test(
        "An enabled hotline calls its destination", arguments: ["1", "+15551234567", "*#", "12345678901234567890123"])
    func enabled(digits: String) throws {
        #expect(try Self.hotline(of: Self.decide(.value(true), .value(.digits(digits)))) == digits)
    }

    @Test(
        "A destination that cannot be dialled is 25024",
        arguments: ["", "123456789012345678901234", "12 34", "abc", "555-1234", "١٢٣", "１２", "911\u{0}"])
    func undialable(digits: String) {
        let faults = Self.decide(.value(true), .value(.digits(digits))).ruleFaults
        #expect(faults == [Fault(1, .hotlineDestination, .invalidField)])
    }

    @Test("A hotline that is switched on without a destination is 25008")
    func destinationMissing() {
        for family in Family.allCases {
            let faults = Self.decide(by: family, .value(true), .leftOut).ruleFaults
            #expect(faults == [Fault(1, .hotlineDestination, .missingField)], "\(family)")
        }
    }

    @Test("A destination sent while hotline is off is dropped", arguments: [Wanted<Bool>.value(false), .leftOut])
    func dropped(enabled: Wanted<Bool>) throws {
        #expect(try Self.hotline(of: Self.decide(enabled, .value(.digits("911")))) == nil)
        #expect(try Self.hotline(of: Self.decide(on: Self.with911, enabled, .value(.digits("911")))) == nil)
    }

    @Test("Strict handling refuses a destination that would be dropped, and not the empty one that a GET gives")
    func strictDrop() {
        let refused = Self.decide(strict: true, .value(false), .value(.digits("911"))).ruleFaults
        #expect(refused == [Fault(1, .hotlineDestination, .normalisationRefused)])
        let refusedAsStored = Self.decide(on: Self.with911, strict: true, .value(false), .value(.asStored)).ruleFaults
        #expect(refusedAsStored == [Fault(1, .hotlineDestination, .normalisationRefused)])
        #expect(Self.decide(strict: true, .value(false), .value(.digits(""))).decision != nil)
        #expect(Self.decide(strict: true, .value(false), .value(.asStored)).decision != nil)
    }

    @Test("`true` for a destination keeps the stored number, and is 25024 where none is stored")
    func asStored() throws {
        #expect(try Self.hotline(of: Self.decide(on: Self.with911, .value(true), .value(.asStored))) == "911")
        let faults = Self.decide(.value(true), .value(.asStored)).ruleFaults
        #expect(faults == [Fault(1, .hotlineDestination, .invalidField)])
        #expect(try Self.hotline(of: Self.decide(on: Self.with911, .value(false), .value(.asStored))) == nil)
    }

    @Test("A family that knows hotline switches it off by leaving it out; one that does not keeps it")
    func leftOut() throws {
        for family in Family.allCases {
            let decision = try Self.decide(on: Self.with911, by: family, .leftOut, .leftOut).get()
            #expect(decision.lines[1].hotline?.digits == (family == .currentApplication ? "911" : nil), "\(family)")
            #expect(decision.isChange == (family != .currentApplication), "\(family)")
        }
    }

    @Test("A family whose schema lacks hotline is obeyed where it sends it all the same")
    func sentByFamilyThatLacksIt() throws {
        let current = Family.currentApplication
        #expect(
            try Self.hotline(of: Self.decide(on: Self.with911, by: current, .value(true), .value(.digits("112"))))
                == "112")
        #expect(try Self.hotline(of: Self.decide(on: Self.with911, by: current, .value(true), .leftOut)) == "911")
        #expect(try Self.hotline(of: Self.decide(on: Self.with911, by: current, .value(false), .leftOut)) == nil)
    }

    @Test("What a member had on the list before it left is not remembered for its return")
    func leftAndCameBack() throws {
        let alone = Sample.list()
        let shared = WantedLine.shared(Self.colleague, port: 2)
        let result = MemberListRules.decide(
            MemberListEdit([.primary(), shared], by: .currentApplication),
            on: Sample.snapshot(alone, knowing: [Self.colleague]), reach: .everywhere)
        #expect(try Self.hotline(of: result) == nil)
    }
}
