// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import StoreSQLite
import Testing

@testable import PartylineApp

@Suite struct SeedTests {
    private let now = Date(timeIntervalSince1970: 1_795_433_696)

    private func withStore(_ body: (SQLiteStore) async throws -> Void) async throws {
        let store = try SQLiteStore.temporary()
        do { try await body(store) } catch {
            try store.close()
            throw error
        }
        try store.close()
    }

    private func problems(_ text: String) throws -> [String] {
        try #require(throws: CommandFailure.self) { try Seed(reading: text, name: "f") }.lines
    }

    @Test func theDemoOrganisationIsStoredWhole() async throws {
        try await withStore { store in
            let seed = try Seed.demo()
            try await seed.load(into: store, at: now)
            let organisation = seed.organisation.id
            #expect(try await store.organisations().map(\.name) == ["Partyline Demo"])
            let people = try await store.people(
                PeopleQuery(organisation: organisation, reach: .everywhere, max: 1000))
            #expect(people.items.filter { $0.member.licence != nil }.count == 60)
            #expect(people.items.filter { $0.member.licence == nil }.count == 3)
            let workspaces = try await store.workspaces(
                WorkspaceQuery(organisation: organisation, reach: .everywhere), page: Page(start: 0, max: 100))
            #expect(workspaces.items.count == 6)
            let devices = try await store.devices(
                DeviceQuery(organisation: organisation, reach: .everywhere), page: Page(start: 0, max: 100))
            #expect(devices.items.count == 15)
        }
    }

    @Test func aSharedLineOfTheDemoStandsWhereTheFileSaysSo() async throws {
        try await withStore { store in
            let seed = try Seed.demo()
            try await seed.load(into: store, at: now)
            let ids = SeedIdentifiers(organisationName: "Partyline Demo")
            let list = try #require(
                try await store.memberList(
                    at: .device(ids.device("00005E005301")), in: seed.organisation.id))
            #expect(
                list.entries.map { "\($0.line.port)+\($0.line.weight) \($0.member.firstName) \($0.line.label ?? "-")" }
                    == ["1+2 Adaeze Adaeze Okafor", "3+1 Zoë Zoë (assistant)", "4+1 Łukasz Łukasz (assistant)"])
            #expect(list.version == 2)
            let app = try #require(
                try await store.memberList(
                    at: .application(of: ids.person("marcus.bell@partyline.example")), in: seed.organisation.id))
            #expect(app.lines.map(\.port) == [1, 2, 3])
        }
    }

    @Test func everyChangeOfAnImportSaysSo() async throws {
        try await withStore { store in
            try await Seed.demo().load(into: store, at: now)
            let changes = try await store.changes(after: 0, max: 10_000)
            #expect(!changes.isEmpty)
            #expect(changes.allSatisfy { $0.cause == .imported && $0.origin.actor == "command-line" })
        }
    }

    @Test func theSameOrganisationIsRefusedTheSecondTime() async throws {
        try await withStore { store in
            let seed = try Seed.demo()
            try await seed.load(into: store, at: now)
            let last = try await store.lastChange()
            let failure = await #expect(throws: CommandFailure.self) { try await seed.load(into: store, at: now) }
            #expect(failure?.kind == .failed)
            #expect(try await store.lastChange() == last)
        }
    }

    @Test func idsAreThoseOfTheReferencePage() {
        let ids = SeedIdentifiers(organisationName: "Partyline Demo")
        #expect(ids.organisation.description == "82b79fe1-f612-56c3-948e-ca3fe5f9c477")
        #expect(ids.location("Hartford").description == "a5567586-0a75-5f91-90df-ba060cb02ff8")
        #expect(ids.person("Priya.Raman@partyline.example").description == "7cc6c9c4-9752-52ee-b4b2-8b569cbe7f4c")
        #expect(ids.application("priya.raman@partyline.example").description == "e1cd0ba4-6031-5a30-ac23-52e40d0bbed7")
        #expect(ids.browser("priya.raman@partyline.example").description == "b43f3f87-2225-5087-9e75-bd3c085d211d")
        #expect(ids.workspace("Hartford Break Room").description == "7271c7fe-8033-5fbc-941c-fbd04e2dcf7a")
        #expect(ids.virtualLine("Hartford Reception").description == "461212e9-44ce-5850-90fb-7d28160ea8bf")
        #expect(ids.device("00005E005301").description == "ae131622-3fa6-5b81-b3a2-a79b1e113070")
    }

    @Test func idsDoNotDependOnHowAnAccentIsWritten() {
        let ids = SeedIdentifiers(organisationName: "Zoe\u{308} Company")
        #expect(ids.organisation == SeedIdentifiers(organisationName: "Zo\u{EB} Company").organisation)
    }

    @Test func everythingWrongIsSaidAtOnce() throws {
        let text = """
            organisation: {name: "A/B", created: yesterday}
            locations:
              - {name: Hartford, address: {address1: 1 Road, city: Hartford, state: CT, postalCode: "06103", country: us}, \
            timeZone: America/New_York, preferredLanguage: en_US, announcementLanguage: en_us, phone: "1"}
            people:
              - {email: nobody, firstName: A, lastName: B, title: [x]}
              - {email: a@b.example, firstName: A, licence: gold, location: Hartford, extension: "1"}
            """
        #expect(
            try problems(text) == [
                "f: organisation.name (line 1): \"A/B\" is not 1 to 256 characters without / and control characters",
                "f: organisation.created (line 1): \"yesterday\" is not ISO 8601 in UTC, such as \"2026-01-05T08:00:00Z\"",
                "f: locations[0].phone (line 3): no such key; there is address, announcementLanguage, mainNumber, name, "
                    + "outsideDialDigit, preferredLanguage, routingPrefix, timeZone",
                "f: locations[0].address.country (line 3): \"us\" is not an ISO 3166 country of two capital letters, such as US",
                "f: people[0].email (line 5): \"nobody\" is not an e-mail address",
                "f: people[0].title (line 5): must be a text",
                "f: people[1].licence (line 6): \"gold\" is not one of professional, basic",
                "f: people[1].extension (line 6): \"1\" is not 2 to 10 digits, in quotes",
                "f: people[1].lastName (line 6): is missing; it takes 1 to 128 characters without control characters",
            ])
    }

    private let start = """
        organisation: {name: Company, created: "2026-01-05T08:00:00Z"}
        locations:
          - {name: Hartford, address: {address1: 1 Road, city: Hartford, state: CT, postalCode: "06103", country: US}, \
        timeZone: America/New_York, preferredLanguage: en_US, announcementLanguage: en_us}
        people:
          - {email: ada@b.example, firstName: Ada, lastName: B, location: Hartford, extension: "1001", licence: professional}
          - {email: ben@b.example, firstName: Ben, lastName: B, location: Hartford, extension: "1002", licence: professional, \
        desktopClient: false}
          - {email: eve@b.example, firstName: Eve, lastName: B}

        """

    @Test func whatClashesOrLeadsNowhereIsNamedWithItsPlace() throws {
        let text =
            start + """
                workspaces:
                  - {name: Lobby, location: Harford, extension: "1001", licence: professional}
                  - {name: Lobby, location: Hartford, extension: "1001", licence: professional}
                devices:
                  - {owner: "person:eve@b.example", model: DMS Cisco 8865, mac: "00005E005301"}
                  - {owner: "person:ADA@b.example", model: DMS Cisco 8865, mac: "00005E005301"}
                lines:
                  - {endpoint: "app:eve@b.example", lines: [{member: "person:ada@b.example"}]}
                  - {endpoint: "app:ada@b.example", lines: [{member: "person:nobody@b.example"}]}
                """
        #expect(
            try problems(text) == [
                "f: workspaces[0].location (line 9): no location is called Harford",
                "f: workspaces[1] (line 10): name Lobby is taken by workspaces[0]",
                "f: workspaces[1] (line 10): extension 1001 is taken by people[0]",
                "f: devices[0].owner (line 12): no person or workspace with calling is called person:eve@b.example",
                "f: devices[1] (line 13): mac 00005E005301 is taken by devices[0]",
                "f: lines[0].endpoint (line 15): no device, and no app of a person with calling, is app:eve@b.example",
                "f: lines[1].lines[0].member (line 16): nobody in the file is person:nobody@b.example",
            ])
    }

    @Test func aListIsHeldToTheRulesOfEveryRequest() throws {
        let text =
            start + """
                devices:
                  - {owner: "person:ada@b.example", model: DMS Cisco 7841, mac: "00005E005301"}
                lines:
                  - endpoint: "device:00005E005301"
                    lines:
                      - {member: "person:ada@b.example"}
                      - {member: "person:ben@b.example", port: 4, weight: 2, t38: true, hotline: "12a"}
                      - {member: "person:eve@b.example", port: 2}
                  - {endpoint: "app:ben@b.example", lines: [{member: "person:ada@b.example"}]}
                """
        let problems = try problems(text)
        #expect(problems.contains { $0.hasPrefix("f: lines[0].lines[1].weight (line 14): ") })
        #expect(problems.contains { $0.hasPrefix("f: lines[0].lines[1].hotline (line 14): ") })
        #expect(problems.contains { $0.hasPrefix("f: lines[0].lines[1].t38 (line 14): ") })
        #expect(problems.contains { $0.hasPrefix("f: lines[0].lines[1].port (line 14): ") && $0.contains("port 5") })
        #expect(problems.contains { $0.hasPrefix("f: lines[0].lines[2].member (line 15): ") })
        #expect(problems.contains { $0.hasPrefix("f: lines[1] (line 16): ") && $0.contains("desktop") })
        #expect(problems.count == 6)
    }

    @Test func overlappingPortsAreRefusedAndNotMoved() throws {
        let text =
            start + """
                lines:
                  - {endpoint: "app:ada@b.example", lines: [{member: "person:ben@b.example", port: 1}]}
                """
        let problems = try problems(text)
        #expect(problems.count == 1)
        #expect(problems[0].hasPrefix("f: lines[0].lines[0].port (line 9): "))
    }

    @Test(arguments: ["", "- a", "organisation: x", "a: b: c", "organisation: {name: A, name: B}"])
    func whatIsNoSeedFileIsRefusedWithoutAFall(_ text: String) throws {
        #expect(!(try problems(text)).isEmpty)
    }
}
