// SPDX-License-Identifier: Apache-2.0

import Foundation
import LineService
import PartylineTesting
import SharedLine
import StoreSQLite
import Testing

@Suite struct PlanTests {
    @Test func `all lists of a plan are stored by one commit, each as a change of its own`() async throws {
        let desk = try await Desk()
        let before = try await desk.store.lastChange()
        let plan = Plan(items: [
            desk.item(.applicationOf(desk.office.people[0].member.id), [desk.office.people[0].member], label: "one"),
            desk.item(.application(desk.office.applications[1].id), [desk.office.people[1].member], label: "two"),
            desk.item(.device(desk.office.adapter.endpoint.id), [desk.office.workspace.member], label: "three"),
            desk.item(.either(desk.office.phone.endpoint.id), [desk.office.people[0].member], label: nil),
        ])
        let lists = try await desk.apply(plan)
        #expect(lists.map(\.version) == [2, 2, 2, 1])
        #expect(lists.map(\.decision.isChange) == [true, true, true, false])
        let changes = try await desk.store.changes(after: before, max: 10)
        #expect(changes.map(\.cause) == [.plan, .plan, .plan])
        #expect(changes.map(\.subject.id) == lists.prefix(3).map(\.snapshot.list.endpoint.id.uuid))
        #expect(Set(changes.map(\.origin.trackingID)).count == 1)
    }

    @Test func `a plan is refused with everything against all its lists, and nothing of it is stored`() async throws {
        let desk = try await Desk()
        let office = desk.office
        let stranger = Samples.member(9999)
        let before = try await StoreDump(of: desk.store)
        let plan = Plan(items: [
            desk.item(.applicationOf(office.people[0].member.id), [office.people[0].member], label: "good"),
            desk.item(.applicationOf(office.people[1].member.id), [office.people[1].member, stranger, stranger]),
            desk.item(.device(EndpointID(Samples.uuid("nobody", 1))), [office.people[2].member]),
            desk.item(.application(office.applications[0].id), [office.people[0].member]),
            Plan.Item(name: nil, match: nil, edit: nil),
            desk.item(.applicationOf(office.people[2].member.id), [office.people[2].member], match: .versions([7])),
        ])
        let objections = await desk.objections(to: plan)
        let found = objections.map { "\($0.list) \(name($0.reason))" }
        #expect(
            found == [
                "1 rule", "1 rule", "1 rule", "2 endpointId", "3 endpointId", "4 etag", "4 members", "4 endpointId",
                "5 stale",
            ])
        #expect(try await StoreDump(of: desk.store) == before)
    }

    private func name(_ reason: PlanObjection.Reason) -> String {
        switch reason {
        case .field(let error): error.field
        case .gone: "gone"
        case .rule: "rule"
        case .endpointOutside: "outside"
        case .reach: "reach"
        case .limit: "limit"
        case .stale: "stale"
        }
    }

    @Test func `every list that has moved is named`() async throws {
        let desk = try await Desk()
        for person in [0, 2] {
            let list = try await desk.office.list(of: desk.office.people[person], in: desk.store)
            let line = Samples.line(desk.office.people[person].member, label: "moved")
            try await desk.store.commit(desk.office.commit([list.replaced(by: [line])]))
        }
        let plan = Plan(
            items: (0..<4).map { person in
                let member = desk.office.people[person].member
                return desk.item(.applicationOf(member.id), [member], label: "plan", match: .versions([1]))
            })
        let objections = await desk.objections(to: plan)
        #expect(objections.map(\.list) == [0, 2])
        guard case .stale(let endpoint, let current) = objections[0].reason else {
            Issue.record("\(objections)")
            return
        }
        #expect(endpoint.id == desk.office.applications[0].id && current == 2)
        #expect(try await desk.office.list(of: desk.office.people[1], in: desk.store).version == 1)
    }

    @Test func `a line at its limit may leave one list and enter another within a plan, in either order`() async throws
    {
        for entersFirst in [true, false] {
            let desk = try await Desk()
            let line = desk.office.virtualLine.member
            try await desk.fill(with: line)
            let left = Samples.device(100, of: desk.office.people[2].member)
            let (from, to) = (
                desk.item(.device(left.endpoint.id), [left.endpoint.owner]),
                desk.item(
                    .applicationOf(desk.office.people[0].member.id), [desk.office.people[0].member, line])
            )
            let alone = await desk.objections(to: Plan(items: [to]))
            #expect(alone.map { name($0.reason) } == ["limit"])
            _ = try await desk.apply(Plan(items: entersFirst ? [to, from] : [from, to]))
            let list = try await desk.office.list(of: desk.office.people[0], in: desk.store)
            #expect(list.lines.map(\.member) == [desk.office.people[0].member.id, line.id])
        }
    }

    @Test func `a line that a plan puts on too many endpoints is named in each list that it would enter`() async throws
    {
        let desk = try await Desk()
        let line = desk.office.virtualLine.member
        try await desk.fill(with: line, upTo: MemberListRules.maximumEndpointsPerMember - 1)
        let items = (0..<2).map { person in
            let owner = desk.office.people[person].member
            return desk.item(.applicationOf(owner.id), [owner, line])
        }
        _ = await desk.objections(to: Plan(items: items))
        let objections = await desk.objections(to: Plan(items: items))
        #expect(objections.map(\.list) == [0, 1])
        _ = try await desk.apply(Plan(items: [items[1]]))
    }

    @Test func `a dry run decides and stores nothing`() async throws {
        let desk = try await Desk()
        let before = try await desk.store.lastChange()
        let member = desk.office.people[0].member
        let lists = try await desk.apply(
            Plan(items: [desk.item(.applicationOf(member.id), [member], label: "dry")]), isDryRun: true)
        #expect(lists.map(\.decision.isChange) == [true])
        #expect(try await desk.store.lastChange() == before)
    }

    @Test func `of rival plans on the same lists one is stored whole, and the other is told every list`() async throws {
        let desk = try await Desk()
        let outcomes = await withTaskGroup(of: [Int]?.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let items = (0..<6).map { person in
                        let member = desk.office.people[person].member
                        return desk.item(
                            .applicationOf(member.id), [member], label: "plan \(number)", match: .versions([1]))
                    }
                    do {
                        _ = try await desk.apply(Plan(items: items))
                        return nil
                    } catch ServiceError.refusedPlan(let objections) { return objections.map(\.list) } catch {
                        return []
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == nil }.count == 1)
        #expect(outcomes.compactMap { $0 }.allSatisfy { $0 == Array(0..<6) })
        var labels: Set<String?> = []
        for person in desk.office.people {
            let list = try await desk.office.list(of: person, in: desk.store)
            #expect(list.version == 2)
            labels.insert(list.lines.first?.label)
        }
        #expect(labels.count == 1)
    }

    @Test func `a location administrator plans within its locations alone`() async throws {
        let desk = try await Desk()
        let (here, there) = (desk.office.people[0].member, desk.office.people[4].member)
        let plan = Plan(items: [
            desk.item(.applicationOf(here.id), [here, there]), desk.item(.applicationOf(there.id), [there]),
        ])
        let objections = await desk.objections(to: plan, .locationAdmin)
        #expect(objections.map { "\($0.list) \(name($0.reason))" } == ["0 reach", "1 outside"])
    }
}

extension Desk {
    /// A list with these members from port 1 on, its owner first.
    func item(
        _ name: EndpointName, _ members: [Member], label: String? = nil, match: EditCondition.Match = .exists
    ) -> Plan.Item {
        let lines = members.enumerated().map { place, member in
            var line = WantedLine()
            line.member = .value(WantedMember(id: member.id, kind: member.kind))
            line.port = .value(place + 1)
            line.primaryOwner = .value(place == 0)
            line.lineType = .value(place == 0 ? .primary : .sharedCallAppearance)
            line.lineWeight = .value(1)
            line.lineLabel = label.map(Wanted.value) ?? .leftOut
            return line
        }
        return Plan.Item(
            name: name, match: match, edit: MemberListEdit(lines: lines, keptWhenLeftOut: [], isStrict: false))
    }

    func apply(_ plan: Plan, isDryRun: Bool = false, _ role: Role = .fullAdmin) async throws -> [PlannedList] {
        let (plans, authority) = (PlanService(store: store, now: { Samples.moment }), try await authority(role))
        if isDryRun { return try await plans.tryOut(plan, for: authority) }
        return try await plans.apply(plan, as: JobID(UUID()), cause: .plan, keyed: { _ in nil }, for: authority)
    }

    func objections(to plan: Plan, _ role: Role = .fullAdmin) async -> [PlanObjection] {
        do {
            _ = try await apply(plan, isDryRun: true, role)
        } catch ServiceError.refusedPlan(let objections) {
            return objections
        } catch {
            Issue.record(error)
        }
        return []
    }
}
