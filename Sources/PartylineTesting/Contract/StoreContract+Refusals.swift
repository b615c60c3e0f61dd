// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

extension StoreContract {
    static let refusals: [Clause] = [
        Clause(office: "A list whose version has moved refuses the commit as moved") { store, office in
            let list = try await office.list(of: office.people[0], in: store)
            for version in [list.version - 1, list.version + 1] {
                try await expectRefused(
                    office.commit([list.replaced(by: list.lines.relabelled(), expecting: version)]),
                    .moved(list.endpoint.id), by: store, "version \(version) is not version \(list.version)")
            }
        },
        Clause(office: "A list of a removed or foreign endpoint refuses the commit as moved") { store, office in
            let list = try await office.list(at: .device(office.phone.endpoint.id), in: store)
            let edit = list.replaced(by: list.lines.relabelled())
            try await expectRefused(
                Office(2).commit([edit]), .moved(list.endpoint.id), by: store, "another organisation cannot replace it")
            try await store.commit(office.commit([.removeEndpoint(list)]))
            try await expectRefused(
                office.commit([edit]), .moved(list.endpoint.id), by: store, "what is removed cannot be replaced")
            try await expectRefused(
                office.commit([.removeEndpoint(list)]), .moved(list.endpoint.id), by: store, "nor removed again")
        },
        Clause(office: "One refused edit refuses all edits of its commit") { store, office in
            let lists = try await office.lists(of: [0, 1, 2], in: store)
            var edits = lists.map { $0.replaced(by: $0.lines.relabelled()) }
            edits.append(lists[0].replaced(by: lists[0].lines, expecting: 99))
            let person = Samples.person(Samples.member(900, of: office.organisation, at: office.hartford))
            let answer = Samples.answer()
            try await expectRefused(
                office.commit([.addPerson(person)] + edits, answer: answer), .moved(lists[0].endpoint.id), by: store,
                "the last edit is stale")
            let tombstone = try await store.tombstone(person.member.id.uuid, in: office.organisation.id)
            let stored = try await store.answer(to: answer.key, since: .distantPast)
            try expect(tombstone == nil && stored == nil, "there is neither tombstone nor answer")
        },
        Clause(office: "A line stands on 35 endpoints and on no 36th") { store, office in
            let shared = office.virtualLine.member
            let phones = try await phones(36, in: store, office)
            for (index, phone) in phones.enumerated() {
                let list = try await office.list(at: .device(phone.endpoint.id), in: store)
                let commit = office.commit([list.replaced(by: list.lines + [Samples.line(shared, port: 2)])])
                if index < MemberListRules.maximumEndpointsPerMember {
                    try await store.commit(commit)
                } else {
                    try await expectRefused(commit, .constraint, by: store, "endpoint \(index + 1) is one too many")
                }
            }
            let count = try await store.endpointUses(of: shared.id, in: office.organisation.id).count
            try expectEqual(count, MemberListRules.maximumEndpointsPerMember, "the line stands on as many as it may")
        },
        Clause(office: "A line on 35 endpoints may leave one list and enter another in a commit, whichever comes first")
        {
            store, office in
            let shared = office.virtualLine.member
            let phones = try await phones(36, in: store, office)
            var lists: [MemberList] = []
            for phone in phones { lists.append(try await office.list(at: .device(phone.endpoint.id), in: store)) }
            let with = lists.map { $0.lines + [Samples.line(shared, port: 2)] }
            try await store.commit(office.commit(zip(lists, with).prefix(35).map { $0.replaced(by: $1) }))
            for (from, to) in [(0, 35), (35, 0), (7, 35)] {
                let start = try await store.lastChange()
                let leaves = try await office.list(at: .device(phones[from].endpoint.id), in: store)
                let enters = try await office.list(at: .device(phones[to].endpoint.id), in: store)
                let edits = [enters.replaced(by: with[to]), leaves.replaced(by: lists[from].lines)]
                try await store.commit(office.commit(from > to ? edits.reversed() : edits, cause: .plan))
                let moved = try await office.list(at: .device(phones[to].endpoint.id), in: store)
                try expectEqual(moved.lines, with[to], "it has entered")
                let left = try await office.list(at: .device(phones[from].endpoint.id), in: store)
                try expectEqual(left.lines, lists[from].lines, "it has left")
                let changes = try await store.changes(after: start, max: 10)
                try expectEqual(changes.map(\.cause), [.plan, .plan], "each a change")
                let told = try required(changes.first { $0.subject.id == left.endpoint.id.uuid }, "of the list it left")
                try expectEqual(try LineRecord.lines(from: told.before ?? ""), with[from], "with the lines before")
            }
            let enters = try await office.list(at: .device(phones[7].endpoint.id), in: store)
            let other = try await office.list(at: .device(phones[8].endpoint.id), in: store)
            try await expectRefused(
                office.commit([
                    enters.replaced(by: with[7]), other.replaced(by: other.lines.relabelled("x")),
                ]), .constraint, by: store, "it does not leave any list")
        },
        Clause(office: "A line of a missing or foreign member refuses the commit") { store, office in
            let list = try await office.list(of: office.people[0], in: store)
            for member in [Samples.member(999), Office(2).people[0].member] {
                try await expectRefused(
                    office.commit([list.replaced(by: list.lines + [Samples.line(member, port: 2)])]), .constraint,
                    by: store, "\(member.id) is no member of the organisation")
            }
        },
        Clause(office: "A member stands in a list once, and lines do not overlap") { store, office in
            let list = try await office.list(of: office.people[0], in: store)
            let (owner, other) = (office.people[0].member, office.people[1].member)
            let wrong = [
                [Samples.line(owner), Samples.line(other, port: 2), Samples.line(other, port: 3)],
                [Samples.line(owner), Samples.line(other, port: 1)],
                [Samples.line(owner, weight: 3), Samples.line(other, port: 3)],
                [Samples.line(other, port: 2), Samples.line(owner, weight: 2)],
            ]
            for lines in wrong {
                try await expectRefused(
                    office.commit([list.replaced(by: lines)]), .constraint, by: store, "\(lines.map(\.port)) is wrong")
            }
        },
        Clause(office: "A number is used once in the store, an extension once in its location") { store, office in
            let taken = office.people[0].member
            let number = taken.phoneNumber ?? ""
            let foreign = Office(2)
            try await expectRefused(
                foreign.commit([
                    .addPerson(
                        Samples.person(
                            Samples.member(901, of: foreign.organisation, at: foreign.boston, phoneNumber: number)))
                ]), .numberInUse(number), by: store, "another organisation's number is taken")
            func edit(at location: Location) -> Edit {
                .addVirtualLine(
                    Samples.virtualLine(
                        Samples.member(
                            902, .virtualLine, of: office.organisation, at: location, extension: taken.extension)))
            }
            try await expectRefused(
                office.commit([edit(at: office.hartford)]), .extensionInUse(taken.extension ?? ""), by: store,
                "the location's extension is taken")
            try await store.commit(office.commit([edit(at: office.boston)]))
        },
        Clause(office: "What exists is not added again, and the refusal names it") { store, office in
            let person = office.people[0]
            let renamed = Samples.person(
                Samples.member(903, of: office.organisation, at: office.hartford), email: person.email.uppercased())
            let otherPhone = Samples.device(9999, of: person.member, mac: office.phone.mac)
            let browser = Application(
                id: EndpointID(Samples.uuid("other", 1)), person: person.member.id,
                browserID: EndpointID(Samples.uuid("other", 2)), settings: Samples.applicationSettings)
            let cases: [(Edit, ChangeSubject.Kind, UUID)] = [
                (.addOrganisation(office.organisation), .organisation, office.organisation.id.uuid),
                (.addLocation(office.boston), .location, office.boston.id.uuid),
                (.addPerson(person), .person, person.member.id.uuid),
                (.addPerson(renamed), .person, person.member.id.uuid),
                (.addWorkspace(office.workspace), .workspace, office.workspace.member.id.uuid),
                (.addVirtualLine(office.virtualLine), .virtualLine, office.virtualLine.member.id.uuid),
                (.addDevice(office.phone), .device, office.phone.endpoint.id.uuid),
                (.addDevice(otherPhone), .device, office.phone.endpoint.id.uuid),
                (.addApplication(browser), .application, office.applications[0].id.uuid),
            ]
            for (edit, kind, id) in cases {
                try await expectRefused(
                    office.commit([edit]), .exists(ChangeSubject(kind: kind, id: id)), by: store, "the \(kind) exists")
            }
        },
        Clause(office: "A member that owns an endpoint or stands on a list is not removed") { store, office in
            let list = try await office.list(of: office.people[0], in: store)
            let shared = office.virtualLine.member
            try await store.commit(
                office.commit([list.replaced(by: list.lines + [Samples.line(shared, port: 2)])]))
            for member in [office.people[0].member, shared] {
                try await expectRefused(
                    office.commit([.removeMember(member)]), .constraint, by: store, "\(member.fullName) is needed")
            }
        },
        Clause(office: "A member that has gone is not removed again") { store, office in
            let member = office.basicWorkspace.member
            try await expectRefused(
                Office(2).commit([.removeMember(member)]), .constraint, by: store, "another organisation cannot")
            try await store.commit(office.commit([.removeMember(member)]))
            try await expectRefused(
                office.commit([.removeMember(member)]), .constraint, by: store, "it has gone")
        },
        Clause(office: "An app whose settings have moved refuses the commit as moved") { store, office in
            let application = office.applications[0]
            var settings = application.settings
            settings.desktopClientEnabled = false
            let changed = Application(
                id: application.id, person: application.person, browserID: application.browserID, settings: settings)
            try await expectRefused(
                office.commit([.setApplication(changed, before: settings)]), .moved(application.id), by: store,
                "the settings are not these")
        },
    ]

    /// So many phones, each of a workspace of its own.
    private static func phones(_ count: Int, in store: any Store, _ office: Office) async throws -> [Device] {
        let owners = (0..<count).map { index in
            Samples.member(
                6000 + index, .workspace, of: office.organisation, at: office.hartford, extension: "5\(100 + index)")
        }
        try await store.commit(office.commit(owners.map { .addWorkspace(Samples.workspace($0)) }))
        let phones = owners.enumerated().map { Samples.device(5000 + $0, of: $1) }
        try await store.commit(office.commit(phones.map { .addDevice($0) }))
        return phones
    }
}
