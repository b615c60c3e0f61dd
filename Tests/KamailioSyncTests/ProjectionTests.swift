// SPDX-License-Identifier: Apache-2.0

import PartylineTesting
import SharedLine
import Testing

@testable import KamailioSync

@Suite("What Kamailio must know")
struct ProjectionTests {
    let office = Office(1)

    private func endpoint(
        _ application: Application, of person: Person, _ shared: [Line] = [], isEnabled: Bool = true
    ) -> SIPEndpoint {
        let members = Dictionary(uniqueKeysWithValues: office.callingMembers.map { ($0.id, $0) })
        let lines = [Line.primaryOwner(person.member.id)] + shared
        let endpoint = Endpoint(
            id: application.id, organisation: office.organisation.id, owner: person.member, model: .desktopApplication,
            isEnabled: isEnabled)
        return SIPEndpoint(
            credential: Samples.sipCredential(of: application.id),
            list: MemberList(
                endpoint: endpoint, version: 1,
                entries: lines.compactMap { line in
                    members[line.member].map { MemberListEntry(line: line, member: $0) }
                }))
    }

    @Test("An endpoint proves itself by its hash, and has its lines by extension, ESN and number")
    func ownEntries() throws {
        let (app, person) = (office.applications[0], office.people[0])
        var tables = RegistrarTables()
        tables.replace(app.id, with: endpoint(app, of: person))
        let member = person.member
        let location = try #require(member.location)
        let number = try #require(member.phoneNumber)
        let value = "\(member.id):\(location.id):\(member.organisation):1:1::\(number):200"
        #expect(tables.entries[.secret(app.id)] == Samples.sipCredential(of: app.id).ha1)
        for user in ["200", try #require(member.esn), number, String(number.dropFirst())] {
            #expect(tables.entries[.line(app.id, user)] == value, "\(user)")
        }
        #expect(tables.entries[.ring(member.id)] == "\(app.id):1:1")
        #expect(tables.entries[.number("\(location.id):200")] == member.id.description)
        #expect(tables.entries[.number("\(member.organisation):\(try #require(member.esn))")] == member.id.description)
        #expect(tables.entries[.number(number)] == member.id.description)
        #expect(tables.entries.count == 9)
    }

    @Test("A line's settings on an endpoint are that endpoint's alone")
    func settings() {
        let shared = Samples.line(
            office.people[1].member, port: 3, weight: 1, hotline: "911", allowsCallDecline: false)
        var tables = RegistrarTables()
        tables.replace(
            office.applications[0].id, with: endpoint(office.applications[0], of: office.people[0], [shared]))
        tables.replace(office.applications[1].id, with: endpoint(office.applications[1], of: office.people[1]))
        let (here, there) = (office.applications[0].id, office.applications[1].id)
        #expect(tables.entries[.line(here, "201")]?.contains(":1:0:911:") == true)
        #expect(tables.entries[.line(there, "201")]?.contains(":1:1::") == true)
        let rings = [(here, "\(here):1:0"), (there, "\(there):1:1")].sorted { $0.0 < $1.0 }.map(\.1)
        #expect(tables.entries[.ring(office.people[1].member.id)] == rings.joined(separator: ","))
    }

    @Test("An app whose desktop client is off has no entries")
    func disabled() {
        var tables = RegistrarTables()
        let app = office.applications[0]
        tables.replace(app.id, with: endpoint(app, of: office.people[0]))
        tables.replace(app.id, with: endpoint(app, of: office.people[0], isEnabled: false))
        #expect(tables.entries.isEmpty)
    }

    @Test("The same extension in two locations is two numbers, and each location dials its own")
    func extensionsOfLocations() {
        var tables = RegistrarTables()
        let boston = Samples.person(
            Samples.member(
                500, of: office.organisation, at: office.boston, extension: "200", phoneNumber: nil))
        let app = Samples.application(of: boston.member)
        tables.replace(office.applications[0].id, with: endpoint(office.applications[0], of: office.people[0]))
        tables.replace(
            app.id,
            with: SIPEndpoint(
                credential: Samples.sipCredential(of: app.id),
                list: MemberList(
                    endpoint: Endpoint(
                        id: app.id, organisation: office.organisation.id, owner: boston.member,
                        model: .desktopApplication, isEnabled: true), version: 1,
                    entries: [MemberListEntry(line: .primaryOwner(boston.member.id), member: boston.member)])))
        let hartford = office.people[0].member
        #expect(tables.entries[.number("\(office.hartford.id):200")] == hartford.id.description)
        #expect(tables.entries[.number("\(office.boston.id):200")] == boston.member.id.description)
    }

    @Test("Whichever way endpoints come and go, the tables are those of the endpoints that are there")
    func anyOrder() throws {
        for seed in UInt64(1)...40 {
            var random = SeededGenerator(seed: seed)
            var (tables, known) = (RegistrarTables(), [EndpointID: SIPEndpoint]())
            for _ in 0..<60 {
                let place = Int.random(in: 0..<office.people.count, using: &random)
                let app = office.applications[place]
                let before = tables.entries
                var next: SIPEndpoint?
                if Int.random(in: 0..<5, using: &random) > 0 {
                    let others = office.callingMembers.filter { $0.id != office.people[place].member.id }
                        .shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random))
                    let shared = others.enumerated().map { index, member in
                        Samples.line(
                            member, port: index + 2, hotline: Bool.random(using: &random) ? "5551" : nil,
                            allowsCallDecline: Bool.random(using: &random))
                    }
                    next = endpoint(
                        app, of: office.people[place], shared, isEnabled: Int.random(in: 0..<8, using: &random) > 0)
                }
                known[app.id] = next
                let changed = tables.replace(app.id, with: next)
                let different = Set(before.keys).union(tables.entries.keys).filter { before[$0] != tables.entries[$0] }
                try #require(changed == different, "seed \(seed): exactly what is different is told")
            }
            var fresh = RegistrarTables()
            for (id, endpoint) in known { fresh.replace(id, with: endpoint) }
            try #require(fresh.entries == tables.entries, "seed \(seed)")
        }
    }
}
