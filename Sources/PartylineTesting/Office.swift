// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// A small organisation with one of everything, for tests that need a world to act in.
public struct Office: Sendable {
    public let organisation: Organisation
    /// Hartford, with a routing prefix and a main number that nobody has.
    public let hartford: Location
    /// Boston, with neither.
    public let boston: Location
    /// Six calling people, the last two in Boston.
    public let people: [Person]
    public let personWithoutCalling: Person
    public let workspace: Workspace
    public let basicWorkspace: Workspace
    public let virtualLine: VirtualLine
    /// The people's apps, in the same order.
    public let applications: [Application]
    /// The first person's desk phone.
    public let phone: Device
    /// An analogue adapter of the workspace.
    public let adapter: Device

    /// Offices of different numbers share nothing.
    public init(_ number: Int = 1, requiresIfMatch: Bool = false) {
        let organisation = Samples.organisation(number, requiresIfMatch: requiresIfMatch)
        let hartford = Samples.location(
            10 * number, of: organisation, name: "Hartford", mainNumber: "+1860555\(1000 + number)")
        let boston = Samples.location(10 * number + 1, of: organisation, name: "Boston", routingPrefix: nil)
        let names = [
            ("Ann", "Baker"), ("Łukasz", "O'Brien"), ("Zoë", "Ångström"), ("Max", "Mustermann"), ("Ann", "Abbott"),
            ("Li", "Li"),
        ]
        let people = names.enumerated().map { index, name in
            Samples.person(
                Samples.member(
                    100 * number + index, of: organisation, at: index < 4 ? hartford : boston,
                    firstName: name.0, lastName: name.1, extension: "20\(index)",
                    phoneNumber: index == 3 ? nil : "+1860\(5550000 + 100 * number + index)"),
                title: index == 0 ? "Director" : nil, roles: index == 0 ? [.fullAdmin, .userAdmin] : [])
        }
        self.organisation = organisation
        self.hartford = hartford
        self.boston = boston
        self.people = people
        personWithoutCalling = Samples.person(
            Samples.member(100 * number + 50, of: organisation, at: nil, firstName: "Norma", lastName: "Null"))
        workspace = Samples.workspace(
            Samples.member(
                100 * number + 60, .workspace, of: organisation, at: hartford, firstName: "Board room",
                extension: "300"))
        basicWorkspace = Samples.workspace(
            Samples.member(
                100 * number + 61, .workspace, of: organisation, at: boston, firstName: "Lobby", extension: "301",
                licence: .workspaces), capacity: nil, type: "notSet")
        virtualLine = Samples.virtualLine(
            Samples.member(
                100 * number + 70, .virtualLine, of: organisation, at: hartford, firstName: "Service",
                lastName: "Desk", extension: "400"), callerIDFirstName: "Service")
        applications = people.map { Samples.application(of: $0.member) }
        phone = Samples.device(10 * number, of: people[0].member, tags: ["lobby", "ground floor"])
        adapter = Samples.device(10 * number + 1, of: workspace.member, model: "DMS Cisco 192")
    }

    /// Everything in the order in which a store accepts it.
    public var edits: [Edit] {
        [.addOrganisation(organisation), .addLocation(hartford), .addLocation(boston)]
            + (people + [personWithoutCalling]).map { .addPerson($0) }
            + [.addWorkspace(workspace), .addWorkspace(basicWorkspace), .addVirtualLine(virtualLine)]
            + applications.map { .addApplication($0) } + [.addDevice(phone), .addDevice(adapter)]
    }

    /// Every member that has a line.
    public var callingMembers: [Member] {
        people.map(\.member) + [workspace.member, basicWorkspace.member, virtualLine.member]
    }

    public func commit(
        _ edits: [Edit], cause: ChangeCause = .edit, trackingID: String = "SAMPLE_1", answer: IdempotentAnswer? = nil
    ) -> Commit {
        Samples.commit(edits, of: organisation, cause: cause, trackingID: trackingID, answer: answer)
    }

    /// Moves in: stores all of it as an import.
    public func settle(in store: any Store) async throws {
        try await store.commit(commit(edits, cause: .imported))
    }

    // MARK: - What tests do most

    public func list(at address: EndpointAddress, in store: any Store) async throws -> MemberList {
        guard let list = try await store.memberList(at: address, in: organisation.id) else {
            throw ContractBroken("there is a list at \(address)")
        }
        return list
    }

    /// The list of a person's app.
    public func list(of person: Person, in store: any Store) async throws -> MemberList {
        try await list(at: .application(of: person.member.id), in: store)
    }
}

extension MemberList {
    /// The edit that puts those lines in this list's place.
    public func replaced(by lines: [Line]) -> Edit {
        .replaceList(
            MemberListReplacement(
                endpoint: endpoint.id, expectedVersion: version, before: self.lines, after: lines))
    }
}
