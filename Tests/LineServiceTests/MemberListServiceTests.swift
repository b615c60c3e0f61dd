// SPDX-License-Identifier: Apache-2.0

import Foundation
import LineService
import PartylineTesting
import SharedLine
import StoreSQLite
import Testing

@Suite struct MemberListServiceTests {
    @Test func `an edit is stored with its change and seen by the next read`() async throws {
        let desk = try await Desk()
        let other = desk.office.people[1].member
        try await desk.replace(desk.edit([other]), .plain)
        let list = try await desk.list()
        #expect(list.version == 2)
        #expect(list.lines.map(\.member) == [desk.office.people[0].member.id, other.id])
        let change = try #require(try await desk.store.changes(after: 0, max: 1000).last)
        #expect(change.subject == ChangeSubject(kind: .memberList, id: list.endpoint.id.uuid))
        #expect(change.origin.trackingID == "TEST")
        #expect(change.after == LineRecord.json(of: list.lines))
    }

    @Test func `what stands so already commits nothing`() async throws {
        let desk = try await Desk()
        let before = try await desk.store.lastChange()
        try await desk.replace(desk.edit([]), .plain)
        #expect(try await desk.store.lastChange() == before)
        #expect(try await desk.list().version == 1)
    }

    @Test func `a refused edit leaves no trace`() async throws {
        let desk = try await Desk()
        let before = try await desk.store.lastChange()
        let someone = desk.office.people[1].member
        await #expect(throws: ServiceError.self) {
            try await desk.replace(desk.edit([someone, someone]), .plain)
        }
        #expect(try await desk.store.lastChange() == before)
    }

    @Test func `a dry run decides and stores nothing`() async throws {
        let desk = try await Desk()
        let before = try await desk.store.lastChange()
        let condition = EditCondition(match: .none, isDryRun: true, keyed: nil)
        let edit = desk.edit([desk.office.people[1].member])
        let outcome = try await desk.lists.replace(
            at: desk.firstApp, with: edit, under: condition, for: try await desk.authority())
        guard case .decided(let decision, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(decision.lines.count == 2)
        #expect(try await desk.store.lastChange() == before)
    }

    @Test func `an edit made on an old version is refused and names today's`() async throws {
        let desk = try await Desk()
        try await desk.replace(desk.edit([], label: "one"), .version(1))
        await #expect(throws: ServiceError.stale(current: 2)) {
            try await desk.replace(desk.edit([], label: "two"), .version(1))
        }
    }

    @Test func `rival edits of one list all succeed without If-Match and each is a version of its own`() async throws {
        let desk = try await Desk()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<32 {
                group.addTask { try await desk.replace(desk.edit([], label: "\(number)"), .plain) }
            }
            try await group.waitForAll()
        }
        #expect(try await desk.list().version == 33)
    }

    @Test func `of rival edits with If-Match just one wins each round`() async throws {
        let desk = try await Desk()
        let wins = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<32 {
                group.addTask {
                    do {
                        try await desk.replace(desk.edit([], label: "\(number)"), .version(1))
                        return true
                    } catch { return false }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(wins == 1)
    }

    @Test func `where the organisation asks for If-Match an edit without it is refused`() async throws {
        let desk = try await Desk(Office(requiresIfMatch: true))
        await #expect(throws: ServiceError.ifMatchRequired) { try await desk.replace(desk.edit([]), .plain) }
        try await desk.replace(desk.edit([]), .version(1))
    }

    @Test func `what another process commits is in the next answer`() async throws {
        let desk = try await Desk()
        let first = try await desk.list()
        var label = 0
        for version in 1...50 {
            label += 1
            let lines = [Samples.line(desk.office.people[0].member, label: "\(label)")]
            let list = try await desk.office.list(at: desk.firstApp, in: desk.store)
            try await desk.store.commit(desk.office.commit([list.replaced(by: lines)]))
            let seen = try await desk.list()
            #expect(seen.version == Int64(version) + 1)
            #expect(seen.lines.first?.label == "\(label)")
        }
        #expect(first.version == 1)
    }
}

extension Desk {
    /// One request for the first person's list.
    func list() async throws -> MemberList {
        try await lists.list(at: firstApp, for: try await authority())
    }

    /// One request that replaces it.
    func replace(_ edit: MemberListEdit, _ condition: EditCondition) async throws {
        _ = try await lists.replace(at: firstApp, with: edit, under: condition, for: try await authority())
    }
}
