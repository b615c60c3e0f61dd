// SPDX-License-Identifier: Apache-2.0

import Foundation
import PartylineTesting
import SharedLine
import StoreSQLite
import Testing

@testable import LineService

@Suite struct JobTests {
    @Test func `a job stores all its lists by one commit, and can be taken back as a whole`() async throws {
        let (desk, office) = try await JobDesk.open()
        let before = try await office.lines(in: desk.store)
        let job = try await desk.accept(people: [0, 1, 2], label: "job")
        try await desk.carryOut()
        let done = try await desk.job(job.id)
        #expect(done.state == .done && done.changed == 3 && done.decided == 3 && done.attempts == 1)
        let changes = try await desk.store.changes(of: job.id, in: office.organisation.id)
        #expect(changes.map(\.cause) == [.plan, .plan, .plan])
        #expect(Set(changes.map(\.origin.trackingID)) == [job.trackingID])
        let undo = try await desk.jobs.acceptUndo(
            of: desk.jobs.undoing(job.id, for: desk.authority()), keyed: { _ in nil }, for: desk.authority())
        try await desk.carryOut()
        #expect(try await desk.job(undo.id).state == .done)
        #expect(try await office.lines(in: desk.store) == before)
        #expect(
            try await desk.store.changes(of: undo.id, in: office.organisation.id).map(\.cause) == [.undo, .undo, .undo])
    }

    @Test func `a job that breaks a rule fails with every reason and stores nothing`() async throws {
        let (desk, office) = try await JobDesk.open()
        let before = try await office.lines(in: desk.store)
        let job = try await desk.accept(people: [0, 1, 1], label: String(repeating: "x", count: 200))
        try await desk.carryOut()
        let failed = try await desk.job(job.id)
        #expect(failed.state == .failed)
        #expect(String(decoding: failed.problem ?? Data(), as: UTF8.self).hasPrefix("refusedPlan"))
        #expect(try await office.lines(in: desk.store) == before)
    }

    @Test func `undoing is refused with every list that somebody has changed since`() async throws {
        let (desk, office) = try await JobDesk.open()
        let job = try await desk.accept(people: [0, 1, 2], label: "job")
        try await desk.carryOut()
        for person in [0, 2] {
            let list = try await office.list(of: office.people[person], in: desk.store)
            try await desk.store.commit(
                office.commit([list.replaced(by: [Samples.line(office.people[person].member)])]))
        }
        let undoing = try await desk.jobs.undoing(job.id, for: desk.authority())
        let objections = await #expect(throws: ServiceError.self) {
            _ = try await desk.plans.tryOut(undoing.plan, for: desk.authority())
        }
        guard case .refusedPlan(let all)? = objections else { return }
        #expect(all.compactMap(\.endpoint?.id) == [office.applications[0].id, office.applications[2].id])
    }

    @Test func `a job whose process has gone is begun anew once its lease has ended, and stored once`() async throws {
        let (desk, office) = try await JobDesk.open()
        let job = try await desk.accept(people: [0], label: "job")
        let dead = JobLease(runner: RunnerID(UUID()), until: Samples.moment.addingTimeInterval(JobRunner.leaseDuration))
        try await desk.store.commit(desk.commit(.taken(job.id, dead)))
        try await desk.carryOut()
        #expect(try await desk.job(job.id).state == .running)
        try await desk.carryOut(at: dead.until.addingTimeInterval(1))
        let done = try await desk.job(job.id)
        #expect(done.state == .done && done.attempts == 2)
        await #expect(throws: CommitRefusal.jobMoved(job.id)) {
            try await desk.store.commit(desk.commit(.completed(job.id, by: dead.runner)))
        }
        #expect(try await office.list(of: office.people[0], in: desk.store).version == 2)
    }

    @Test func `a job that its processes do not survive is given up`() async throws {
        let (desk, _) = try await JobDesk.open()
        let job = try await desk.accept(people: [0], label: "job")
        for _ in 0..<JobRunner.maximumAttempts {
            let lease = JobLease(runner: RunnerID(UUID()), until: Samples.moment)
            try await desk.store.commit(desk.commit(.taken(job.id, lease)))
            try await desk.store.commit(desk.commit(.givenBack(job.id, by: lease.runner)))
        }
        try await desk.carryOut()
        #expect(try await desk.job(job.id).state == .failed)
    }

    @Test func `a job does not outlive the token that asked for it`() async throws {
        let (desk, office) = try await JobDesk.open()
        let job = try await desk.accept(people: [0], label: "job")
        let token = try #require(
            try await desk.store.tokens(in: office.organisation.id).first { $0.role == .fullAdmin })
        try await desk.store.commit(office.commit([.revokeToken(token, at: Samples.moment)]))
        try await desk.carryOut()
        let failed = try await desk.job(job.id)
        #expect(failed.state == .failed && failed.problem == Data("unauthenticated".utf8))
    }

    @Test func `a location administrator holds nothing outside of its locations, and sees its own jobs alone`()
        async throws
    {
        let (desk, office) = try await JobDesk.open()
        let job = try await desk.accept(people: [0, 4], label: "job", .locationAdmin)
        let outside = try await office.list(of: office.people[4], in: desk.store)
        try await desk.store.commit(
            office.commit([outside.replaced(by: [Samples.line(office.people[4].member, label: "y")])]))
        let inside = try await office.list(of: office.people[0], in: desk.store)
        await #expect(throws: CommitRefusal.held(inside.endpoint.id, by: job.id)) {
            try await desk.store.commit(office.commit([inside.replaced(by: [])]))
        }
        try await desk.carryOut()
        #expect(try await desk.job(job.id).state == .failed)
        #expect(try await desk.jobs.job(job.id, for: desk.authority(.locationAdmin)).id == job.id)
        let other = try await desk.accept(people: [1], label: "job")
        await #expect(throws: ServiceError.jobNotFound) {
            try await desk.jobs.job(other.id, for: desk.authority(.locationAdmin))
        }
    }

    @Test func `of a cancellation and the end of a job one is first, and a cancelled one stores nothing`() async throws
    {
        let (desk, office) = try await JobDesk.open()
        for round in 0..<20 {
            let version = try await office.list(of: office.people[0], in: desk.store).version
            let job = try await desk.accept(people: [0, 1, 2, 3], label: "round \(round)")
            async let running: Void = desk.carryOut()
            let cancelled = await desk.cancel(job.id)
            try await running
            let ended = try await desk.job(job.id)
            #expect(ended.state == (cancelled ? .cancelled : .done))
            let now = try await office.list(of: office.people[0], in: desk.store).version
            #expect(now == version + (cancelled ? 0 : 1))
        }
    }

    @Test func `who is refused is told to come back about when the job will end`() {
        func job(_ state: Job.State, decided: Int, startedAgo: TimeInterval) -> Job {
            Job(
                id: JobID(UUID()), organisation: Samples.organisation().id, token: TokenID(UUID()), trackingID: "",
                state: state, lists: 10_000, decided: decided, changed: nil, problem: nil, attempts: 1,
                created: Samples.moment, started: Samples.moment.addingTimeInterval(-startedAgo), ended: nil)
        }
        func seconds(_ jobs: Job...) -> Int { JobPace.secondsLeft(of: jobs[...], at: Samples.moment) }
        let (queued, half) = (job(.queued, decided: 0, startedAgo: 0), job(.running, decided: 5000, startedAgo: 2))
        #expect(seconds() == 1)
        #expect(seconds(queued) == 20)
        #expect(seconds(half) == 6)
        #expect(seconds(half, queued) == 26)
        #expect(seconds(job(.running, decided: 10_000, startedAgo: 0)) == 1)
        #expect(seconds(job(.running, decided: 1, startedAgo: 9)) == 60)
    }
}

/// The desk with jobs, and a runner that ends when nothing is left to do.
struct JobDesk: Sendable {
    let desk: Desk
    let store: any Store
    let plans: PlanService
    let jobs: JobService

    static func open() async throws -> (JobDesk, Office) {
        let desk = try await Desk()
        let plans = PlanService(store: desk.store, now: { Samples.moment })
        let jobs = JobService(store: desk.store, plans: plans, bell: JobBell(), now: { Samples.moment })
        return (JobDesk(desk: desk, store: desk.store, plans: plans, jobs: jobs), desk.office)
    }

    func authority(_ role: Role = .fullAdmin) async throws -> Authority { try await desk.authority(role) }

    func job(_ id: JobID) async throws -> Job {
        try #require(try await store.job(id, in: desk.office.organisation.id))
    }

    func accept(people: [Int], label: String, _ role: Role = .fullAdmin) async throws -> Job {
        let body = Data(([label] + people.map { "\($0)" }).joined(separator: ",").utf8)
        return try await jobs.accept(
            try plan(body), body: body, isStrict: false, keyed: { _ in nil }, for: try await authority(role))
    }

    func cancel(_ id: JobID) async -> Bool {
        do {
            try await jobs.cancel(id, for: try await authority())
            return true
        } catch { return false }
    }

    /// The label and whose apps get it.
    private func plan(_ body: Data) throws -> Plan {
        let words = String(decoding: body, as: UTF8.self).split(separator: ",")
        return Plan(
            items: words.dropFirst().compactMap { Int($0) }.map { person in
                let member = desk.office.people[person].member
                return desk.item(.applicationOf(member.id), [member], label: String(words[0]))
            })
    }

    /// Carries out what is there, as a process that begins now.
    func carryOut(at moment: Date = Samples.moment) async throws {
        let runner = JobRunner(
            store: store, plans: plans,
            translation: JobRunner.Translation(
                plan: { body, _ in try plan(body) },
                problem: { error, _ in Data("\(error)".utf8) }),
            bell: JobBell(), now: { moment })
        try await runner.carryOutAll()
    }

    func commit(_ step: JobStep) -> Commit {
        Commit(
            ofJob: step, organisation: desk.office.organisation.id,
            origin: ChangeOrigin(actor: "token:sample", trackingID: "TEST", at: Samples.moment), cause: .plan,
            edits: [],
            answer: nil)
    }
}

extension Office {
    func lines(in store: any Store) async throws -> [[Line]] {
        var lines: [[Line]] = []
        for person in people { lines.append(try await list(of: person, in: store).lines) }
        return lines
    }
}
