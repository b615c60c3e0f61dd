// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

extension StoreContract {
    static let directory: [Clause] = [
        Clause(office: "Every noun comes back as it was added") { store, office in
            let id = office.organisation.id
            try expectEqual(try await store.organisation(id), office.organisation, "the organisation")
            for location in [office.hartford, office.boston] {
                try expectEqual(try await store.location(location.id, in: id), location, "the location")
            }
            for person in office.people + [office.personWithoutCalling] {
                try expectEqual(try await store.person(person.member.id, in: id), person, "the person")
            }
            for workspace in [office.workspace, office.basicWorkspace] {
                try expectEqual(try await store.workspace(workspace.member.id, in: id), workspace, "the workspace")
            }
            try expectEqual(
                try await store.virtualLine(office.virtualLine.member.id, in: id), office.virtualLine, "virtual line")
            for device in [office.phone, office.adapter] {
                try expectEqual(try await store.device(device.endpoint.id, in: id), device, "the device")
            }
            for application in office.applications {
                try expectEqual(try await store.application(of: application.person, in: id), application, "the app")
            }
        },
        Clause(office: "No read shows one organisation's things to another") { store, office in
            let other = Office(2).organisation.id
            let id = office.people[0].member.id
            try expect(try await store.location(office.hartford.id, in: other) == nil, "no location")
            try expect(try await store.person(id, in: other) == nil, "no person")
            try expect(try await store.workspace(office.workspace.member.id, in: other) == nil, "no workspace")
            try expect(try await store.virtualLine(office.virtualLine.member.id, in: other) == nil, "no virtual line")
            try expect(try await store.device(office.phone.endpoint.id, in: other) == nil, "no device")
            try expect(try await store.application(of: id, in: other) == nil, "no app")
            try expect(try await store.memberList(at: .application(of: id), in: other) == nil, "no list")
            try expect(
                try await store.snapshot(at: .device(office.phone.endpoint.id), naming: [id], in: other) == nil,
                "no snapshot")
            let dump = try await StoreDump(of: store)
            try expectEqual(dump.people.filter { $0.member.organisation == other }.count, 7, "its own seven people")
            try expect(
                dump.lists.allSatisfy { list in
                    list.entries.allSatisfy { $0.member.organisation == list.endpoint.organisation }
                }, "lists show their own organisation's members")
        },
        Clause(office: "A thing of one kind is not found as another") { store, office in
            let id = office.organisation.id
            try expect(try await store.person(office.workspace.member.id, in: id) == nil, "a workspace is no person")
            try expect(try await store.workspace(office.people[0].member.id, in: id) == nil, "nor the reverse")
            try expect(try await store.virtualLine(office.people[0].member.id, in: id) == nil, "nor a virtual line")
            try expect(try await store.device(office.applications[0].id, in: id) == nil, "an app is no device")
        },
        Clause(office: "Locations come by name, contained text and direction, within reach") { store, office in
            var query = LocationQuery(organisation: office.organisation.id, reach: .everywhere)
            let page = Page(start: 0, max: 10)
            func names() async throws -> [String] { try await store.locations(query, page: page).items.map(\.name) }
            try expectEqual(try await names(), ["Boston", "Hartford"], "by name")
            query.isDescending = true
            try expectEqual(try await names(), ["Hartford", "Boston"], "falling")
            query.name = "ARTF"
            try expectEqual(try await names(), ["Hartford"], "contained in any case")
            query.name = nil
            query.reach = .only([office.boston.id])
            try expectEqual(try await names(), ["Boston"], "within reach")
            query.id = office.hartford.id
            try expectEqual(try await names(), [], "out of reach")
            query.reach = .everywhere
            try expectEqual(try await names(), ["Hartford"], "by id")
            query.id = nil
            query.reach = .only([])
            try expectEqual(try await names(), [], "nothing within no reach")
        },
        Clause(office: "Licences are counted by kind of holder") { store, office in
            let counts = try await store.licenceCounts(in: office.organisation.id)
            try expectEqual(
                counts,
                [
                    LicenceCount(licence: .professional, people: 6, workspaces: 1),
                    LicenceCount(licence: .basic, people: 0, workspaces: 0),
                    LicenceCount(licence: .workspaces, people: 0, workspaces: 1),
                ], "six people and one workspace are professional, one workspace is not")
        },
        Clause(office: "Numbers are counted within reach") { store, office in
            func count(_ reach: LocationReach) async throws -> NumberCount {
                try await store.numberCount(in: office.organisation.id, reach: reach)
            }
            try expectEqual(
                try await count(.everywhere), NumberCount(assigned: 5, unassigned: 1, extensionOnly: 4), "everywhere")
            try expectEqual(
                try await count(.only([office.boston.id])),
                NumberCount(assigned: 2, unassigned: 0, extensionOnly: 1), "in Boston")
            try expectEqual(
                try await count(.only([])), NumberCount(assigned: 0, unassigned: 0, extensionOnly: 0), "nowhere")
        },
        Clause(office: "A ready store says so") { store, _ in
            try await store.checkReady()
        },
    ]
}
