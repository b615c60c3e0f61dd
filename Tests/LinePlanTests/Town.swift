// SPDX-License-Identifier: Apache-2.0

import LinePlan
import PartylineTesting
import SharedLine

/// A small organisation as a client has read it, for plans to be made on.
struct Town {
    let hartford = Samples.location(1, name: "Hartford")
    let boston = Samples.location(2, name: "Boston", routingPrefix: "8002")
    /// Ann and Ben in Hartford, Cem in Boston; all with calling.
    let ann: Member
    let ben: Member
    let cem: Member
    let lobby: Member
    /// Basic licence.
    let pantry: Member
    let desk: Member
    let directory: LineDirectory
    var lists: [EndpointAddress: ActualList] = [:]

    static let macs = ["00005E000001", "00005E000002", "00005E000003", "00005E000004"]

    init(disabledApps: Set<MemberID> = []) {
        ann = Samples.member(
            1, at: hartford, firstName: "Ann", lastName: "Baker", extension: "1001", phoneNumber: "+18605550101")
        ben = Samples.member(2, at: hartford, firstName: "Ben", lastName: "Zoń", extension: "1002")
        cem = Samples.member(3, at: boston, firstName: "Cem", lastName: "Ünal", extension: "1001")
        lobby = Samples.member(4, .workspace, at: hartford, firstName: "Lobby", extension: "1090")
        pantry = Samples.member(
            5, .workspace, at: hartford, firstName: "Pantry", extension: "1091", licence: .workspaces)
        desk = Samples.member(6, .virtualLine, at: hartford, firstName: "Service", lastName: "Desk", extension: "1080")
        let people = [ann, ben, cem]
        let emails = ["ann@example.com", "ben@example.com", "cem@example.com"]
        let members =
            zip(people, emails).map { DirectoryMember(member: $0, email: $1) }
            + [lobby, pantry, desk].map { DirectoryMember(member: $0, email: nil) }
        let apps = people.map { person in
            LineEndpoint(
                address: .application(of: person.id), owner: person.id, model: .desktopApplication, mac: nil,
                tags: [], isEnabled: !disabledApps.contains(person.id))
        }
        let owners = [ann, ben, lobby, lobby]
        let models = ["DMS Cisco 8865", "DMS Cisco 7841", "DMS Cisco 6821", "DMS Cisco 192"]
        let devices = zip(owners, models).enumerated().map { index, device in
            LineEndpoint(
                address: .device(EndpointID(Samples.uuid("device", index + 1))), owner: device.0.id,
                model: .described(name: device.1, maxLineCount: EndpointModel.named(device.1)?.maxLineCount ?? 1),
                mac: Self.macs[index], tags: index == 0 ? ["executive"] : [], isEnabled: true)
        }
        directory = LineDirectory(members: members, endpoints: apps + devices)
        for endpoint in directory.ordered {
            lists[endpoint.address] = ActualList(
                model: endpoint.model, lines: [.primaryOwner(endpoint.owner)], eTag: "\"1\"")
        }
    }

    func address(_ text: String) -> EndpointAddress {
        (try? directory.resolve(endpoint: text))?.address ?? .device(EndpointID(Samples.uuid("nothing", 0)))
    }

    /// Puts lines on an endpoint, whatever the rules say.
    mutating func put(_ lines: [Line], on text: String) {
        let address = address(text)
        guard let list = lists[address] else { return }
        lists[address] = ActualList(model: list.model, lines: lines, eTag: list.eTag)
    }

    func plan(yaml: String, counts: [MemberID: Int] = [:]) throws(FileProblems) -> Plan {
        try plan(try WantedFile(yaml: yaml, name: "wanted.yaml"), counts: counts)
    }

    func plan(_ file: WantedFile, counts: [MemberID: Int] = [:]) throws(FileProblems) -> Plan {
        try Planner(directory: directory, lists: lists, endpointCounts: counts).plan(file)
    }

    /// What is wrong with a file, a line each.
    func problems(yaml: String, counts: [MemberID: Int] = [:]) -> [String] {
        do throws(FileProblems) {
            _ = try plan(yaml: yaml, counts: counts)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    /// The town after a plan has been carried out.
    func after(_ plan: Plan) -> Town {
        var town = self
        for change in plan.changes {
            town.lists[change.endpoint.address] = ActualList(
                model: change.model, lines: change.after, eTag: nil)
        }
        return town
    }

    func lines(of text: String) -> [Line] { lists[address(text)]?.lines ?? [] }
}
