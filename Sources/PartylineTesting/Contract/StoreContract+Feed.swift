// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

extension StoreContract {
    static let feed: [Clause] = [
        Clause(office: "Whoever follows while many commit sees each change exactly once, in order") { store, office in
            let start = try await store.lastChange()
            let (writers, rounds) = (6, 25)
            let found = try await withThrowingTaskGroup(of: (isSeen: Bool, sequences: [Int64]).self) { group in
                for person in office.people.prefix(writers) {
                    group.addTask {
                        var committed: [Int64] = []
                        for round in 0..<rounds {
                            let list = try await office.list(of: person, in: store)
                            // Commits of different length, so that their sequences interleave.
                            var edits = [list.replaced(by: list.lines.relabelled("\(round)"))]
                            if round.isMultiple(of: 3) { edits.append(newToken(office, person, round)) }
                            committed.append(try await store.commit(office.commit(edits)))
                        }
                        return (false, committed)
                    }
                }
                let total = writers * (rounds + (rounds + 2) / 3)
                group.addTask { (true, try await follow(store, from: start, until: total)) }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let seen = found.filter(\.isSeen).flatMap(\.sequences)
            try expectEqual(seen, seen.sorted(), "in order")
            let all = try await store.changes(after: start, max: 100_000).map(\.sequence)
            try expectEqual(seen, all, "each once, and none skipped")
            try expect(found.flatMap(\.sequences).allSatisfy(Set(seen).contains), "with all that was acknowledged")
        },
        Clause(office: "The last change's sequence has nothing before it that comes later") { store, office in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for person in office.people {
                    group.addTask {
                        for round in 0..<20 {
                            let list = try await office.list(of: person, in: store)
                            try await store.commit(
                                office.commit([list.replaced(by: list.lines.relabelled("\(round)"))]))
                        }
                    }
                }
                group.addTask {
                    for _ in 0..<40 {
                        let last = try await store.lastChange()
                        let then = try await store.changes(after: 0, max: 100_000).filter { $0.sequence <= last }
                        await Task.yield()
                        let later = try await store.changes(after: 0, max: 100_000).filter { $0.sequence <= last }
                        try expectEqual(later.map(\.sequence), then.map(\.sequence), "nothing came in between")
                    }
                }
                try await group.waitForAll()
            }
        },
        Clause(office: "Changes are found by organisation, endpoint, actor and reach, in order, as many as asked") {
            store, office in
            try await makeHistory(in: store, office)
            let all = try await store.changes(after: 0, max: 100_000)
            var generator = SeededGenerator(seed: 2026)
            for query in queries(office, all) {
                let wanted = all.filter(query.matches)
                let found = try await store.changes(query, after: 0, max: 100_000)
                try expectEqual(found, wanted, "\(query)")
                let place = all.randomElement(using: &generator)?.sequence ?? 0
                let some = try await store.changes(query, after: place, max: 3)
                try expectEqual(some, Array(wanted.filter { $0.sequence > place }.prefix(3)), "three after \(place)")
            }
        },
        Clause(office: "A change of an endpoint keeps the location of its owner, also when both have gone") {
            store, office in
            let list = try await office.list(of: office.people[4], in: store)
            let start = try await store.lastChange()
            try await store.commit(
                office.commit([.removeEndpoint(list), .removeMember(office.people[4].member)], cause: .memberDeleted))
            let gone = try await store.changes(after: start, max: 10)
            try expectEqual(gone.map(\.subject.kind), [.memberList, .application, .person], "what has gone")
            try expectEqual(gone.map(\.location), [office.boston.id, office.boston.id, nil], "where it was")
            for change in try await store.changes(after: 0, max: 1000) {
                try expectEqual(
                    change.location != nil, change.subject.kind.isOfEndpoint, "\(change.subject.kind) has a location")
            }
        },
        Clause(office: "A list's changes come newest first, from a sequence back, and by version") { store, office in
            try await makeHistory(in: store, office)
            let organisation = office.organisation.id
            let list = try await office.list(of: office.people[0], in: store)
            let id = list.endpoint.id
            let all = try await store.changes(after: 0, max: 100_000)
                .filter { $0.subject == ChangeSubject(kind: .memberList, id: id.uuid) }
            try expect(all.count > 4, "there are some")
            let history = try await store.listChanges(of: id, in: organisation, before: nil, max: 100)
            try expectEqual(history, all.reversed(), "all, newest first")
            let page = try await store.listChanges(of: id, in: organisation, before: history[1].sequence, max: 2)
            try expectEqual(page, Array(history[2..<4]), "two before the second")
            for change in all {
                let version = try required(change.version, "a version")
                let found = try await store.listChange(of: id, in: organisation, version: version)
                try expectEqual(found, change, "version \(version)")
            }
            try expect(
                try await store.listChange(of: id, in: organisation, version: list.version + 1) == nil, "no later one")
            let other = Office(2).organisation.id
            try expectEqual(try await store.listChanges(of: id, in: other, before: nil, max: 9), [], "not another's")
            try expect(try await store.listChange(of: id, in: other, version: 1) == nil, "nor one version")
        },
        Clause(office: "Ids stand for members, endpoints and what was deleted, of the organisation alone") {
            store, office in
            let (person, workspace) = (office.people[0].member, office.basicWorkspace.member)
            try await store.commit(office.commit([.removeMember(workspace)]))
            let app = try await office.list(of: office.people[0], in: store).endpoint
            let strangers = [Office(2).people[0].member.id.uuid, Samples.uuid("nobody", 1), office.hartford.id.uuid]
            let ids = [person.id.uuid, office.virtualLine.member.id.uuid, app.id.uuid, office.phone.endpoint.id.uuid]
            let found = try await store.identities(
                Set(ids + [workspace.id.uuid] + strangers), in: office.organisation.id)
            try expectEqual(found.count, 5, "what is the organisation's")
            try expectEqual(found[person.id.uuid], .member(person), "a person")
            try expectEqual(
                found[office.virtualLine.member.id.uuid], .member(office.virtualLine.member), "a virtual line")
            try expectEqual(found[app.id.uuid], .endpoint(app), "an app")
            try expectEqual(found[office.phone.endpoint.id.uuid], .endpoint(office.phone.endpoint), "a phone")
            let tombstone = try await store.tombstone(workspace.id.uuid, in: office.organisation.id)
            try expectEqual(found[workspace.id.uuid], tombstone.map(Identity.deleted), "what was deleted")
            try expect(try await store.identities([], in: office.organisation.id).isEmpty, "nothing of nothing")
        },
    ]

    /// Follows as a feed does: from cursor to cursor, until it has seen so many.
    private static func follow(_ store: any Store, from start: Int64, until count: Int) async throws -> [Int64] {
        var (seen, place) = ([Int64](), start)
        while seen.count < count {
            let changes = try await store.changes(after: place, max: 7)
            seen += changes.map(\.sequence)
            place = changes.last?.sequence ?? place
            if changes.isEmpty { await Task.yield() }
        }
        return seen
    }

    private static func newToken(_ office: Office, _ person: Person, _ round: Int) -> Edit {
        let hash = Samples.tokenHash(1000 * (office.people.firstIndex(of: person) ?? 0) + round)
        let number = 1000 * ((office.people.firstIndex(of: person) ?? 0) + 1) + round
        return .addToken(Samples.token(number, of: office.organisation), hash: hash)
    }

    /// Edits of several actors on several endpoints of both offices, and an endpoint that goes.
    private static func makeHistory(in store: any Store, _ office: Office) async throws {
        for round in 0..<24 {
            let here = round.isMultiple(of: 5) ? Office(2) : office
            let person = here.people[[0, 0, 1, 5][round % 4]]
            let list = try await here.list(of: person, in: store)
            try await store.commit(
                Samples.commit(
                    [list.replaced(by: list.lines.relabelled("\(round)"))], of: here.organisation,
                    cause: ChangeCause.allCases[round % 3], actor: "token:\(round % 3)", trackingID: "T\(round)",
                    at: Samples.moment))
        }
        let phone = try await office.list(at: .device(office.phone.endpoint.id), in: store)
        try await store.commit(office.commit([.removeEndpoint(phone)], cause: .endpointDeleted))
    }

    private static func queries(_ office: Office, _ all: [Change]) -> [ChangeQuery] {
        let reaches: [LocationReach] = [
            .everywhere, .only([]), .only([office.boston.id]), .only([office.boston.id, office.hartford.id]),
            .only([Office(2).boston.id]),
        ]
        let endpoints: [EndpointID?] = [
            nil, office.applications[0].id, office.applications[5].id, office.phone.endpoint.id,
            EndpointID(office.people[0].member.id.uuid), Office(2).applications[0].id,
        ]
        var queries: [ChangeQuery] = []
        for organisation in [office.organisation.id, Office(2).organisation.id] {
            for reach in reaches {
                for endpoint in endpoints {
                    for actor in [nil, "token:1", "command-line", "token", "tok\u{0}en"] {
                        var query = ChangeQuery(organisation: organisation, reach: reach)
                        query.endpoint = endpoint
                        query.actor = actor
                        queries.append(query)
                    }
                }
            }
        }
        return queries
    }
}
