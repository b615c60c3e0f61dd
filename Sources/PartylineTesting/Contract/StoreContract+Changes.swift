// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

extension StoreContract {
    static let tokens: [Clause] = [
        Clause(office: "A token is found by its hash alone, with every field") { store, office in
            let token = Samples.token(
                1, of: office.organisation, role: .locationAdmin, locations: [office.boston.id, office.hartford.id],
                expires: Samples.moment.addingTimeInterval(60))
            try await store.commit(office.commit([.addToken(token, hash: Samples.tokenHash(1))]))
            try expectEqual(try await store.token(hash: Samples.tokenHash(1)), token, "the token is the one added")
            try expect(try await store.token(hash: Samples.tokenHash(2)) == nil, "another hash finds nothing")
        },
        Clause(office: "Tokens come newest first, each organisation's own") { store, office in
            let tokens = (1...3).map {
                Samples.token($0, of: office.organisation, created: Samples.moment.addingTimeInterval(Double($0)))
            }
            for (index, token) in tokens.enumerated() {
                try await store.commit(office.commit([.addToken(token, hash: Samples.tokenHash(index))]))
            }
            let found = try await store.tokens(in: office.organisation.id)
            try expectEqual(found, tokens.reversed(), "newest first")
            try expectEqual(try await store.tokens(in: Office(2).organisation.id), [], "none of another's")
        },
        Clause(office: "A token is revoked once") { store, office in
            let token = Samples.token(1, of: office.organisation)
            try await store.commit(office.commit([.addToken(token, hash: Samples.tokenHash())]))
            let moment = Samples.moment.addingTimeInterval(5)
            try await store.commit(office.commit([.revokeToken(token, at: moment)]))
            try expectEqual(try await store.token(hash: Samples.tokenHash())?.revoked, moment, "it is revoked")
            try await expectRefused(
                office.commit([.revokeToken(token, at: moment.addingTimeInterval(5))]), .constraint, by: store,
                "it is revoked already")
        },
        Clause(office: "A token is added once, and only with locations of its organisation") { store, office in
            let token = Samples.token(1, of: office.organisation)
            try await store.commit(office.commit([.addToken(token, hash: Samples.tokenHash())]))
            let taken = CommitRefusal.exists(ChangeSubject(kind: .token, id: token.id.uuid))
            try await expectRefused(
                office.commit([.addToken(token, hash: Samples.tokenHash(2))]), taken, by: store, "the id is taken")
            try await expectRefused(
                office.commit([.addToken(Samples.token(2, of: office.organisation), hash: Samples.tokenHash())]), taken,
                by: store, "the hash is taken")
            let foreign = Samples.token(3, of: office.organisation, locations: [Office(2).boston.id])
            try await expectRefused(
                office.commit([.addToken(foreign, hash: Samples.tokenHash(3))]), .constraint, by: store,
                "the location is another's")
        },
        Clause(office: "No change tells a token's hash") { store, office in
            let hash = Samples.tokenHash()
            try await store.commit(
                office.commit([.addToken(Samples.token(1, of: office.organisation), hash: hash)]))
            let hex = hash.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            let secrets = [hex, hash.bytes.base64EncodedString()]
            for change in try await store.changes(after: 0, max: 1000) {
                let text = "\(change.before ?? "")\(change.after ?? "")".lowercased()
                try expect(!secrets.contains { text.contains($0.lowercased()) }, "the change does not tell it")
            }
        },
        Clause(office: "An answer is found by its token and key, within its time") { store, office in
            let answer = Samples.answer(body: "{\"a\":1}", request: "PUT /v1/x")
            try await store.commit(office.commit([], answer: answer))
            try expectEqual(try await store.answer(to: answer.key, since: answer.at), answer, "the answer")
            try expect(
                try await store.answer(to: answer.key, since: answer.at.addingTimeInterval(1)) == nil, "it is older")
            let others = [
                IdempotencyKey(token: answer.key.token, key: "KEY"),
                IdempotencyKey(token: Samples.token(2).id, key: answer.key.key),
            ]
            for key in others {
                try expect(try await store.answer(to: key, since: .distantPast) == nil, "\(key) has none")
            }
        },
        Clause(office: "A key that is taken refuses the commit, and is free again after 24 hours") { store, office in
            let list = try await office.list(of: office.people[0], in: store)
            let answer = Samples.answer()
            try await store.commit(office.commit([list.replaced(by: list.lines.relabelled())], answer: answer))
            let next = try await office.list(of: office.people[0], in: store)
            let edit = next.replaced(by: next.lines.relabelled("again"))
            let day: TimeInterval = 24 * 60 * 60
            try await expectRefused(
                office.commit([edit], answer: Samples.answer(at: answer.at.addingTimeInterval(day))),
                .idempotencyKeyTaken, by: store, "the key is taken")
            let later = Samples.answer(status: 200, at: answer.at.addingTimeInterval(day + 1))
            try await store.commit(office.commit([edit], answer: later))
            try expectEqual(try await store.answer(to: later.key, since: .distantPast), later, "the new answer stands")
        },
    ]

    static let changes: [Clause] = [
        Clause(
            office: "A list's change tells who, when, why, the version, and the lines before and after"
        ) { store, office in
            let list = try await office.list(of: office.people[0], in: store)
            let lines = [
                Samples.line(office.people[0].member),
                Samples.line(office.virtualLine.member, port: 2, label: "\"Desk\"", hotline: "911"),
            ]
            let commit = Samples.commit(
                [list.replaced(by: lines)], of: office.organisation, cause: .memberDeleted, actor: "token:abc",
                trackingID: "TRACK_9", at: Samples.moment.addingTimeInterval(0.125))
            let sequence = try await store.commit(commit)
            let change = try required(
                try await store.changes(after: sequence - 1, max: 1).first, "there is a change")
            try expectEqual(change.organisation, office.organisation.id, "its organisation")
            try expectEqual(
                change.subject, ChangeSubject(kind: .memberList, id: list.endpoint.id.uuid), "its subject")
            try expectEqual(change.cause, .memberDeleted, "its cause")
            try expectEqual(change.origin, commit.origin, "its origin")
            try expectEqual(change.version, list.version + 1, "the version after it")
            try expectEqual(try LineRecord.lines(from: change.before ?? ""), list.lines, "the lines before")
            try expectEqual(try LineRecord.lines(from: change.after ?? ""), lines, "the lines after")
        },
        Clause(office: "A noun's change tells its state before and after") { store, office in
            let member = office.basicWorkspace.member
            let sequence = try await store.commit(office.commit([.removeMember(member)]))
            let removal = try required(try await store.changes(after: sequence - 1, max: 1).first, "there is a change")
            try expectEqual(
                try WorkspaceRecord(json: removal.before ?? ""), WorkspaceRecord(office.basicWorkspace), "before")
            try expect(removal.after == nil && removal.version == nil, "there is nothing after")
            let additions = try await store.changes(after: 0, max: 1000)
            let added = additions.first { $0.subject == removal.subject }
            try expectEqual(added?.after, removal.before, "it was added with the same state")
            try expectEqual(added?.cause, .imported, "by an import")
            try expect(added?.before == nil, "from nothing")
        },
        Clause(office: "An endpoint comes and goes with a change of its own and one of its list") { store, office in
            let list = try await office.list(at: .device(office.phone.endpoint.id), in: store)
            let before = try await store.lastChange()
            try await store.commit(office.commit([.removeEndpoint(list)], cause: .endpointDeleted))
            let gone = try await store.changes(after: before, max: 10)
            let id = office.phone.endpoint.id.uuid
            try expectEqual(
                gone.map(\.subject), [ChangeSubject(kind: .memberList, id: id), ChangeSubject(kind: .device, id: id)],
                "the list's, then the device's")
            try expectEqual(try LineRecord.lines(from: gone[0].before ?? ""), list.lines, "the lines that were there")
            try expectEqual(try DeviceRecord(json: gone[1].before ?? ""), DeviceRecord(office.phone), "the device")
            try expect(gone.allSatisfy { $0.after == nil }, "nothing is left of either")
            let all = try await store.changes(after: 0, max: 1000)
            let came = all.filter { $0.subject.id == id && $0.after != nil }
            try expectEqual(came.map(\.subject.kind), [.device, .memberList], "both had come")
            try expectEqual(came.last?.version, 1, "the list at version 1")
        },
        Clause(office: "An app's change tells its settings before and after") { store, office in
            let application = office.applications[0]
            var settings = application.settings
            settings.ringsForGroupPage.toggle()
            let changed = Application(
                id: application.id, person: application.person, browserID: application.browserID, settings: settings)
            let sequence = try await store.commit(
                office.commit([.setApplication(changed, before: application.settings)]))
            let change = try required(try await store.changes(after: sequence - 1, max: 1).first, "there is a change")
            try expectEqual(
                try ApplicationRecord(json: change.before ?? ""), ApplicationRecord(application), "before")
            try expectEqual(try ApplicationRecord(json: change.after ?? ""), ApplicationRecord(changed), "after")
        },
        Clause(office: "Changes come in order, from a sequence on, as many as asked") { store, _ in
            let all = try await store.changes(after: 0, max: 1000)
            try expectEqual(all.map(\.sequence), all.map(\.sequence).sorted(), "they rise")
            try expectEqual(Set(all.map(\.sequence)).count, all.count, "each once")
            let from = all[3].sequence
            let some = try await store.changes(after: from, max: 4)
            try expectEqual(some, Array(all[4..<8]), "the four after the fourth")
            let subjects = try await store.changedSubjects(after: from, max: 4)
            try expectEqual(
                subjects,
                some.map { ChangedSubject(sequence: $0.sequence, place: $0.sequence, subject: $0.subject) },
                "and their subjects")
            try expectEqual(try await store.lastChange(), all.last?.sequence, "the last is the last")
        },
        Clause("An empty store's last change is 0") { store in
            try expectEqual(try await store.lastChange(), 0, "there is none")
        },
        Clause(office: "The change mark moves with every commit and stands still without") { store, office in
            var list = try await office.list(of: office.people[0], in: store)
            for round in 0..<5 {
                let before = try await store.changeMark()
                _ = try await StoreDump(of: store)
                try expectEqual(try await store.changeMark(), before, "reading does not move it")
                _ = try await refusal(
                    of: office.commit([list.replaced(by: [], expecting: 99)]), by: store)
                try expectEqual(try await store.changeMark(), before, "a refused commit does not move it")
                try await store.commit(office.commit([list.replaced(by: list.lines.relabelled("\(round)"))]))
                try expect(try await store.changeMark() != before, "a commit moves it")
                list = try await office.list(of: office.people[0], in: store)
            }
        },
    ]
}
