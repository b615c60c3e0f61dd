// SPDX-License-Identifier: Apache-2.0

import Foundation
import LineService
import PartylineTesting
import SharedLine
import StoreSQLite
import Testing

@Suite struct UndoTests {
    @Test func `undoing the last change puts the lines before it back, as a change of its own`() async throws {
        let desk = try await Desk()
        try await desk.replace(desk.edit([desk.office.people[1].member], label: "first"), .plain)
        let wanted = try await desk.list().lines
        try await desk.replace(desk.edit([], label: "second"), .plain)
        let (outcome, version) = try await desk.undo()
        #expect(version == 2)
        guard case .replaced(let new) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(new == 4)
        let list = try await desk.list()
        #expect(list.lines == wanted)
        #expect(list.version == 4)
        let change = try #require(try await desk.store.changes(after: 0, max: 1000).last)
        #expect(change.cause == .undo)
        #expect(change.version == 4)
    }

    @Test func `an undo can be undone`() async throws {
        let desk = try await Desk()
        try await desk.replace(desk.edit([], label: "first"), .plain)
        let lines = try await desk.list().lines
        _ = try await desk.undo()
        #expect(try await desk.list().lines != lines)
        _ = try await desk.undo()
        #expect(try await desk.list().lines == lines)
    }

    @Test func `any earlier version can be put back, with every field of its lines`() async throws {
        let desk = try await Desk()
        var versions: [[Line]] = [try await desk.list().lines]
        let address = EndpointAddress.device(desk.office.adapter.endpoint.id)
        let owner = desk.office.workspace.member
        versions = [try await desk.office.list(at: address, in: desk.store).lines]
        for lines in [
            [Samples.line(owner, weight: 2, label: "Fax", t38FaxCompression: true)],
            [Samples.line(owner, port: 2, hotline: "+911", allowsCallDecline: false)],
            [Samples.line(owner), Samples.line(desk.office.people[2].member, port: 2, label: "\"Two\"")],
        ] {
            let list = try await desk.office.list(at: address, in: desk.store)
            try await desk.store.commit(desk.office.commit([list.replaced(by: lines)]))
            versions.append(lines)
        }
        for version in [2, 1, 4, 3] {
            let authority = try await desk.authority()
            _ = try await desk.lists.undo(at: address, to: Int64(version), under: .plain, for: authority)
            #expect(try await desk.office.list(at: address, in: desk.store).lines == versions[version - 1])
        }
    }

    @Test func `what stands so already is no change`() async throws {
        let desk = try await Desk()
        try await desk.replace(desk.edit([], label: "first"), .plain)
        let before = try await desk.store.lastChange()
        guard case (.replaced(2), 2) = try await desk.undo(to: 2) else {
            Issue.record("it was changed")
            return
        }
        #expect(try await desk.store.lastChange() == before)
    }

    @Test func `a list as it was created has nothing to undo, and versions that never were cannot be put back`()
        async throws
    {
        let desk = try await Desk()
        await #expect(throws: ServiceError.nothingToUndo) { try await desk.undo() }
        await #expect(throws: ServiceError.self) { try await desk.undo(to: 2) }
    }

    @Test func `an undo that cannot stand any more is refused with every reason, and leaves no trace`() async throws {
        let desk = try await Desk()
        let office = desk.office
        let (leaver, everywhere) = (office.people[1].member, office.virtualLine.member)
        try await desk.replace(desk.edit([leaver, everywhere]), .plain)
        try await desk.replace(desk.edit([]), .plain)
        try await desk.directory.removeMember(leaver.id, kind: .person, for: try await desk.authority())
        try await desk.fill(with: everywhere)
        let before = try await StoreDump(of: desk.store)
        do {
            _ = try await desk.undo()
            Issue.record("it was let through")
        } catch ServiceError.cannotUndo(let objections) {
            let violations = objections.flatMap(\.violations)
            #expect(violations.map(\.code) == [.invalidField, .sharingLimit])
            #expect(violations.map(\.index) == [1, 2])
        }
        #expect(try await StoreDump(of: desk.store) == before)
    }

    @Test func `an undo with a stale If-Match is refused, and a dry one stores nothing`() async throws {
        let desk = try await Desk()
        try await desk.replace(desk.edit([], label: "first"), .plain)
        let before = try await desk.store.lastChange()
        await #expect(throws: ServiceError.stale(current: 2)) {
            _ = try await desk.lists.undo(
                at: desk.firstApp, to: nil, under: .version(1), for: try await desk.authority())
        }
        let dry = EditCondition(match: .none, isDryRun: true, keyed: nil)
        let outcome = try await desk.lists.undo(
            at: desk.firstApp, to: nil, under: dry, for: try await desk.authority()
        ).outcome
        guard case .decided(let decision, let snapshot) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(decision.isChange && snapshot.list.version == 2)
        #expect(try await desk.store.lastChange() == before)
    }

    @Test func `of rival undoes of the last change each undoes one that its caller could have seen`() async throws {
        let desk = try await Desk()
        try await desk.replace(desk.edit([], label: "first"), .plain)
        let wins = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    (try? await desk.lists.undo(
                        at: desk.firstApp, to: nil, under: .version(2), for: try await desk.authority())) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
        #expect(try await desk.list().version == 3)
    }

    @Test func `a location administrator puts back nothing of other locations, and keeps nothing silently`()
        async throws
    {
        let desk = try await Desk()
        let elsewhere = desk.office.people[4].member
        try await desk.replace(desk.edit([elsewhere]), .plain)
        let authority = try await desk.authority(.locationAdmin)
        await #expect(throws: ServiceError.self) {
            _ = try await desk.lists.undo(at: desk.firstApp, to: 1, under: .plain, for: authority)
        }
        try await desk.replace(desk.edit([]), .plain)
        await #expect(throws: ServiceError.self) {
            _ = try await desk.lists.undo(at: desk.firstApp, to: 2, under: .plain, for: authority)
        }
        #expect(try await desk.list().lines.map(\.member) == [desk.office.people[0].member.id])
    }
}

extension Desk {
    func undo(to version: Int64? = nil) async throws -> (outcome: MemberListOutcome, version: Int64) {
        try await lists.undo(at: firstApp, to: version, under: .plain, for: try await authority())
    }

    /// Puts the line on as many endpoints as a line may stand on.
    func fill(with member: Member) async throws {
        for number in 100..<(100 + MemberListRules.maximumEndpointsPerMember) {
            // Two owners: the line of one would stand on too many endpoints itself.
            let device = Samples.device(number, of: office.people[2 + number % 2].member)
            try await store.commit(office.commit([.addDevice(device)]))
            let list = try await office.list(at: .device(device.endpoint.id), in: store)
            try await store.commit(
                office.commit([list.replaced(by: list.lines + [Samples.line(member, port: 2)])]))
        }
    }
}
