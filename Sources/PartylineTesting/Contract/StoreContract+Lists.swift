// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

extension StoreContract {
    static let memberLists: [Clause] = [
        Clause(office: "A list comes by port, with the members as they are") { store, office in
            let list = try await office.list(at: .device(office.phone.endpoint.id), in: store)
            let members = [office.virtualLine.member, office.people[0].member, office.workspace.member]
            let lines = [
                Samples.line(members[0], port: 7), Samples.line(members[1], port: 2, weight: 2),
                Samples.line(members[2], port: 10),
            ]
            try await store.commit(office.commit([list.replaced(by: lines)]))
            let after = try await office.list(at: .device(office.phone.endpoint.id), in: store)
            try expectEqual(after.lines.map(\.port), [2, 7, 10], "the lines come by port")
            try expectEqual(
                after.entries.map(\.member), [members[1], members[0], members[2]], "each with its member")
            try expectEqual(after.endpoint, office.phone.endpoint, "on the phone's endpoint")
        },
        Clause(office: "A new endpoint shows its owner's line at version 1") { store, office in
            for (person, application) in zip(office.people, office.applications) {
                let list = try await office.list(of: person, in: store)
                try expectEqual(list.endpoint.id, application.id, "the app is the endpoint")
                try expectEqual(list.endpoint.model, .desktopApplication, "of the app's model")
                try expectEqual(list.version, 1, "at version 1")
                try expectEqual(list.lines, [.primaryOwner(person.member.id)], "with the owner's line alone")
            }
        },
        Clause(office: "A list is found at its own address alone") { store, office in
            let organisation = office.organisation.id
            let wrong: [EndpointAddress] = [
                .device(office.applications[0].id), .application(of: office.virtualLine.member.id),
                .application(of: office.personWithoutCalling.member.id), .device(EndpointID(Samples.uuid("none", 1))),
            ]
            for address in wrong {
                try expect(
                    try await store.memberList(at: address, in: organisation) == nil, "nothing is at \(address)")
            }
        },
        Clause(office: "A snapshot holds the list and the members named that exist, with their endpoint counts") {
            store, office in
            let list = try await office.list(at: .device(office.phone.endpoint.id), in: store)
            let shared = office.people[2].member
            try await store.commit(office.commit([list.replaced(by: list.lines + [Samples.line(shared, port: 2)])]))
            let named = [
                office.people[0].member.id, shared.id, office.virtualLine.member.id,
                office.personWithoutCalling.member.id, Samples.member(999).id, Office(2).people[0].member.id, shared.id,
            ]
            let snapshot = try required(
                try await store.snapshot(
                    at: .device(office.phone.endpoint.id), naming: named, in: office.organisation.id),
                "there is a snapshot")
            try expectEqual(
                snapshot.list, try await office.list(at: .device(office.phone.endpoint.id), in: store), "of the list")
            let wanted = [
                NamedMember(member: office.people[0].member, endpointCount: 2),
                NamedMember(member: shared, endpointCount: 2),
                NamedMember(member: office.virtualLine.member, endpointCount: 0),
                NamedMember(member: office.personWithoutCalling.member, endpointCount: 0),
            ]
            try expectEqual(
                snapshot.named, Dictionary(uniqueKeysWithValues: wanted.map { ($0.member.id, $0) }),
                "with the organisation's members alone")
        },
        Clause(
            office: "The lists that show a member are its own endpoints' and those it is shared on"
        ) { store, office in
            let (owner, organisation) = (office.people[0].member, office.organisation.id)
            let list = try await office.list(of: office.people[1], in: store)
            try await store.commit(office.commit([list.replaced(by: list.lines + [Samples.line(owner, port: 4)])]))
            let showing = try await store.memberLists(showing: owner.id, in: organisation)
            try expectEqual(
                Set(showing.map(\.endpoint.id)),
                [office.applications[0].id, office.applications[1].id, office.phone.endpoint.id], "three of them")
            try expectEqual(
                showing.first { $0.endpoint.id == list.endpoint.id },
                try await office.list(of: office.people[1], in: store), "each as it is read alone")
            let foreign = try await store.memberLists(showing: owner.id, in: Office(2).organisation.id)
            try expectEqual(foreign, [], "none for another organisation")
        },
        Clause(office: "The uses of a member's line come with the endpoints it owns first") { store, office in
            let (owner, organisation) = (office.people[0].member, office.organisation.id)
            let list = try await office.list(at: .device(office.adapter.endpoint.id), in: store)
            let line = Samples.line(owner, port: 2, label: "Fax")
            try await store.commit(office.commit([list.replaced(by: list.lines + [line])]))
            let uses = try await store.endpointUses(of: owner.id, in: organisation)
            let application = Endpoint(
                id: office.applications[0].id, organisation: organisation, owner: owner, model: .desktopApplication,
                isEnabled: true)
            let own = [
                EndpointUse(endpoint: application, device: nil, line: .primaryOwner(owner.id)),
                EndpointUse(endpoint: office.phone.endpoint, device: office.phone, line: .primaryOwner(owner.id)),
            ]
            let shared = EndpointUse(endpoint: office.adapter.endpoint, device: office.adapter, line: line)
            try expectEqual(
                uses, own.sorted { $0.endpoint.id < $1.endpoint.id } + [shared], "by id, its own first")
            let foreign = try await store.endpointUses(of: owner.id, in: Office(2).organisation.id)
            try expectEqual(foreign, [], "none for another organisation")
        },
    ]

    static let endpoints: [Clause] = [
        Clause(
            office: "An app's settings are stored as set, and switching the desktop client off disables the endpoint"
        ) {
            store, office in
            let application = office.applications[1]
            let settings = ApplicationSettings(
                ringsForClickToDial: false, ringsForGroupPage: true, ringsForCallPark: false,
                browserClientEnabled: false, desktopClientEnabled: false, tabletClientEnabled: true,
                mobileClientEnabled: false)
            let changed = Application(
                id: application.id, person: application.person, browserID: application.browserID, settings: settings)
            try await store.commit(office.commit([.setApplication(changed, before: application.settings)]))
            let stored = try await store.application(of: application.person, in: office.organisation.id)
            try expectEqual(stored, changed, "the app has the new settings")
            let list = try await office.list(of: office.people[1], in: store)
            try expect(!list.endpoint.isEnabled, "the endpoint is off")
            try expectEqual(list.version, 1, "the list is the same")
        },
        Clause(office: "A removed device is gone with its list and leaves a tombstone") { store, office in
            let (id, organisation) = (office.phone.endpoint.id, office.organisation.id)
            let list = try await office.list(at: .device(id), in: store)
            try await store.commit(office.commit([.removeEndpoint(list)]))
            try expect(try await store.memberList(at: .device(id), in: organisation) == nil, "the list is gone")
            try expect(try await store.device(id, in: organisation) == nil, "the device is gone")
            let uses = try await store.endpointUses(of: office.people[0].member.id, in: organisation)
            try expectEqual(uses.map(\.endpoint.id), [office.applications[0].id], "the owner's line is off it")
            try expectEqual(
                try await store.tombstone(id.uuid, in: organisation),
                Tombstone(
                    subject: ChangeSubject(kind: .device, id: id.uuid), organisation: organisation,
                    deleted: Samples.moment), "the tombstone tells what and when")
            try expect(
                try await store.tombstone(id.uuid, in: Office(2).organisation.id) == nil,
                "but not another organisation")
        },
        Clause(office: "A removed app leaves a tombstone for the browser's id as well") { store, office in
            let application = office.applications[2]
            let list = try await office.list(of: office.people[2], in: store)
            try await store.commit(office.commit([.removeEndpoint(list)]))
            let organisation = office.organisation.id
            try expect(
                try await store.application(of: application.person, in: organisation) == nil, "the app is gone")
            for id in [application.id.uuid, application.browserID.uuid] {
                let tombstone = try await store.tombstone(id, in: organisation)
                try expectEqual(tombstone?.subject.kind, .application, "\(id) is remembered")
            }
        },
        Clause(office: "What was removed can be added again, and its tombstone goes") { store, office in
            let id = office.phone.endpoint.id
            let list = try await office.list(at: .device(id), in: store)
            try await store.commit(office.commit([.removeEndpoint(list)]))
            try await store.commit(office.commit([.addDevice(office.phone)]))
            let again = try await store.device(id, in: office.organisation.id)
            try expectEqual(again, office.phone, "the device is back")
            try expect(try await store.tombstone(id.uuid, in: office.organisation.id) == nil, "the tombstone is not")
        },
        Clause(office: "A removed member is gone from every read and leaves a tombstone") { store, office in
            let cases: [(Member, ChangeSubject.Kind)] = [
                (office.personWithoutCalling.member, .person), (office.basicWorkspace.member, .workspace),
                (office.virtualLine.member, .virtualLine),
            ]
            for (member, kind) in cases {
                try await store.commit(office.commit([.removeMember(member)]))
                let dump = try await StoreDump(of: store)
                try expect(!dump.shows(member.id), "\(member.fullName) is nowhere")
                let tombstone = try await store.tombstone(member.id.uuid, in: office.organisation.id)
                try expectEqual(tombstone?.subject, ChangeSubject(kind: kind, id: member.id.uuid), "it is remembered")
            }
        },
        Clause(office: "A person goes with its app, its phone and its shared lines in one commit") { store, office in
            let (leaver, organisation) = (office.people[0].member, office.organisation.id)
            let other = try await office.list(of: office.people[1], in: store)
            try await store.commit(office.commit([other.replaced(by: other.lines + [Samples.line(leaver, port: 5)])]))
            let lists = try await store.memberLists(showing: leaver.id, in: organisation)
            let edits = lists.map { list -> Edit in
                list.isPrimaryOwner(leaver.id)
                    ? .removeEndpoint(list) : list.replaced(by: list.lines.filter { $0.member != leaver.id })
            }
            try await store.commit(office.commit(edits + [.removeMember(leaver)], cause: .memberDeleted))
            let dump = try await StoreDump(of: store)
            try expect(!dump.shows(leaver.id), "the leaver is nowhere")
            let after = try await office.list(of: office.people[1], in: store)
            try expectEqual(after.lines, other.lines, "the other list has the rest")
        },
    ]
}

extension StoreDump {
    /// Whether the member stands in any answer.
    func shows(_ id: MemberID) -> Bool {
        people.contains { $0.member.id == id } || workspaces.contains { $0.member.id == id }
            || virtualLines.contains { $0.virtualLine.member.id == id } || foundMembers.contains { $0.id == id }
            || numbers.contains { $0.owner?.id == id } || applications.contains { $0.person == id }
            || devices.contains { $0.endpoint.owner.id == id }
            || lists.contains { $0.endpoint.owner.id == id || $0.lines.contains { $0.member == id } }
    }
}
