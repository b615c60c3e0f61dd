// SPDX-License-Identifier: Apache-2.0

/// Decides which group goes to which connection and when connections are opened, without touching any: every event
/// returns what is to be done about it.
///
/// Connections are opened as they are needed. Where the server cannot be reached, one connection goes on trying, at growing
/// intervals, and everybody waits for it as long as the own patience lasts: a server that starts anew costs its clients a moment
/// and no request.
struct Schedule {
    struct Limits: Sendable {
        /// How many connections there may be.
        let connections: Int
        /// How many groups may be under way on one of them.
        let depth: Int
        /// How many groups may wait.
        let waiting: Int
    }

    /// A group of statements on its way.
    struct Ticket: Hashable, Sendable {
        let id: Int
        /// Whether it may be sent again where its answer was lost.
        let isRepeatable: Bool
        /// When it came.
        let since: ContinuousClock.Instant
        let patience: Patience
    }

    /// How long a group waits for its turn.
    struct Patience: Hashable, Sendable {
        /// While others are served, or the first connection is being opened.
        let busy: Duration
        /// While the server cannot be reached: the last attempt failed, and no connection is open.
        let away: Duration
    }

    enum Action: Equatable {
        case connect(Int)
        case connectLater(Int, Duration)
        case send(Ticket, on: Int)
        case fail(Ticket, LaneFailure)
    }

    private enum Slot: Equatable {
        case closed
        case connecting
        /// Waits for its next attempt.
        case resting
        /// Oldest first.
        case ready([Ticket])
    }

    private let limits: Limits
    private var slots: [Slot]
    private(set) var waiting: [Ticket] = []
    /// How often each group was sent again that is under way or waits for that.
    private var repeats: [Int: Int] = [:]
    private var failedAttempts = 0
    private var isClosed = false

    init(_ limits: Limits) {
        self.limits = limits
        slots = Array(repeating: .closed, count: limits.connections)
    }

    /// Whether nothing waits and nothing is under way.
    var isIdle: Bool {
        waiting.isEmpty && slots.allSatisfy { if case .ready(let groups) = $0 { groups.isEmpty } else { true } }
    }

    /// How many connections are open.
    var openCount: Int { slots.count { if case .ready = $0 { true } else { false } } }

    /// How many groups have been sent and not answered.
    var underWayCount: Int { slots.reduce(0) { if case .ready(let groups) = $1 { $0 + groups.count } else { $0 } } }

    /// The groups sent on that connection and not answered, oldest first.
    func underWay(on slot: Int) -> [Ticket] {
        if case .ready(let groups) = slots[slot] { groups } else { [] }
    }

    // MARK: - What happens

    mutating func submit(_ ticket: Ticket) -> [Action] {
        if isClosed { return [.fail(ticket, .closed)] }
        guard let (slot, depth) = leastBusy, depth < limits.depth else {
            guard waiting.count < limits.waiting else { return [.fail(ticket, .full)] }
            waiting.append(ticket)
            return growing()
        }
        let more = depth > 0 ? growing() : []
        return [send(ticket, on: slot)] + more
    }

    /// The oldest group on that connection has been answered.
    mutating func answered(on slot: Int) -> [Action] {
        guard case .ready(var groups) = slots[slot], !groups.isEmpty else { return [] }
        repeats[groups.removeFirst().id] = nil
        slots[slot] = .ready(groups)
        return sendWaiting()
    }

    mutating func opened(_ slot: Int) -> [Action] {
        slots[slot] = .ready([])
        failedAttempts = 0
        return sendWaiting()
    }

    mutating func openingFailed(_ slot: Int) -> [Action] {
        failedAttempts += 1
        if isClosed || hasOther(than: slot) {
            slots[slot] = .closed
            return []
        }
        slots[slot] = .resting
        return [.connectLater(slot, Self.rest(after: failedAttempts))]
    }

    /// The time to try again has come.
    mutating func rested(_ slot: Int) -> [Action] {
        guard slots[slot] == .resting else { return [] }
        return [connect(slot)]
    }

    /// So often is a read sent again: several connections can break at once, and each of them is found out by trying.
    private static let mostRepeats = 3

    /// The connection broke: what may be repeated is sent again elsewhere.
    mutating func lost(_ slot: Int) -> [Action] {
        guard case .ready(let groups) = slots[slot] else { return [] }
        slots[slot] = .closed
        var actions: [Action] = []
        var again: [Ticket] = []
        for ticket in groups {
            let count = repeats[ticket.id] ?? 0
            if ticket.isRepeatable, !isClosed, count < Self.mostRepeats {
                repeats[ticket.id] = count + 1
                again.append(ticket)
            } else {
                repeats[ticket.id] = nil
                actions.append(.fail(ticket, .lost))
            }
        }
        waiting = again + waiting
        if !isClosed, !hasOther(than: slot) { actions.append(connect(slot)) }
        return actions + sendWaiting()
    }

    /// Nobody is interested in the group any more.
    ///
    /// - Returns: whether it has not been sent and never will be.
    mutating func withdraw(_ id: Int) -> Bool {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return false }
        waiting.remove(at: index)
        repeats[id] = nil
        return true
    }

    /// Time has passed: whoever has waited too long is told so, and what for.
    mutating func passed(to now: ContinuousClock.Instant) -> [Action] {
        let isAway = openCount == 0 && failedAttempts > 0
        let isLate = { (ticket: Ticket) in
            now - ticket.since > (isAway ? ticket.patience.away : ticket.patience.busy)
        }
        let late = waiting.filter(isLate)
        guard !late.isEmpty else { return [] }
        waiting.removeAll(where: isLate)
        for ticket in late { repeats[ticket.id] = nil }
        let failure: LaneFailure = openCount == 0 ? .away : .full
        return late.map { .fail($0, failure) }
    }

    /// Nothing new is taken; what is under way is finished.
    mutating func close() -> [Action] {
        isClosed = true
        defer { waiting = [] }
        return waiting.map { .fail($0, .closed) }
    }

    // MARK: - Deciding

    private var leastBusy: (slot: Int, depth: Int)? {
        var best: (slot: Int, depth: Int)?
        for (index, slot) in slots.enumerated() {
            guard case .ready(let groups) = slot else { continue }
            if groups.isEmpty { return (index, 0) }
            if best.map({ groups.count < $0.depth }) ?? true { best = (index, groups.count) }
        }
        return best
    }

    private func hasOther(than slot: Int) -> Bool {
        slots.enumerated().contains { $0.offset != slot && $0.element != .closed }
    }

    private mutating func send(_ ticket: Ticket, on slot: Int) -> Action {
        if case .ready(let groups) = slots[slot] { slots[slot] = .ready(groups + [ticket]) }
        return .send(ticket, on: slot)
    }

    private mutating func connect(_ slot: Int) -> Action {
        slots[slot] = .connecting
        return .connect(slot)
    }

    /// One more connection, one at a time, and none beside the one that waits for its next attempt.
    private mutating func growing() -> [Action] {
        guard !slots.contains(.connecting), !slots.contains(.resting), let slot = slots.firstIndex(of: .closed) else {
            return []
        }
        return [connect(slot)]
    }

    private mutating func sendWaiting() -> [Action] {
        var actions: [Action] = []
        var taken = 0
        while taken < waiting.count, let (slot, depth) = leastBusy, depth < limits.depth {
            actions.append(send(waiting[taken], on: slot))
            taken += 1
        }
        waiting.removeFirst(taken)
        return waiting.isEmpty ? actions : actions + growing()
    }

    /// 50 ms, doubled with each failure up to a second.
    private static func rest(after failures: Int) -> Duration {
        .milliseconds(min(1000, 50 << min(failures - 1, 5)))
    }
}

/// Why a group of statements has no answer.
enum LaneFailure: String, Error, CaseIterable, Hashable, Sendable {
    /// Too many wait, or it has waited too long for a connection.
    case full
    /// The server could not be reached for as long as the group might wait.
    case away
    /// The connection broke while the group was under way: a commit may have been stored or not.
    case lost
    /// The store has been closed.
    case closed
}
