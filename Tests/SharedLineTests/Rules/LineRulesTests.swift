// SPDX-License-Identifier: Apache-2.0

import SharedLine
import Testing

@Suite("Each field of a line")
struct LineRulesTests {
    private static let colleague = Sample.member(2)
    private static let basicRoom = Sample.member(3, kind: .workspace, licence: .workspaces)
    private static let basicPerson = Sample.member(4, licence: .basic)
    private static let virtualLine = Sample.member(5, kind: .virtualLine, at: Sample.branch)
    private static let professionalRoom = Sample.member(6, kind: .workspace)
    private static let withoutCalling = Sample.member(7, at: nil, licence: nil)
    private static let unknown = Sample.member(8)
    private static let known = [colleague, basicRoom, basicPerson, virtualLine, professionalRoom, withoutCalling]

    private static func decide(
        _ lines: [WantedLine], on list: MemberList = Sample.list(), by family: Family = .device
    ) -> Result<MemberListDecision, MemberListRefusal> {
        MemberListRules.decide(
            MemberListEdit(lines, by: family), on: Sample.snapshot(list, knowing: known), reach: .everywhere)
    }

    /// Owner on port 1 and one shared line on port 2, as the change makes it.
    private static func decideShared(
        _ member: Member = colleague, on list: MemberList = Sample.list(),
        _ change: (inout WantedLine) -> Void
    ) -> Result<MemberListDecision, MemberListRefusal> {
        decide([.primary(), WantedLine.shared(member, port: 2).with(change)], on: list)
    }

    @Test("The five required fields alone make a line with every default")
    func requiredFieldsSuffice() throws {
        let decision = try Self.decide([.primary(), .shared(Self.colleague, port: 2)]).get()
        #expect(decision.lines == [.primaryOwner(Sample.owner.id), Sample.line(Self.colleague, port: 2)])
        #expect(decision.lines[1].allowsCallDecline)
        #expect(decision.normalisations.isEmpty && decision.isChange)
    }

    @Test("Every required field that is left out is named as 25008, all at once and in both elements")
    func missingFields() {
        let required: [LineField] = [.id, .port, .primaryOwner, .lineType, .lineWeight]
        let faults = Self.decide([WantedLine(), WantedLine()]).ruleFaults ?? []
        #expect(Set(faults) == Set((0...1).flatMap { index in required.map { Fault(index, $0, .missingField) } }))
        #expect(faults.count == 10)
    }

    @Test("A missing field is told in the known words")
    func missingFieldWords() {
        let refusal = Self.decideShared { $0.port = .leftOut }.refusal
        #expect(refusal?.violations.map(\.text) == ["Missing Mandatory field name: members.port"])
    }

    @Test("An invalid field is told in the known words")
    func invalidFieldWords() {
        let violations = Self.decideShared { $0.lineWeight = .value(0) }.refusal?.violations
        #expect(violations?.map(\.text) == ["Invalid field value: members.lineWeight"])
    }

    @Test("Nonsense in a field is 25024 at that field", arguments: LineField.allCases)
    func nonsense(field: LineField) {
        let result = Self.decideShared { line in
            switch field {
            case .id: line.member = .invalid
            case .port: line.port = .invalid
            case .primaryOwner: line.primaryOwner = .invalid
            case .lineType: line.lineType = .invalid
            case .lineWeight: line.lineWeight = .invalid
            case .lineLabel: line.lineLabel = .invalid
            case .hotlineEnabled: line.hotlineEnabled = .invalid
            case .hotlineDestination: line.hotlineDestination = .invalid
            case .allowCallDeclineEnabled: line.allowsCallDecline = .invalid
            case .t38FaxCompressionEnabled: line.t38FaxCompression = .invalid
            }
        }
        #expect(result.ruleFaults == [Fault(1, field, .invalidField)])
    }

    @Test(
        "A member may be a person of any licence, a professional workspace or a virtual line",
        arguments: [colleague, basicPerson, professionalRoom, virtualLine])
    func fitMembers(member: Member) throws {
        #expect(try Self.decideShared(member) { _ in }.get().lines.last?.member == member.id)
    }

    @Test("An id that nobody has is 25024")
    func unknownMember() {
        #expect(Self.decideShared(Self.unknown) { _ in }.ruleFaults == [Fault(1, .id, .invalidField)])
    }

    @Test("An id that claims another kind than its member has is 25024, one that claims none is fine")
    func wrongKind() {
        let id = Self.colleague.id
        let lying = Self.decideShared { $0.member = .value(WantedMember(id: id, kind: .workspace)) }
        #expect(lying.ruleFaults == [Fault(1, .id, .invalidField)])
        #expect(Self.decideShared { $0.member = .value(WantedMember(id: id, kind: nil)) }.decision != nil)
    }

    @Test("A member without a calling licence is 4008")
    func noLicence() {
        #expect(Self.decideShared(Self.withoutCalling) { _ in }.ruleFaults == [Fault(1, .id, .noCallingLicence)])
    }

    @Test("A workspace without the professional licence is 25409 on another's endpoint and fine on its own")
    func basicWorkspace() {
        #expect(Self.decideShared(Self.basicRoom) { _ in }.ruleFaults == [Fault(1, .id, .workspaceLicence)])
        let own = Self.decide([.primary(Self.basicRoom)], on: Sample.list(owner: Self.basicRoom))
        #expect(own.decision?.lines == [.primaryOwner(Self.basicRoom.id)])
    }

    @Test("A port below 1 or beyond counting is 25024", arguments: [0, -1, Int.min, Int.max, 1_000_001])
    func badPort(port: Int) {
        #expect(Self.decideShared { $0.port = .value(port) }.ruleFaults == [Fault(1, .port, .invalidField)])
    }

    @Test("The highest port of the model is free for use, the one above is 99002")
    func lastPort() {
        #expect(Self.decideShared { $0.port = .value(10) }.decision?.lines.last?.port == 10)
        #expect(Self.decideShared { $0.port = .value(11) }.ruleFaults == [Fault(1, .port, .tooManyLines)])
    }

    @Test("A weight counts against the last port: 10 ports from port 1 fit, 10 from port 2 do not")
    func weightAgainstLastPort() {
        #expect(Self.decide([.primary(weight: 10)]).decision?.lines.first?.lastPort == 10)
        #expect(Self.decide([.primary(port: 2, weight: 10)]).ruleFaults == [Fault(0, .port, .tooManyLines)])
    }

    @Test("A port beyond the model is named even where the member is unknown or another field is missing")
    func lastPortOfUnreadableLine() {
        let unknown = Self.decideShared(Self.unknown) { $0.port = .value(11) }
        #expect(Set(unknown.ruleFaults ?? []) == [Fault(1, .id, .invalidField), Fault(1, .port, .tooManyLines)])
        let weightless = Self.decideShared { line in
            line.port = .value(11)
            line.lineWeight = .leftOut
        }
        #expect(
            Set(weightless.ruleFaults ?? []) == [Fault(1, .lineWeight, .missingField), Fault(1, .port, .tooManyLines)])
    }

    @Test("A weight above 1 is for the primary owner alone")
    func weightOfSharedLine() {
        #expect(
            Self.decideShared { $0.lineWeight = .value(2) }.ruleFaults == [Fault(1, .lineWeight, .invalidField)])
        #expect(Self.decide([.primary(weight: 3)]).decision?.lines.first?.weight == 3)
    }

    @Test("primaryOwner and PRIMARY are refused for anybody but the owner")
    func falseOwner() {
        let result = Self.decideShared { line in
            line.primaryOwner = .value(true)
            line.lineType = .value(.primary)
        }
        #expect(
            Set(result.ruleFaults ?? []) == [
                Fault(1, .primaryOwner, .invalidField), Fault(1, .lineType, .invalidField),
            ])
    }

    @Test("The owner is refused as a shared line")
    func deniedOwner() {
        let faults = Self.decide([.shared(Sample.owner, port: 1)]).ruleFaults
        #expect(Set(faults ?? []) == [Fault(0, .primaryOwner, .invalidField), Fault(0, .lineType, .invalidField)])
    }

    @Test("Decline is stored as sent and is true where it is left out")
    func decline() {
        #expect(
            Self.decideShared { $0.allowsCallDecline = .value(false) }.decision?.lines[1].allowsCallDecline == false)
        let stored = Sample.list([
            (Sample.owner, .primaryOwner(Sample.owner.id)),
            (Self.colleague, Sample.line(Self.colleague, port: 2, allowsCallDecline: false)),
        ])
        #expect(Self.decideShared(on: stored) { _ in }.decision?.lines[1].allowsCallDecline == true)
    }
}
