// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// An organisation of any size whose names are as awkward as real ones, the same in every run with the same seed.
public struct GeneratedDirectory: Sendable {
    public let organisation: Organisation
    public let locations: [Location]
    public private(set) var people: [Person] = []
    public private(set) var workspaces: [Workspace] = []
    public private(set) var virtualLines: [VirtualLine] = []
    public private(set) var devices: [Device] = []
    /// Whose lines stand on a device beside its owner's.
    public private(set) var guests: [EndpointID: [MemberID]] = [:]

    private var random: SeededGenerator
    private let base: Int
    private var takenExtensions: Set<String> = []

    /// - Parameters:
    ///   - number: Directories of different numbers share nothing.
    ///   - size: How many members there are.
    public init(_ number: Int, size: Int) {
        let organisation = Samples.organisation(1000 + number)
        self.organisation = organisation
        base = number * 1_000_000
        random = SeededGenerator(seed: UInt64(number))
        locations = ["Hartford", "New Haven", "São Paulo", "Łódź", "hart"].enumerated().map { index, name in
            Samples.location(
                1000 * number + index, of: organisation, name: name, routingPrefix: index == 2 ? nil : "80\(index)",
                mainNumber: index < 3 ? "+1860\(7_000_000 + number * 10 + index)" : nil)
        }
        for index in 0..<size { addMember(index) }
        addDevices()
    }

    public var members: [Member] {
        people.map(\.member) + workspaces.map(\.member) + virtualLines.map(\.member)
    }

    /// Everything in the order in which a store accepts it; the guests' lines come with `settle`.
    public var edits: [Edit] {
        [.addOrganisation(organisation)] + locations.map { .addLocation($0) } + people.map { .addPerson($0) }
            + workspaces.map { .addWorkspace($0) } + virtualLines.map { .addVirtualLine($0) }
            + devices.map { .addDevice($0) }
    }

    public func settle(in store: any Store) async throws {
        try await store.commit(Samples.commit(edits, of: organisation, cause: .imported))
        var shared: [Edit] = []
        for device in devices {
            guard let guests = guests[device.endpoint.id],
                let list = try await store.memberList(at: .device(device.endpoint.id), in: organisation.id)
            else { continue }
            let lines = guests.enumerated().map { port, guest in Line.primaryOwner(guest).at(port: port + 2) }
            shared.append(list.replaced(by: list.lines + lines))
        }
        try await store.commit(Samples.commit(shared, of: organisation))
    }

    // MARK: - Making members

    private static let firstNames = [
        "Ann", "Anna", "ANNE", "Łukasz", "Zoë", "José", "Li", "O", "Max", "İpek", "Ida", "van der", "Señor", "Mia",
        "Ørjan", "Ann", "李", "Jo", "Jan", "Joanna",
    ]
    private static let lastNames = [
        "O'Brien", "Smith", "Smithson", "Goldsmith", "Ångström", "Weiß", "Li", "Müller", "de la Cruz", "100%", "a_b",
        "\"Quote\"", "Straße", "Nowak", "Nováková", "李", "Tan", "Li-Smith", "McAnn", "OR AND NOT",
    ]

    private mutating func pick(_ texts: [String]) -> String {
        texts[Int.random(in: 0..<texts.count, using: &random)]
    }

    private mutating func happens(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    private mutating func addMember(_ index: Int) {
        switch Int.random(in: 0..<100, using: &random) {
        case ..<72: people.append(person(index, isCalling: true))
        case ..<80: people.append(person(index, isCalling: false))
        case ..<90:
            let licences: [CallingLicence] = [.professional, .workspaces, .basic]
            let member = member(index, .workspace, licences[index % 3], isCalling: happens(85))
            workspaces.append(
                Samples.workspace(
                    member, capacity: happens(30) ? nil : index % 8, type: happens(50) ? "meetingRoom" : "desk"))
        default:
            virtualLines.append(Samples.virtualLine(member(index, .virtualLine, .professional, isCalling: true)))
        }
    }

    private mutating func person(_ index: Int, isCalling: Bool) -> Person {
        let member = member(index, .person, happens(80) ? .professional : .basic, isCalling: isCalling)
        let roles = Set(Role.allCases.filter { _ in happens(3) })
        return Samples.person(
            member, email: "\(member.firstName.filter(\.isLetter)).\(base + index)@Example.com",
            displayName: happens(20) ? "\(member.lastName), \(member.firstName)" : nil, roles: roles)
    }

    private mutating func member(
        _ index: Int, _ kind: MemberKind, _ licence: CallingLicence, isCalling: Bool
    ) -> Member {
        let location = isCalling ? locations[min(4, Int.random(in: 0..<8, using: &random) / 2)] : nil
        let first = pick(Self.firstNames)
        let last = pick(Self.lastNames)
        let isNumbered = isCalling && happens(60)
        let phone = isNumbered ? number(index, location) : nil
        return Samples.member(
            base + index, kind, of: organisation, at: location,
            firstName: kind == .workspace ? "\(first) \(last) \(index % 50)" : first,
            lastName: kind == .workspace ? "" : last, extension: isCalling ? freeExtension(at: location) : nil,
            phoneNumber: phone, licence: licence)
    }

    /// A tenth as many numbers of another country; one member has its location's main number.
    private func number(_ index: Int, _ location: Location?) -> String {
        if index == 7, let main = locations[2].mainNumber { return main }
        return index % 10 == 0 ? "+48\(100_000_000 + base + index)" : "+1408\(1_000_000_000 + base + index)"
    }

    private mutating func freeExtension(at location: Location?) -> String? {
        guard happens(75), let location else { return nil }
        let digits = String(Int.random(in: 10...99_999, using: &random))
        return takenExtensions.insert("\(location.id) \(digits)").inserted ? digits : nil
    }

    private mutating func addDevices() {
        let callers = members.filter { $0.licence != nil }
        guard callers.count > 8 else { return }
        for index in 0..<min(callers.count / 4, 400) {
            let owner = callers[(index * 3) % callers.count]
            let model = EndpointModel.devices[index % EndpointModel.devices.count]
            let device = Samples.device(
                base + index, of: owner, model: model.name, tags: index % 3 == 0 ? ["floor \(index % 4)", "lobby"] : [])
            devices.append(device)
            guard index % 5 == 0, model.maxLineCount >= 4 else { continue }
            guests[device.endpoint.id] = (1...3).map { callers[(index * 3 + $0 * 7) % callers.count].id }
        }
    }
}

extension Line {
    fileprivate func at(port: Int) -> Line {
        Line(
            member: member, port: port, weight: weight, label: label, hotline: hotline,
            allowsCallDecline: allowsCallDecline, t38FaxCompression: t38FaxCompression)
    }
}
