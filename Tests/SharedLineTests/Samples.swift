// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

/// Small nouns for the rules: an organisation of two locations, known by number.
enum Sample {
    static let organisation = OrganisationID(uuid(0xA000))
    static let headOffice = LocationSummary(id: LocationID(uuid(0xB001)), name: "Head office", routingPrefix: "81")
    static let branch = LocationSummary(id: LocationID(uuid(0xB002)), name: "Branch", routingPrefix: "82")

    /// The member that owns every sample endpoint unless a test says otherwise.
    static let owner = member(1)

    static func uuid(_ number: UInt32) -> UUID {
        withUnsafeBytes(of: number.bigEndian) { bytes in
            UUID(uuid: (bytes[0], bytes[1], bytes[2], bytes[3], 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1))
        }
    }

    static func memberID(_ number: UInt32) -> MemberID { MemberID(uuid(number)) }

    static func member(
        _ number: UInt32, kind: MemberKind = .person, at location: LocationSummary? = headOffice,
        licence: CallingLicence? = .professional
    ) -> Member {
        Member(
            id: memberID(number), organisation: organisation, kind: kind, location: location,
            firstName: "Member", lastName: "\(number)", extension: "\(2000 + number)", phoneNumber: nil,
            licence: licence)
    }

    static func model(_ name: String) throws -> EndpointModel {
        struct UnknownModel: Error {}
        guard let model = EndpointModel.named(name) else { throw UnknownModel() }
        return model
    }

    static func line(
        _ member: Member, port: Int, weight: Int = 1, label: String? = nil, hotline: String? = nil,
        allowsCallDecline: Bool = true, t38: Bool = false
    ) -> Line {
        Line(
            member: member.id, port: port, weight: weight, label: label,
            hotline: hotline.flatMap(HotlineDestination.init), allowsCallDecline: allowsCallDecline,
            t38FaxCompression: t38)
    }

    /// The list of an endpoint whose owner is `owner`; without lines, the owner's alone.
    static func list(
        _ lines: [(Member, Line)] = [], owner: Member = owner, model: EndpointModel = .desktopApplication,
        isEnabled: Bool = true, version: Int64 = 1
    ) -> MemberList {
        let entries = lines.isEmpty ? [(owner, Line.primaryOwner(owner.id))] : lines
        return MemberList(
            endpoint: Endpoint(
                id: EndpointID(uuid(0xC001)), organisation: organisation, owner: owner, model: model,
                isEnabled: isEnabled),
            version: version, entries: entries.map { MemberListEntry(line: $0.1, member: $0.0) })
    }

    static func snapshot(
        _ list: MemberList, knowing members: [Member], endpointCount: Int = 1
    ) -> MemberListSnapshot {
        let all = members + list.entries.map(\.member) + [list.endpoint.owner]
        return MemberListSnapshot(
            list: list,
            named: Dictionary(
                all.map { ($0.id, NamedMember(member: $0, endpointCount: endpointCount)) },
                uniquingKeysWith: { first, _ in first }))
    }
}

/// The three families of operations, as far as the rules can tell them apart.
enum Family: CaseIterable {
    case deprecatedApplication
    case currentApplication
    case device

    /// What the family's schema lacks.
    var keptWhenLeftOut: Set<LineField> {
        self == .currentApplication ? [.hotlineEnabled, .hotlineDestination, .t38FaxCompressionEnabled] : []
    }
}

extension WantedLine {
    /// The five required fields of a shared line.
    static func shared(_ member: Member, port: Int) -> WantedLine {
        var wanted = WantedLine()
        wanted.member = .value(WantedMember(id: member.id, kind: member.kind))
        wanted.port = .value(port)
        wanted.primaryOwner = .value(false)
        wanted.lineType = .value(.sharedCallAppearance)
        wanted.lineWeight = .value(1)
        return wanted
    }

    /// The five required fields of the owner's line.
    static func primary(_ member: Member = Sample.owner, port: Int = 1, weight: Int = 1) -> WantedLine {
        var wanted = shared(member, port: port)
        wanted.primaryOwner = .value(true)
        wanted.lineType = .value(.primary)
        wanted.lineWeight = .value(weight)
        return wanted
    }

    /// What a client sends back of a line that it has read, in the shape of its family.
    static func asRead(_ entry: MemberListEntry, on list: MemberList, by family: Family) -> WantedLine {
        let line = entry.line
        var wanted =
            list.isPrimaryOwner(line.member)
            ? primary(entry.member, port: line.port, weight: line.weight) : shared(entry.member, port: line.port)
        wanted.lineLabel = .value(line.label ?? "")
        wanted.allowsCallDecline = .value(line.allowsCallDecline)
        if family == .currentApplication { return wanted }
        wanted.hotlineEnabled = .value(line.hotline != nil)
        wanted.hotlineDestination = .value(.digits(line.hotline?.digits ?? ""))
        if list.endpoint.model.supportsT38 { wanted.t38FaxCompression = .value(line.t38FaxCompression) }
        return wanted
    }

    func with(_ change: (inout WantedLine) -> Void) -> WantedLine {
        var copy = self
        change(&copy)
        return copy
    }
}

extension MemberListEdit {
    init(_ lines: [WantedLine], strict: Bool = false, by family: Family = .device) {
        self.init(lines: lines, keptWhenLeftOut: family.keptWhenLeftOut, isStrict: strict)
    }

    func strictly() -> MemberListEdit {
        MemberListEdit(lines: lines, keptWhenLeftOut: keptWhenLeftOut, isStrict: true)
    }
}

/// Which element, which field, which code: what a test expects of a violation, its words apart.
struct Fault: Hashable {
    let index: Int?
    let field: LineField?
    let code: ErrorCode

    init(_ index: Int?, _ field: LineField?, _ code: ErrorCode) {
        self.index = index
        self.field = field
        self.code = code
    }
}

extension Result<MemberListDecision, MemberListRefusal> {
    var decision: MemberListDecision? { try? get() }

    var refusal: MemberListRefusal? {
        if case .failure(let refusal) = self { refusal } else { nil }
    }

    /// The faults of a refusal for rules (400), or nil for any other outcome.
    var ruleFaults: [Fault]? {
        if case .failure(.rules(let violations)) = self { violations.map(\.fault) } else { nil }
    }
}

extension Violation {
    var fault: Fault { Fault(index, field, code) }
}
