// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

extension StoreContract {
    static let jobs: [Clause] = [
        Clause(office: "A job is accepted with what it is to do, and found by its own organisation alone") {
            store, office in
            let (first, second) = (office.job(1), office.job(2, createdAfter: 1))
            let works = [JobWork.plan(body: Data("{}".utf8), isStrict: true), .undo(first.id)]
            for (job, work) in zip([first, second], works) {
                try await store.commit(office.commit(of: .accepted(job, work, holding: [])))
                try expectEqual(
                    try await store.job(job.id, in: office.organisation.id), job, "it is as it was accepted")
                try expectEqual(try await store.job(job.id, in: Office(2).organisation.id), nil, "no other sees it")
            }
            try expectEqual(try await store.openJobs(), [first, second], "both are open, the oldest first")
            let next = try required(try await store.jobToTake(at: Samples.moment), "there is a job to take")
            try expectEqual(next.job, first, "the oldest comes first")
            try expectEqual(next.work, works[0], "with what it is to do")
            try await store.commit(office.commit(of: .cancelled(first.id)))
            try expectEqual(try await store.openJobs(), [second], "one has ended")
            let last = try required(try await store.jobToTake(at: Samples.moment), "there is another one")
            try expectEqual(last.work, works[1], "an undo is told as one")
        },
        Clause(office: "What a job holds is replaced, removed and held by nobody else until it ends") { store, office in
            let list = try await office.list(of: office.people[0], in: store)
            let phone = try await office.list(at: .device(office.phone.endpoint.id), in: store)
            let job = office.job(1)
            let holding: [EndpointAddress] = [
                .application(of: office.people[0].member.id), .device(office.phone.endpoint.id),
                .device(office.phone.endpoint.id), .device(EndpointID(UUID())), .device(Office(2).phone.endpoint.id),
            ]
            try await store.commit(office.commit(of: .accepted(job, .someWork, holding: holding)))
            let replacing = office.commit([list.replaced(by: list.lines.relabelled())])
            let held = CommitRefusal.held(list.endpoint.id, by: job.id)
            try await expectRefused(replacing, held, by: store, "its list is not replaced")
            try await expectRefused(
                office.commit([.removeEndpoint(phone)]), .held(phone.endpoint.id, by: job.id), by: store,
                "it is not removed")
            let rival = JobStep.accepted(office.job(2), .someWork, holding: [holding[0]])
            try await expectRefused(office.commit(of: rival), held, by: store, "nobody else begins to hold it")
            let stranger = try await Office(2).list(at: .device(Office(2).phone.endpoint.id), in: store)
            try await store.commit(Office(2).commit([stranger.replaced(by: stranger.lines.relabelled())]))
            try await store.commit(office.commit(of: .cancelled(job.id)))
            try await store.commit(replacing)
            try await store.commit(office.commit([.removeEndpoint(phone)]))
        },
        Clause(office: "A job is carried out by whoever has taken it, until its lease ends") { store, office in
            let (job, mine, theirs) = (office.job(1), Office.lease(1), Office.lease(2))
            try await store.commit(office.commit(of: .accepted(job, .someWork, holding: [])))
            try await store.commit(office.commit(of: .taken(job.id, mine)))
            let moved = CommitRefusal.jobMoved(job.id)
            try await expectRefused(office.commit(of: .taken(job.id, theirs)), moved, by: store, "it is taken once")
            try expect(try await store.jobToTake(at: Samples.moment) == nil, "nobody is shown it")
            for step in [
                JobStep.progressed(job.id, theirs, decided: 1), .completed(job.id, by: theirs.runner),
                .failed(job.id, by: theirs.runner, problem: Data()), .givenBack(job.id, by: theirs.runner),
            ] { try await expectRefused(office.commit(of: step), moved, by: store, "others leave it alone: \(step)") }
            try await store.commit(office.commit(of: .progressed(job.id, mine, decided: 2)))
            let running = try required(try await store.job(job.id, in: office.organisation.id), "it is there")
            try expectEqual(running.state, .running, "it runs")
            try expectEqual([running.decided, running.attempts], [2, 1], "it tells how far it is")
            let later = mine.until.addingTimeInterval(1)
            try expectEqual(try await store.jobToTake(at: later)?.job.id, job.id, "its lease has ended")
            try await store.commit(office.commit(of: .taken(job.id, theirs), at: later))
            try await expectRefused(
                office.commit(of: .completed(job.id, by: mine.runner)), moved, by: store, "the first may not end it")
            try await store.commit(office.commit(of: .givenBack(job.id, by: theirs.runner)))
            try expectEqual(try await store.jobToTake(at: Samples.moment)?.job.state, .queued, "it waits again")
        },
        Clause(office: "The lists of a job are stored with its end, and its changes are known by it") { store, office in
            let lists = try await office.lists(of: [0, 1], in: store)
            let (job, lease) = (office.job(1), Office.lease(1))
            let holding = office.people.prefix(2).map { EndpointAddress.application(of: $0.member.id) }
            try await store.commit(office.commit(of: .accepted(job, .someWork, holding: holding)))
            try await store.commit(office.commit(of: .taken(job.id, lease)))
            let edits = lists.map { $0.replaced(by: $0.lines.relabelled()) }
            let last = try await store.commit(office.commit(of: .completed(job.id, by: lease.runner), edits))
            try expectEqual(last, try await store.lastChange(), "the commit returns its last change")
            let ended = try required(try await store.job(job.id, in: office.organisation.id), "it is there")
            try expectEqual(ended.state, .done, "it is done")
            try expectEqual(ended.changed, 2, "it tells how many lists it changed")
            let changes = try await store.changes(of: job.id, in: office.organisation.id)
            try expectEqual(changes.map(\.subject.id), lists.map(\.endpoint.id.uuid), "its changes in order")
            let foreign = try await store.changes(of: job.id, in: Office(2).organisation.id)
            try expect(foreign.isEmpty, "no other organisation sees them")
            let after = try await office.list(of: office.people[0], in: store)
            try await store.commit(office.commit([after.replaced(by: lists[0].lines)]))
            try await expectRefused(
                office.commit(of: .cancelled(job.id)), .jobMoved(job.id), by: store, "what has ended is not cancelled")
        },
        Clause(office: "A job that is cancelled while it runs stores nothing, however far it is") { store, office in
            let list = try await office.list(of: office.people[0], in: store)
            let (job, lease) = (office.job(1), Office.lease(1))
            try await store.commit(office.commit(of: .accepted(job, .someWork, holding: [])))
            try await store.commit(office.commit(of: .taken(job.id, lease)))
            try await expectRefused(
                Office(2).commit(of: .cancelled(job.id)), .jobMoved(job.id), by: store, "no other cancels it")
            try await store.commit(office.commit(of: .cancelled(job.id)))
            try await expectRefused(
                office.commit(
                    of: .completed(job.id, by: lease.runner), [list.replaced(by: list.lines.relabelled())]),
                .jobMoved(job.id), by: store, "its lists are not stored")
        },
        Clause(office: "A job that failed says why, and holds nothing any more") { store, office in
            let list = try await office.list(of: office.people[0], in: store)
            let (job, lease) = (office.job(1), Office.lease(1))
            let holding = [EndpointAddress.application(of: office.people[0].member.id)]
            try await store.commit(office.commit(of: .accepted(job, .someWork, holding: holding)))
            try await store.commit(office.commit(of: .taken(job.id, lease)))
            try await store.commit(office.commit(of: .failed(job.id, by: lease.runner, problem: Data("why".utf8))))
            let ended = try required(try await store.job(job.id, in: office.organisation.id), "it is there")
            try expectEqual(ended.problem, Data("why".utf8), "it says why")
            try expectEqual(ended.state, .failed, "it failed")
            try await store.commit(office.commit([list.replaced(by: list.lines.relabelled())]))
        },
        Clause(office: "A refused commit leaves its job where it was") { store, office in
            let list = try await office.list(of: office.people[0], in: store)
            let (job, lease) = (office.job(1), Office.lease(1))
            try await store.commit(office.commit(of: .accepted(job, .someWork, holding: [])))
            try await store.commit(office.commit(of: .taken(job.id, lease)))
            try await expectRefused(
                office.commit(
                    of: .completed(job.id, by: lease.runner),
                    [list.replaced(by: list.lines.relabelled(), expecting: 99)]), .moved(list.endpoint.id), by: store,
                "one of its lists has moved")
            let state = try await store.job(job.id, in: office.organisation.id)?.state
            try expectEqual(state, .running, "it still runs")
        },
    ]
}

extension JobWork {
    fileprivate static let someWork = JobWork.plan(body: Data("{}".utf8), isStrict: false)
}

extension Office {
    /// A job of three lists that waits.
    fileprivate func job(_ number: Int, createdAfter seconds: TimeInterval = 0) -> Job {
        Job(
            id: JobID(Samples.uuid("job", number)), organisation: organisation.id, token: TokenID(UUID()),
            trackingID: "SAMPLE_\(number)", state: .queued, lists: 3, decided: 0, changed: nil, problem: nil,
            attempts: 0, created: Samples.moment.addingTimeInterval(seconds), started: nil, ended: nil)
    }

    fileprivate static func lease(_ number: Int) -> JobLease {
        JobLease(runner: RunnerID(Samples.uuid("runner", number)), until: Samples.moment.addingTimeInterval(60))
    }

    fileprivate func commit(of step: JobStep, _ edits: [Edit] = [], at moment: Date = Samples.moment) -> Commit {
        Commit(
            ofJob: step, organisation: organisation.id,
            origin: ChangeOrigin(actor: "token:sample", trackingID: "SAMPLE_1", at: moment), cause: .plan, edits: edits,
            answer: nil)
    }
}
