// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

extension StoreContract {
    static let commits: [Clause] = [
        Clause(
            office: "A list whose version is the one read is replaced, and its version rises by one"
        ) { store, office in
            let list = try await office.list(of: office.people[0], in: store)
            let lines = [
                Samples.line(office.people[0].member),
                Samples.line(office.people[1].member, port: 3, label: "Assistant"),
            ]
            try await store.commit(office.commit([list.replaced(by: lines)]))
            let after = try await office.list(of: office.people[0], in: store)
            try expectEqual(after.lines, lines, "the list holds the lines committed")
            try expectEqual(after.version, list.version + 1, "the version rose by one")
            try expectEqual(after.endpoint, list.endpoint, "the endpoint is the same")
        },
        Clause(office: "Every field of a line comes back as it was stored") { store, office in
            let list = try await office.list(at: .device(office.adapter.endpoint.id), in: store)
            let lines = [
                Samples.line(
                    office.workspace.member, weight: 2, label: "Fax \"1\" \\ Ł", hotline: "+1*860#55",
                    allowsCallDecline: false, t38FaxCompression: true)
            ]
            try await store.commit(office.commit([list.replaced(by: lines)]))
            let after = try await office.list(at: .device(office.adapter.endpoint.id), in: store)
            try expectEqual(after.lines, lines, "the line is the one stored")
        },
        Clause(office: "Members may swap ports, move up and change settings in one commit") { store, office in
            let people = office.people.map(\.member)
            var list = try await office.list(of: office.people[0], in: store)
            let rounds = [
                [Samples.line(people[0]), Samples.line(people[1], port: 2), Samples.line(people[2], port: 3)],
                [Samples.line(people[2]), Samples.line(people[0], port: 2), Samples.line(people[1], port: 3)],
                [
                    Samples.line(people[0], weight: 3), Samples.line(people[1], port: 4),
                    Samples.line(people[2], port: 9),
                ],
                [Samples.line(people[0], port: 2), Samples.line(people[3], port: 5, label: "New")],
            ]
            for lines in rounds {
                try await store.commit(office.commit([list.replaced(by: lines)]))
                list = try await office.list(of: office.people[0], in: store)
                try expectEqual(list.lines, lines.sorted { $0.port < $1.port }, "the list is the one of the round")
            }
        },
        Clause(office: "A commit of many edits stores all of them") { store, office in
            let lists = try await office.lists(of: [0, 1, 2], in: store)
            let shared = office.virtualLine.member
            let edits = lists.map { $0.replaced(by: $0.lines + [Samples.line(shared, port: 2)]) }
            try await store.commit(office.commit(edits))
            let showing = try await store.memberLists(showing: shared.id, in: office.organisation.id)
            try expectEqual(Set(showing.map(\.endpoint.id)), Set(lists.map(\.endpoint.id)), "three lists show the line")
        },
        Clause(
            office: "A commit returns the sequence of its last change, which is the last of the store"
        ) { store, office in
            let lists = try await office.lists(of: [0, 1], in: store)
            let before = try await store.lastChange()
            let sequence = try await store.commit(office.commit(lists.map { $0.replaced(by: $0.lines.relabelled()) }))
            try expectEqual(sequence, try await store.lastChange(), "it is the last change")
            let new = try await store.changes(after: before, max: 10)
            try expectEqual(new.map(\.sequence).max(), sequence, "it is the greatest of the commit's changes")
            try expectEqual(new.count, 2, "there is a change for each edit")
        },
        Clause(office: "A commit without edits returns 0 and stores its answer") { store, office in
            let answer = Samples.answer(status: 200, body: "{}")
            try expectEqual(
                try await store.commit(office.commit([], answer: answer)), 0, "no change has been made")
            let found = try await store.answer(to: answer.key, since: .distantPast)
            try expectEqual(found, answer, "the answer is there")
        },
        Clause(office: "Of commits on one list that expect the same version, exactly one is stored") { store, office in
            let list = try await office.list(of: office.people[0], in: store)
            let owner = office.people[0].member
            let stored = await withTaskGroup(of: Int?.self) { group in
                for number in 0..<32 {
                    let commit = office.commit([list.replaced(by: [Samples.line(owner, label: "Writer \(number)")])])
                    group.addTask { await isStored(commit, by: store) ? number : nil }
                }
                return await group.reduce(into: []) { $0 += $1.map { [$0] } ?? [] }
            }
            try expectEqual(stored.count, 1, "one of 32 was stored")
            let after = try await office.list(of: office.people[0], in: store)
            try expectEqual(after.version, list.version + 1, "the version rose once")
            try expectEqual(after.lines.map(\.label), ["Writer \(stored[0])"], "the list is the one that was stored")
        },
        Clause(office: "Concurrent commits on different lists are all stored, the refused among them alone excepted") {
            store, office in
            let lists = try await office.lists(of: [0, 1, 2, 3, 4, 5], in: store)
            let results = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
                for (index, list) in lists.enumerated() {
                    let stale = list.replaced(by: list.lines.relabelled("stale"), expecting: list.version + 7)
                    let good = list.replaced(by: list.lines.relabelled("good"))
                    group.addTask { (index, await isStored(office.commit([stale]), by: store)) }
                    group.addTask { (index, await isStored(office.commit([good]), by: store)) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try expectEqual(results.filter(\.1).map(\.0).sorted(), [0, 1, 2, 3, 4, 5], "one of two was stored of each")
            for list in try await office.lists(of: [0, 1, 2, 3, 4, 5], in: store) {
                try expectEqual(list.lines.map(\.label), ["good"], "it was the good one")
            }
        },
        Clause(office: "A commit whose task is cancelled is stored whole or not at all") { store, office in
            let lists = try await office.lists(of: [0, 1, 2, 3], in: store)
            let edits = lists.map { $0.replaced(by: $0.lines.relabelled()) }
            let task = Task { try await store.commit(office.commit(edits)) }
            task.cancel()
            let isStored = (try? await task.value) != nil
            let after = try await office.lists(of: [0, 1, 2, 3], in: store)
            let wanted = isStored ? lists.map { $0.version + 1 } : lists.map(\.version)
            try expectEqual(after.map(\.version), wanted, "what was answered is what was stored")
        },
    ]
}

func isStored(_ commit: Commit, by store: any Store) async -> Bool {
    (try? await store.commit(commit)) != nil
}

extension Office {
    /// The lists of those people's apps.
    func lists(of indices: [Int], in store: any Store) async throws -> [MemberList] {
        var lists: [MemberList] = []
        for index in indices { lists.append(try await list(of: people[index], in: store)) }
        return lists
    }
}

extension MemberList {
    func replaced(by lines: [Line], expecting version: Int64) -> Edit {
        .replaceList(
            MemberListReplacement(endpoint: endpoint.id, expectedVersion: version, before: self.lines, after: lines))
    }
}

extension [Line] {
    /// The same lines with another label each.
    func relabelled(_ label: String = "relabelled") -> [Line] {
        map { line in
            Line(
                member: line.member, port: line.port, weight: line.weight, label: label, hotline: line.hotline,
                allowsCallDecline: line.allowsCallDecline, t38FaxCompression: line.t38FaxCompression)
        }
    }
}
