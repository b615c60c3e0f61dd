// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SharedLine

/// Everything a store tells of its organisations, to compare before with after.
public struct StoreDump: Hashable, Sendable {
    public let organisations: [Organisation]
    public let locations: [Location]
    public let people: [Person]
    public let workspaces: [Workspace]
    public let virtualLines: [VirtualLineListing]
    public let devices: [Device]
    public let applications: [Application]
    public let lists: [MemberList]
    public let numbers: [NumberEntry]
    public let foundMembers: [Member]
    public let tokens: [Token]
    public let changes: [Change]

    public init(of store: any Store) async throws {
        let everything = Page(start: 0, max: 100_000)
        organisations = try await store.organisations()
        var dump = Parts()
        for organisation in organisations.map(\.id) {
            try await dump.read(organisation, of: store, everything)
        }
        locations = dump.locations
        people = dump.people
        workspaces = dump.workspaces
        virtualLines = dump.virtualLines
        devices = dump.devices
        applications = dump.applications
        lists = dump.lists
        numbers = dump.numbers
        foundMembers = dump.foundMembers
        tokens = dump.tokens
        changes = try await store.changes(after: 0, max: 1_000_000)
    }

    private struct Parts {
        var locations: [Location] = []
        var people: [Person] = []
        var workspaces: [Workspace] = []
        var virtualLines: [VirtualLineListing] = []
        var devices: [Device] = []
        var applications: [Application] = []
        var lists: [MemberList] = []
        var numbers: [NumberEntry] = []
        var foundMembers: [Member] = []
        var tokens: [Token] = []

        mutating func read(_ id: OrganisationID, of store: any Store, _ page: Page) async throws {
            locations += try await store.locations(
                LocationQuery(organisation: id, reach: .everywhere), page: page
            ).items
            people += try await store.people(
                PeopleQuery(organisation: id, reach: .everywhere, max: page.max)
            ).items
            workspaces += try await store.workspaces(
                WorkspaceQuery(organisation: id, reach: .everywhere), page: page
            ).items
            virtualLines += try await store.virtualLines(
                VirtualLineQuery(organisation: id, reach: .everywhere), page: page
            ).items
            devices += try await store.devices(DeviceQuery(organisation: id, reach: .everywhere), page: page).items
            numbers += try await store.numbers(NumberQuery(organisation: id, reach: .everywhere), page: page).items
            foundMembers += try await store.members(
                MemberQuery(organisation: id, reach: .everywhere), page: page
            ).items
            tokens += try await store.tokens(in: id)
            try await readLists(id, of: store)
        }

        private mutating func readLists(_ id: OrganisationID, of store: any Store) async throws {
            for person in people where person.member.organisation == id {
                guard let application = try await store.application(of: person.member.id, in: id) else { continue }
                applications.append(application)
                if let list = try await store.memberList(at: .application(of: person.member.id), in: id) {
                    lists.append(list)
                }
            }
            for device in devices where device.endpoint.organisation == id {
                if let list = try await store.memberList(at: .device(device.endpoint.id), in: id) {
                    lists.append(list)
                }
            }
        }
    }
}
