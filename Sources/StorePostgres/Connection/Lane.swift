// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Instruments
import SharedLine
import Synchronization

/// A few connections of one kind, and the queue before them.
///
/// What to do is decided by `Schedule`; the lane does it. `@unchecked Sendable`: everything but the inbox is touched on
/// `queue` alone.
final class Lane: @unchecked Sendable {
    struct Configuration: Sendable {
        let url: PostgresURL
        let limits: Schedule.Limits
        /// That of groups which have none of their own.
        let patience: Schedule.Patience
        /// Sent first on every new connection.
        let greeting: StatementGroup
        /// Whether the connection may be used, by what was answered and the process number that libpq was given.
        let check: @Sendable (_ answer: [Rows?], _ process: Int) throws -> Void
        /// How long the server may keep silent while it owes an answer.
        let silence: Duration
    }

    private enum Message {
        case submit(Schedule.Ticket, StatementGroup, CheckedContinuation<[Rows?], any Error>)
        case withdraw(Int)
    }

    private struct Pending {
        let group: StatementGroup
        let continuation: CheckedContinuation<[Rows?], any Error>
        var sent: ContinuousClock.Instant?
    }

    private let configuration: Configuration
    private let queue: DispatchQueue
    private let inbox = Mutex<[Message]>([])
    private let lastID = Atomic(0)
    private let notified: @Sendable () -> Void
    let meters: LaneMeters

    private var schedule: Schedule
    private var connections: [PipelinedConnection?]
    /// Connections that have not been checked yet.
    private var greeted: Set<Int> = []
    private var pending: [Int: Pending] = [:]
    private var unflushed: Set<Int> = []
    private var clock: (any DispatchSourceTimer)?
    private var lastFailure: (any Error)?
    /// When the next attempt to connect begins, or the one under way is given up.
    private var nextTurn = ContinuousClock.now
    private var isClosed = false
    private var closing: [CheckedContinuation<Void, Never>] = []

    init(_ name: String, _ configuration: Configuration, notified: @escaping @Sendable () -> Void = {}) {
        self.configuration = configuration
        self.notified = notified
        meters = LaneMeters(name)
        queue = DispatchQueue(label: "partyline.postgres.\(name)")
        schedule = Schedule(configuration.limits)
        connections = Array(repeating: nil, count: configuration.limits.connections)
    }

    // MARK: - From any thread

    /// The answers of the group's statements; nil for a statement without rows.
    ///
    /// A read whose task is cancelled ends at once. A write that has been sent is waited for: the caller is told whether
    /// it was stored.
    ///
    /// - Parameter patience: the lane's where nil.
    /// - Throws: `GroupError`, `LaneFailure`, `Unreachable` or `CancellationError`.
    func run(_ group: StatementGroup, patience: Schedule.Patience? = nil) async throws -> [Rows?] {
        let id = lastID.add(1, ordering: .relaxed).newValue
        let ticket = Schedule.Ticket(
            id: id, isRepeatable: group.isRepeatable, since: .now, patience: patience ?? configuration.patience)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                post(.submit(ticket, group, continuation))
                // Cancelled before there was anything to withdraw.
                if Task.isCancelled { post(.withdraw(id)) }
            }
        } onCancel: {
            post(.withdraw(id))
        }
    }

    /// Finishes what is under way and closes the connections. Everything asked afterwards fails.
    func close() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.isClosed = true
                self.closing.append(continuation)
                self.perform(self.schedule.close())
                self.endIfDone()
            }
        }
    }

    private func post(_ message: Message) {
        let isFirst = inbox.withLock { messages in
            messages.append(message)
            return messages.count == 1
        }
        if isFirst { queue.async { self.readInbox() } }
    }

    // MARK: - On the queue

    private func readInbox() {
        let messages = inbox.withLock { messages in
            defer { messages = [] }
            return messages
        }
        for message in messages {
            switch message {
            case .submit(let ticket, let group, let continuation):
                pending[ticket.id] = Pending(group: group, continuation: continuation)
                perform(schedule.submit(ticket))
            case .withdraw(let id): withdraw(id)
            }
        }
        flush()
    }

    private func withdraw(_ id: Int) {
        guard let found = pending[id] else { return }
        if schedule.withdraw(id) || found.group.isRepeatable {
            pending[id] = nil
            found.continuation.resume(throwing: CancellationError())
        }
    }

    private func perform(_ actions: [Schedule.Action]) {
        for action in actions {
            switch action {
            case .connect(let slot): connect(slot)
            case .connectLater(let slot, let rest):
                nextTurn = .now + rest
                queue.asyncAfter(deadline: .now() + rest.dispatchInterval) { self.rested(slot) }
            case .send(let ticket, on: let slot): send(ticket, on: slot)
            case .fail(let ticket, let failure): fail(ticket, failure)
            }
        }
        watchTime()
    }

    private func send(_ ticket: Schedule.Ticket, on slot: Int) {
        // A read that was withdrawn while under way keeps its place, so that answers stay in order.
        connections[slot]?.send(pending[ticket.id]?.group ?? StatementGroup.read())
        pending[ticket.id]?.sent = .now
        meters.depths.observe(schedule.underWay(on: slot).count)
        unflushed.insert(slot)
    }

    private func fail(_ ticket: Schedule.Ticket, _ failure: LaneFailure) {
        guard let found = pending.removeValue(forKey: ticket.id) else { return }
        meters.unanswered.increment(failure)
        let error: any Error =
            failure == .away ? Unreachable(reason: lastFailure, retryAfter: nextTurn - .now) : failure
        found.continuation.resume(throwing: error)
    }

    private func flush() {
        // One that breaks here may send what it owed through another.
        while let slot = unflushed.popFirst() { flush(slot) }
    }

    private func flush(_ slot: Int) {
        connections[slot]?.flush { [weak self] in self?.flush(slot) }
    }

    // MARK: - Connections

    private func connect(_ slot: Int) {
        nextTurn = .now + Opening.patience
        Opening.start(configuration.url, on: queue) { [weak self] result in
            switch result {
            case .success(let connection): self?.greet(connection, slot)
            case .failure(let failure): self?.openingFailed(slot, failure)
            }
        }
    }

    private func greet(_ open: OpenConnection, _ slot: Int) {
        let handlers = PipelinedConnection.Handlers(
            answered: { [weak self] in self?.answered(slot, $0) }, notified: notified,
            broken: { [weak self] in self?.broken(slot) })
        guard let connection = PipelinedConnection(open, on: queue, handlers) else {
            return openingFailed(slot, LaneFailure.lost)
        }
        if isClosed { return connection.end() }
        connections[slot] = connection
        greeted.insert(slot)
        connection.activate { [weak self] in self?.read(slot) }
        connection.send(configuration.greeting)
        flush(slot)
        watchTime()
    }

    private func read(_ slot: Int) {
        connections[slot]?.read()
        flush(slot)
        flush()
        if isClosed { endIfDone() }
    }

    private func answered(_ slot: Int, _ answer: Result<[Rows?], GroupError>) {
        if greeted.contains(slot) { return check(slot, answer) }
        let ticket = schedule.underWay(on: slot).first
        perform(schedule.answered(on: slot))
        guard let ticket, let found = pending.removeValue(forKey: ticket.id) else { return }
        if let sent = found.sent { meters.durations.observe(.now - sent) }
        found.continuation.resume(with: answer.mapError { $0 as any Error })
    }

    private func check(_ slot: Int, _ answer: Result<[Rows?], GroupError>) {
        greeted.remove(slot)
        do {
            try configuration.check(try answer.get(), connections[slot]?.backendProcess ?? 0)
            lastFailure = nil
            meters.endings.increment(.opened)
            perform(schedule.opened(slot))
        } catch {
            connections[slot]?.end()
            openingFailed(slot, error)
        }
    }

    private func broken(_ slot: Int) {
        connections[slot] = nil
        if greeted.remove(slot) != nil {
            openingFailed(slot, LaneFailure.lost)
        } else {
            meters.endings.increment(.lost)
            perform(schedule.lost(slot))
        }
        if isClosed { endIfDone() }
    }

    private func openingFailed(_ slot: Int, _ error: any Error) {
        connections[slot] = nil
        lastFailure = error
        meters.endings.increment(.refused)
        perform(schedule.openingFailed(slot))
        if isClosed { endIfDone() }
    }

    private func rested(_ slot: Int) {
        if !isClosed { perform(schedule.rested(slot)) }
    }

    private func endIfDone() {
        guard schedule.isIdle else { return }
        for connection in connections { connection?.end() }
        connections = connections.map { _ in nil }
        watchTime()
        for continuation in closing { continuation.resume() }
        closing = []
    }

    // MARK: - Being looked at

    /// How it stands at this moment. It waits for nothing but the queue, on which nothing waits.
    func state() -> LaneState {
        queue.sync {
            LaneState(
                open: schedule.openCount, maximum: configuration.limits.connections, waiting: schedule.waiting.count,
                underWay: schedule.underWayCount)
        }
    }

    // MARK: - Time

    /// The clock runs while something waits or is under way.
    private func watchTime() {
        let isNeeded = !schedule.isIdle || !greeted.isEmpty
        if isNeeded, clock == nil {
            let timer = DispatchSource.makeTimerSource(queue: queue)
            timer.schedule(deadline: .now() + .milliseconds(100), repeating: .milliseconds(100))
            timer.setEventHandler { [weak self] in self?.ticked() }
            clock = timer
            timer.activate()
        } else if !isNeeded {
            clock?.cancel()
            clock = nil
        }
    }

    private func ticked() {
        let now = ContinuousClock.now
        for connection in connections {
            guard let connection, connection.isWaitingForAnswers else { continue }
            if now - connection.lastSign > configuration.silence { connection.breakOff() }
        }
        perform(schedule.passed(to: now))
        flush()
    }
}

/// The server cannot be reached, and why, in words for the log.
struct Unreachable: PassingFailure, CustomStringConvertible {
    let reason: (any Error)?
    let retryAfter: Duration

    var description: String { reason.map { "\($0)" } ?? "no connection" }
}

extension Duration {
    var dispatchInterval: DispatchTimeInterval {
        .microseconds(Int(self / .microseconds(1)))
    }
}
