// SPDX-License-Identifier: Apache-2.0

import LineService
import PartylineTesting
import SharedLine
import StoreSQLite
import Testing

@Suite struct RemovalTests {
    @Test func `a deleted member leaves every list, each as a change, and other ports stay`() async throws {
        let desk = try await Desk()
        let (leaver, stayer) = (desk.office.people[1].member, desk.office.people[2].member)
        try await desk.replace(desk.edit([leaver, stayer]), .plain)
        let before = try await desk.store.lastChange()

        try await desk.directory.removeMember(leaver.id, kind: .person, for: try await desk.authority())

        let list = try await desk.list()
        #expect(list.lines.map(\.port) == [1, 3])
        #expect(list.version == 3)
        let changes = try await desk.store.changes(after: before, max: 100)
        #expect(changes.allSatisfy { $0.cause == .memberDeleted })
        #expect(changes.contains { $0.subject == ChangeSubject(kind: .memberList, id: list.endpoint.id.uuid) })
        #expect(changes.last?.subject == ChangeSubject(kind: .person, id: leaver.id.uuid))
    }

    @Test func `a deleted person and its app are gone, not unknown`() async throws {
        let desk = try await Desk()
        let leaver = desk.office.people[1].member
        try await desk.directory.removeMember(leaver.id, kind: .person, for: try await desk.authority())
        await #expect(throws: ServiceError.gone(.person)) {
            try await desk.directory.person(leaver.id, for: try await desk.authority())
        }
        await #expect(throws: ServiceError.gone(.person)) {
            try await desk.lists.list(at: .application(of: leaver.id), for: try await desk.authority())
        }
        await #expect(throws: ServiceError.notFound(.person)) {
            try await desk.directory.person(MemberID(Samples.uuid("nobody", 1)), for: try await desk.authority())
        }
    }

    @Test func `a deleted member's phone goes with it, and the lines of others on it`() async throws {
        let desk = try await Desk()
        try await desk.directory.removeMember(
            desk.office.people[0].member.id, kind: .person, for: try await desk.authority())
        await #expect(throws: ServiceError.gone(.device)) {
            try await desk.directory.device(desk.office.phone.endpoint.id, for: try await desk.authority())
        }
    }

    @Test func `deleting while others edit the lists ends with no line left over`() async throws {
        let desk = try await Desk()
        let leaver = desk.office.people[1].member
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<16 {
                group.addTask {
                    // Refused once the member has gone: which edit that happens to is open.
                    try? await desk.replace(desk.edit([leaver], label: "\(number)"), .plain)
                }
            }
            group.addTask {
                do {
                    try await desk.directory.removeMember(leaver.id, kind: .person, for: try await desk.authority())
                } catch { Issue.record(error) }
            }
        }
        let list = try await desk.list()
        #expect(!list.lines.contains { $0.member == leaver.id })
    }

    @Test func `a location administrator deletes within its locations alone`() async throws {
        let desk = try await Desk()
        let authority = try await desk.authority(.locationAdmin)
        await #expect(throws: ServiceError.outsideLocations) {
            try await desk.directory.removeMember(desk.office.people[5].member.id, kind: .person, for: authority)
        }
        try await desk.directory.removeMember(desk.office.people[1].member.id, kind: .person, for: authority)
    }
}
