// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import Testing

@testable import PartylineTesting
@testable import StorePostgres

@Suite("Many nodes on one database")
struct ManyWritersTests {
    let url: PostgresURL
    let stores: [PostgresStore]
    let office = Office(1)

    init() async throws {
        url = try await TestServer.shared.value.database()
        stores = [try await PostgresStore.open(url), try await PostgresStore.open(url)]
        try await office.settle(in: stores[0])
    }

    private func close() async {
        for store in stores { await store.close() }
    }

    @Test("Each sees the other's commits at once, and its change mark moves with them")
    func seeingEachOther() async throws {
        for round in 0..<200 {
            let (writer, reader) = (stores[round % 2], stores[1 - round % 2])
            let list = try await office.list(of: office.people[0], in: writer)
            let mark = try await reader.changeMark()
            #expect(try await reader.changeMark() == mark)
            let line = Samples.line(office.people[0].member, label: "Round \(round)")
            let sequence = try await writer.commit(office.commit([list.replaced(by: [line])]))
            #expect(try await reader.changeMark() != mark)
            #expect(try await office.list(of: office.people[0], in: reader).lines == [line])
            #expect(try await reader.lastChange() == sequence)
            let subjects = try await reader.changedSubjects(after: sequence - 1, max: 10).map(\.subject.id)
            #expect(subjects == [list.endpoint.id.uuid])
        }
        await close()
    }

    @Test("Of commits of both on one list that expect the same version, exactly one is stored")
    func racing() async throws {
        for _ in 0..<10 {
            let list = try await office.list(of: office.people[0], in: stores[0])
            let stored = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<32 {
                    let line = Samples.line(office.people[0].member, label: "Writer \(index)")
                    let commit = office.commit([list.replaced(by: [line])])
                    group.addTask { (try? await stores[index % 2].commit(commit)) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(stored == 1)
            #expect(try await office.list(of: office.people[0], in: stores[1]).version == list.version + 1)
        }
        await close()
    }

    // MARK: - Numbers that become visible out of order

    /// Begins a transaction that has drawn a change's number and does not end.
    private func beginChange(about id: String) async throws -> Session {
        let session = try await Session(url: url)
        try await session.run("BEGIN")
        try await session.run(
            """
            INSERT INTO change (organisation_id, subject_kind, subject_id, cause, actor, tracking_id, at) \
            VALUES ('\(office.organisation.id)', 'person', '\(id)', 'edit', 'test', 'TEST', now())
            """)
        return session
    }

    @Test("A change that becomes visible late is told after those before it, and none is skipped or told twice")
    func lateCommitters() async throws {
        let store = stores[1]
        let before = try await store.lastChange()
        let ids = (1...2).map { Samples.uuid("late", $0) }
        let first = try await beginChange(about: ids[0].uuidString)
        let list = try await office.list(of: office.people[0], in: store)
        let seen = try await stores[0].commit(office.commit([list.replaced(by: list.lines.relabelled("seen"))]))
        let second = try await beginChange(about: ids[1].uuidString)

        // What can be seen is behind one that cannot.
        #expect(try await store.changes(after: before, max: 10) == [])
        #expect(try await store.lastChange() == before)
        // Whoever caches must hear of it all the same, and may not go on beyond what is under way.
        let subjects = try await store.changedSubjects(after: before, max: 10)
        #expect(subjects.map(\.subject.id) == [list.endpoint.id.uuid])
        #expect(subjects.map(\.sequence) == [seen] && subjects.map(\.place) == [before])

        try await second.run("COMMIT")
        #expect(try await store.changes(after: before, max: 10) == [])
        try await first.run("COMMIT")
        let told = try await store.changes(after: before, max: 10)
        #expect(told.map(\.subject.id) == [ids[0], list.endpoint.id.uuid, ids[1]])
        #expect(told[1].sequence == seen)
        #expect(try await store.lastChange() == told[2].sequence)
        await first.close()
        await second.close()
        await close()
    }

    @Test("A change that is taken back leaves a gap that holds up nobody")
    func abandoned() async throws {
        let before = try await stores[0].lastChange()
        let session = try await beginChange(about: Samples.uuid("gone", 1).uuidString)
        let list = try await office.list(of: office.people[0], in: stores[0])
        let sequence = try await stores[0].commit(office.commit([list.replaced(by: list.lines.relabelled())]))
        try await session.run("ROLLBACK")
        #expect(try await stores[1].changes(after: before, max: 10).map(\.sequence) == [sequence])
        await session.close()
        await close()
    }

    @Test("Who follows hears of what was held back when the change before it is given up")
    func heldBack() async throws {
        let store = stores[1]
        let before = try await store.lastChange()
        let session = try await beginChange(about: Samples.uuid("gone", 1).uuidString)
        let list = try await office.list(of: office.people[0], in: stores[0])
        let sequence = try await stores[0].commit(office.commit([list.replaced(by: list.lines.relabelled())]))
        let mark = try await store.changeMark()
        #expect(try await store.changes(after: before, max: 10) == [])
        try await session.run("ROLLBACK")
        // Nothing was committed, but the mark has moved because something was held back.
        #expect(try await store.changeMark() != mark)
        #expect(try await store.changes(after: before, max: 10).map(\.sequence) == [sequence])
        let after = try await store.changeMark()
        #expect(try await store.changeMark() == after)
        await session.close()
        await close()
    }

    @Test("The commits of one node wake those who follow on another", .timeLimit(.minutes(1)))
    func waking() async throws {
        let wakeUps = stores[1].wakeUps()
        let woken = Task {
            for await _ in wakeUps { return true }
            return false
        }
        // Until the other one listens.
        let list = try await office.list(of: office.people[0], in: stores[0])
        var version = list.version
        let writing = Task {
            while !Task.isCancelled {
                let line = Samples.line(office.people[0].member, label: "\(version)")
                let edit = list.replaced(by: [line], expecting: version)
                try await stores[0].commit(office.commit([edit]))
                version += 1
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        #expect(await woken.value)
        writing.cancel()
        _ = await writing.result
        await close()
    }

    @Test("The change mark moves when a change becomes visible, not when its number is drawn")
    func markOfLateCommitter() async throws {
        for _ in 0..<20 {
            let mark = try await stores[1].changeMark()
            let session = try await beginChange(about: Samples.uuid("late", 1).uuidString)
            #expect(try await stores[1].changeMark() == mark)
            let list = try await office.list(of: office.people[0], in: stores[0])
            try await stores[0].commit(office.commit([list.replaced(by: list.lines.relabelled())]))
            let between = try await stores[1].changeMark()
            #expect(between != mark)
            try await session.run("COMMIT")
            #expect(try await stores[1].changeMark() != between)
            await session.close()
        }
        await close()
    }

    @Test("A follower of a busy database is told every change once, in order")
    func following() async throws {
        let start = try await stores[0].lastChange()
        let writing = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, person) in office.people.enumerated() {
                    group.addTask {
                        for round in 0..<60 {
                            let store = stores[(index + round) % 2]
                            let list = try await office.list(of: person, in: store)
                            try await store.commit(
                                office.commit([list.replaced(by: list.lines.relabelled("\(round)"))]))
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        var told: [Int64] = []
        let deadline = ContinuousClock.now + .seconds(60)
        while told.count < 6 * 60, ContinuousClock.now < deadline {
            told += try await stores[1].changes(after: told.last ?? start, max: 7).map(\.sequence)
        }
        try await writing.value
        let all = try await stores[0].changes(after: start, max: 10_000).map(\.sequence)
        #expect(told == all)
        #expect(all.count == 6 * 60)
        await close()
    }

    // MARK: - Limits that span lists

    @Test("Of many that put one line on its 35th endpoint at once, one does")
    func sharingLimit() async throws {
        let shared = office.virtualLine.member
        let owners = (0..<44).map { index in
            Samples.member(
                6000 + index, .workspace, of: office.organisation, at: office.hartford, extension: "5\(100 + index)")
        }
        try await stores[0].commit(office.commit(owners.map { .addWorkspace(Samples.workspace($0)) }))
        let phones = owners.enumerated().map { Samples.device(5000 + $0, of: $1) }
        try await stores[0].commit(office.commit(phones.map { .addDevice($0) }))
        var edits: [Edit] = []
        for phone in phones {
            let list = try await office.list(at: .device(phone.endpoint.id), in: stores[0])
            edits.append(list.replaced(by: list.lines + [Samples.line(shared, port: 2)]))
        }
        try await stores[0].commit(office.commit(Array(edits.prefix(34))))
        let results = await withTaskGroup(of: String.self) { group in
            for (index, edit) in edits.dropFirst(34).enumerated() {
                group.addTask {
                    do {
                        try await stores[index % 2].commit(office.commit([edit]))
                        return "stored"
                    } catch {
                        return "\(error)"
                    }
                }
            }
            return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(results == ["stored": 1, "constraint": 9])
        let uses = try await stores[0].endpointUses(of: shared.id, in: office.organisation.id)
        #expect(uses.count == MemberListRules.maximumEndpointsPerMember)
        await close()
    }

    @Test("Of many that take one number or one extension at once, one gets it and the others are told which it was")
    func numbers() async throws {
        func race(_ make: @escaping @Sendable (Int) -> Member) async -> [String: Int] {
            await withTaskGroup(of: String.self) { group in
                for index in 0..<16 {
                    let person = Samples.person(make(index))
                    group.addTask {
                        do {
                            try await stores[index % 2].commit(office.commit([.addPerson(person)]))
                            return "stored"
                        } catch {
                            return "\(error)"
                        }
                    }
                }
                return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
        }
        let (organisation, hartford) = (office.organisation, office.hartford)
        let numbers = await race {
            Samples.member(
                7000 + $0, of: organisation, at: hartford, extension: "7\($0 + 100)", phoneNumber: "+18605559999")
        }
        #expect(numbers == ["stored": 1, "numberInUse(\"+18605559999\")": 15])
        let extensions = await race {
            Samples.member(7100 + $0, of: organisation, at: hartford, extension: "8888", phoneNumber: nil)
        }
        #expect(extensions == ["stored": 1, "extensionInUse(\"8888\")": 15])
        await close()
    }

    @Test("Commits of several lists in opposite orders do not hinder each other")
    func severalLists() async throws {
        for _ in 0..<10 {
            let lists = try await office.lists(of: [0, 1, 2, 3, 4, 5], in: stores[0])
            let (ones, others) = (Array(lists.prefix(3)), Array(lists.suffix(3)))
            let shared = office.virtualLine.member
            func edits(_ lists: [MemberList]) -> [Edit] {
                lists.map {
                    $0.replaced(by: $0.lines.filter { $0.member != shared.id } + [Samples.line(shared, port: 4)])
                }
            }
            async let first = stores[0].commit(office.commit(edits(ones)))
            async let second = stores[1].commit(office.commit(edits(others.reversed())))
            _ = try await (first, second)
            let again = try await office.lists(of: [0, 1, 2, 3, 4, 5], in: stores[1])
            let all = again.map { $0.replaced(by: $0.lines.filter { $0.member != shared.id }) }
            async let forwards = isStored(office.commit(all), by: stores[0])
            async let backwards = isStored(office.commit(all.reversed()), by: stores[1])
            #expect(await [forwards, backwards].filter { $0 }.count == 1)
        }
        await close()
    }

    @Test("A deadlock with a stranger ends, and the commit is stored after all")
    func deadlock() async throws {
        let list = try await office.list(of: office.people[0], in: stores[0])
        let shared = office.virtualLine.member
        // Takes the member first and the endpoint then; the commit does it the other way round.
        let stranger = try await Session(url: url)
        try await stranger.run("SET deadlock_timeout = '10s'")
        try await stranger.run("BEGIN")
        try await stranger.run("SELECT id::text FROM member WHERE id = '\(shared.id)' FOR UPDATE")
        let commit = Task {
            try await stores[0].commit(
                office.commit([list.replaced(by: list.lines + [Samples.line(shared, port: 2)])]))
        }
        try await Task.sleep(for: .milliseconds(200))
        try await stranger.run("SELECT id::text FROM endpoint WHERE id = '\(list.endpoint.id)' FOR UPDATE")
        try await stranger.run("COMMIT")
        _ = try await commit.value
        #expect(try await office.list(of: office.people[0], in: stores[1]).version == list.version + 1)
        await stranger.close()
        await close()
    }
}
