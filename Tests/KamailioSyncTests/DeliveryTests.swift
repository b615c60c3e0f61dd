// SPDX-License-Identifier: Apache-2.0

import PartylineTesting
import Testing

@testable import KamailioSync

@Suite("Delivery to one Kamailio")
struct DeliveryTests {
    private let now = ContinuousClock.now

    private func key(_ number: Int) -> TableKey { TableKey(.ring, "\(number)") }

    @Test("At the start it looks for its mark, compares, sends what differs, and marks")
    func start() {
        var delivery = Delivery(at: now)
        #expect(delivery.next() == .check)
        delivery.checked(isOurs: false, at: now)
        #expect(delivery.next() == .compare)
        delivery.compared([key(1)], of: "one", at: now)
        #expect(delivery.next() == .send([key(1)]))
        delivery.began(sending: [key(1)])
        delivery.sent(at: now)
        #expect(delivery.next() == .mark("one"))
        #expect(!delivery.isUpToDate)
        delivery.marked(at: now)
        #expect(delivery.isUpToDate)
        #expect(delivery.next() == .rest(Delivery.checkInterval))
    }

    @Test("While it is up to date it looks for its mark again and again")
    func watching() {
        var delivery = Self.upToDate(at: now)
        delivery.rested()
        #expect(delivery.next() == .check)
        delivery.checked(isOurs: true, at: now)
        #expect(delivery.isUpToDate && delivery.next() == .rest(Delivery.checkInterval))
    }

    @Test("A Kamailio that has lost its mark is compared anew")
    func restarted() {
        var delivery = Self.upToDate(at: now)
        delivery.rested()
        delivery.checked(isOurs: false, at: now)
        #expect(delivery.next() == .compare)
        #expect(!delivery.isUpToDate)
    }

    @Test("A change is sent at once, and what changes while it is sent is sent again")
    func changes() {
        var delivery = Self.upToDate(at: now)
        delivery.changed([key(1)], at: now)
        delivery.rested()
        #expect(delivery.next() == .send([key(1)]))
        delivery.began(sending: [key(1)])
        delivery.changed([key(1)], at: now)
        delivery.sent(at: now)
        #expect(!delivery.isUpToDate && delivery.next() == .send([key(1)]))
    }

    @Test("After a failure it waits longer each time, up to two seconds, and begins with the mark")
    func backoff() {
        var delivery = Self.upToDate(at: now)
        delivery.changed([key(1)], at: now)
        delivery.rested()
        delivery.began(sending: [key(1)])
        delivery.failed(sending: [key(1)], at: now)
        var pauses: [Duration] = []
        for _ in 0..<8 {
            guard case .rest(let pause) = delivery.next() else {
                Issue.record("it does not wait")
                return
            }
            pauses.append(pause)
            delivery.rested()
            #expect(delivery.next() == .check)
            delivery.failed(sending: [], at: now)
        }
        #expect(pauses == pauses.sorted() && pauses.first == .milliseconds(100) && pauses.last == .seconds(2))
        delivery.rested()
        delivery.checked(isOurs: true, at: now)
        #expect(delivery.next() == .send([key(1)]), "nothing that was to be sent is forgotten")
    }

    @Test("With any failures and restarts in between, Kamailio comes to hold what it should")
    func convergence() throws {
        for seed in UInt64(1)...300 {
            var world = World(seed: seed)
            for _ in 0..<200 { world.step(mayFail: true) }
            for _ in 0..<200 { world.step(mayFail: false) }
            try #require(world.held == world.wanted, "seed \(seed)")
            try #require(world.delivery.isUpToDate, "seed \(seed)")
        }
    }

    private static func upToDate(at now: ContinuousClock.Instant) -> Delivery {
        var delivery = Delivery(at: now)
        delivery.checked(isOurs: true, at: now)
        return delivery
    }

    /// A Kamailio that restarts and loses answers, and a state that changes.
    private struct World {
        var wanted: [TableKey: Int] = [:]
        var held: [TableKey: Int] = [:]
        var instance = 0
        var marked: String?
        var delivery = Delivery(at: .now)
        var random: SeededGenerator

        init(seed: UInt64) {
            random = SeededGenerator(seed: seed)
        }

        mutating func step(mayFail: Bool) {
            if mayFail, chance(6) { change() }
            if mayFail, chance(12) { (held, marked, instance) = ([:], nil, instance + 1) }
            let fails = mayFail && chance(5)
            // Whether it was carried out before the answer was lost.
            let isDone = !fails || chance(2)
            switch delivery.next() {
            case .rest: delivery.rested()
            case .check: if fails { fail([]) } else { delivery.checked(isOurs: marked == "\(instance)", at: .now) }
            case .compare:
                if fails { return fail([]) }
                let all = Set(wanted.keys).union(held.keys)
                delivery.compared(all.filter { wanted[$0] != held[$0] }, of: "\(instance)", at: .now)
            case .send(let keys):
                delivery.began(sending: keys)
                if isDone { for key in keys { held[key] = wanted[key] } }
                if mayFail, chance(4) { change() }
                if fails { fail(keys) } else { delivery.sent(at: .now) }
            case .mark(let instance):
                if isDone { marked = instance }
                if fails { fail([]) } else { delivery.marked(at: .now) }
            }
        }

        private mutating func fail(_ keys: [TableKey]) { delivery.failed(sending: keys, at: .now) }

        private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

        private mutating func change() {
            let key = TableKey(.line, "\(Int.random(in: 0..<20, using: &random))")
            wanted[key] = chance(3) ? nil : Int.random(in: 0..<1000, using: &random)
            delivery.changed([key], at: .now)
        }
    }
}
