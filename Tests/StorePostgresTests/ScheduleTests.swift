// SPDX-License-Identifier: Apache-2.0

import PartylineTesting
import Testing

@testable import StorePostgres

@Suite("Which group goes to which connection")
struct ScheduleTests {
    private static let limits = Schedule.Limits(connections: 2, depth: 2, waiting: 3)
    private static let patience = Schedule.Patience(busy: .seconds(5), away: .seconds(3))
    private static let start = ContinuousClock.now

    private func ticket(_ id: Int, isRepeatable: Bool = true, after: Duration = .zero) -> Schedule.Ticket {
        Schedule.Ticket(id: id, isRepeatable: isRepeatable, since: Self.start + after, patience: Self.patience)
    }

    private func opened(_ count: Int) -> Schedule {
        var schedule = Schedule(Self.limits)
        for slot in 0..<count {
            _ = schedule.submit(ticket(-1 - slot))
            _ = schedule.submit(ticket(-11 - slot))
            _ = schedule.opened(slot)
            while !schedule.underWay(on: slot).isEmpty { _ = schedule.answered(on: slot) }
            for other in 0..<slot { while !schedule.underWay(on: other).isEmpty { _ = schedule.answered(on: other) } }
        }
        return schedule
    }

    @Test("The first group opens a connection and is sent when it is open")
    func first() {
        var schedule = Schedule(Self.limits)
        #expect(schedule.submit(ticket(1)) == [.connect(0)])
        #expect(schedule.opened(0) == [.send(ticket(1), on: 0)])
        #expect(schedule.answered(on: 0) == [])
        #expect(schedule.isIdle)
    }

    @Test("A second connection is opened when the first is busy, and meanwhile the first takes more")
    func growing() {
        var schedule = opened(1)
        #expect(schedule.submit(ticket(1)) == [.send(ticket(1), on: 0)])
        #expect(schedule.submit(ticket(2)) == [.send(ticket(2), on: 0), .connect(1)])
        #expect(schedule.submit(ticket(3)) == [])
        #expect(schedule.opened(1) == [.send(ticket(3), on: 1)])
        #expect(schedule.submit(ticket(4)) == [.send(ticket(4), on: 1)])
    }

    @Test("Beyond the depth groups wait in order, and beyond the queue's limit they are refused")
    func waiting() {
        var schedule = opened(2)
        for id in 1...4 { #expect(schedule.submit(ticket(id)).count == 1) }
        for id in 5...7 { #expect(schedule.submit(ticket(id)) == []) }
        #expect(schedule.submit(ticket(8)) == [.fail(ticket(8), .full)])
        #expect(schedule.answered(on: 1) == [.send(ticket(5), on: 1)])
    }

    @Test("Who waits for a busy connection longer than the patience is refused")
    func patience() {
        var schedule = opened(2)
        for id in 1...4 { _ = schedule.submit(ticket(id)) }
        _ = schedule.submit(ticket(5))
        _ = schedule.submit(ticket(6, after: .seconds(3)))
        #expect(schedule.passed(to: Self.start + .seconds(5)) == [])
        #expect(schedule.passed(to: Self.start + .seconds(6)) == [.fail(ticket(5), .full)])
        #expect(schedule.waiting == [ticket(6, after: .seconds(3))])
    }

    @Test("While the server is away one connection goes on trying ever more seldom, and everybody waits for it")
    func away() {
        var schedule = Schedule(Self.limits)
        _ = schedule.submit(ticket(1))
        #expect(schedule.openingFailed(0) == [.connectLater(0, .milliseconds(50))])
        #expect(schedule.submit(ticket(2)) == [])
        var rests: [Duration] = []
        for _ in 0..<7 {
            #expect(schedule.rested(0) == [.connect(0)])
            for case .connectLater(_, let rest) in schedule.openingFailed(0) { rests.append(rest) }
        }
        #expect(rests == [100, 200, 400, 800, 1000, 1000, 1000].map { .milliseconds($0) })
        _ = schedule.rested(0)
        #expect(schedule.submit(ticket(3)) == [])
        #expect(schedule.submit(ticket(4)) == [.fail(ticket(4), .full)])
        #expect(schedule.opened(0) == [.send(ticket(1), on: 0), .send(ticket(2), on: 0), .connect(1)])
    }

    @Test("Who has waited for an absent server as long as the patience lasts is told so, and the others wait on")
    func awayForLong() {
        var schedule = Schedule(Self.limits)
        _ = schedule.submit(ticket(1))
        _ = schedule.submit(ticket(2, after: .seconds(2)))
        // The first attempt is still under way: nobody knows yet.
        #expect(schedule.passed(to: Self.start + .seconds(4)) == [])
        _ = schedule.openingFailed(0)
        #expect(schedule.passed(to: Self.start + .seconds(4)) == [.fail(ticket(1), .away)])
        #expect(schedule.passed(to: Self.start + .seconds(5)) == [])
        #expect(schedule.passed(to: Self.start + .seconds(6)) == [.fail(ticket(2, after: .seconds(2)), .away)])
    }

    @Test("Of a lost connection reads are sent again and writes are not, and a read three times at most")
    func losing() {
        var schedule = opened(1)
        _ = schedule.submit(ticket(1))
        _ = schedule.submit(ticket(2, isRepeatable: false))
        _ = schedule.opened(1)
        #expect(
            schedule.lost(0) == [.fail(ticket(2, isRepeatable: false), .lost), .send(ticket(1), on: 1)])
        for _ in 2...3 {
            #expect(schedule.lost(1) == [.connect(1)])
            #expect(schedule.opened(1) == [.send(ticket(1), on: 1)])
        }
        #expect(schedule.lost(1) == [.fail(ticket(1), .lost), .connect(1)])
    }

    @Test("What waits can be withdrawn, what is under way cannot")
    func withdrawing() {
        var schedule = Schedule(Self.limits)
        _ = schedule.submit(ticket(1))
        _ = schedule.submit(ticket(2))
        let isGone = schedule.withdraw(1)
        #expect(schedule.opened(0) == [.send(ticket(2), on: 0)])
        let isGoneToo = schedule.withdraw(2)
        #expect(isGone && !isGoneToo)
    }

    @Test("Whatever happens, every group is answered or failed once, in order, and no write is sent twice")
    func generated() {
        for seed in 0..<300 {
            var run = Run(Schedule(Self.limits), seed: UInt64(seed))
            for _ in 0..<200 { run.step() }
            run.finish()
            #expect(run.problems == [], "seed \(seed)")
        }
    }
}

/// Plays a server, its connections and their users against a schedule, and notes whatever must not be.
private struct Run {
    private var schedule: Schedule
    private var random: SeededGenerator
    private var nextID = 0
    private var open: Set<Int> = []
    private var sentWrites: Set<Int> = []
    private var underWay: [[Int]] = [[], []]
    private var connecting: Set<Int> = []
    private var resting: Set<Int> = []
    private(set) var problems: [String] = []

    init(_ schedule: Schedule, seed: UInt64) {
        self.schedule = schedule
        random = SeededGenerator(seed: seed)
    }

    mutating func step() {
        switch Int.random(in: 0..<100, using: &random) {
        case ..<40: submit()
        case ..<65: if let slot = pick(Set(underWay.indices.filter { !underWay[$0].isEmpty })) { answer(slot) }
        case ..<80: if let slot = pick(connecting) { finishConnecting(slot, isGood: Bool.random(using: &random)) }
        case ..<88: if let slot = pick(resting) { rest(slot) }
        case ..<94: lose()
        default: withdraw()
        }
    }

    /// Everything is answered at last.
    mutating func finish() {
        for _ in 0..<1000 where !schedule.isIdle {
            for slot in connecting { finishConnecting(slot, isGood: true) }
            for slot in resting { rest(slot) }
            for slot in underWay.indices where !underWay[slot].isEmpty { answer(slot) }
        }
        if !open.isEmpty { problems.append("\(open.sorted()) have no end") }
    }

    private mutating func pick(_ slots: Set<Int>) -> Int? { slots.sorted().randomElement(using: &random) }

    private mutating func submit() {
        nextID += 1
        open.insert(nextID)
        let isRead = Bool.random(using: &random)
        let patience = Schedule.Patience(busy: .seconds(5), away: .seconds(3))
        obey(
            schedule.submit(
                Schedule.Ticket(id: nextID, isRepeatable: isRead, since: .now, patience: patience)))
    }

    private mutating func answer(_ slot: Int) {
        let id = underWay[slot].removeFirst()
        if schedule.underWay(on: slot).first?.id != id { problems.append("\(id) was not the oldest") }
        if open.remove(id) == nil { problems.append("\(id) ended twice") }
        obey(schedule.answered(on: slot))
    }

    private mutating func finishConnecting(_ slot: Int, isGood: Bool) {
        connecting.remove(slot)
        obey(isGood ? schedule.opened(slot) : schedule.openingFailed(slot))
    }

    private mutating func rest(_ slot: Int) {
        resting.remove(slot)
        obey(schedule.rested(slot))
    }

    private mutating func lose() {
        guard let slot = pick(Set(underWay.indices.filter { !underWay[$0].isEmpty })) else { return }
        underWay[slot] = []
        obey(schedule.lost(slot))
    }

    private mutating func withdraw() {
        guard let id = schedule.waiting.randomElement(using: &random)?.id else { return }
        if schedule.withdraw(id) { open.remove(id) }
    }

    private mutating func obey(_ actions: [Schedule.Action]) {
        for action in actions {
            switch action {
            case .connect(let slot):
                if !connecting.insert(slot).inserted { problems.append("\(slot) is connecting already") }
            case .connectLater(let slot, _): resting.insert(slot)
            case .send(let ticket, on: let slot):
                if !ticket.isRepeatable, !sentWrites.insert(ticket.id).inserted {
                    problems.append("the write \(ticket.id) was sent twice")
                }
                underWay[slot].append(ticket.id)
                if underWay[slot].count > 2 { problems.append("\(slot) is too deep") }
            case .fail(let ticket, _):
                if open.remove(ticket.id) == nil { problems.append("\(ticket.id) ended twice") }
            }
        }
    }
}
