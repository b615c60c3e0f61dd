// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Lets so many calls through at once, in the order they came, and none while the server has asked for a pause.
final class CallGate: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// Served from the front without moving the rest each time.
        var served = 0
        var pausedUntil: ContinuousClock.Instant?
    }

    private let state: Mutex<State>

    init(limit: Int) {
        state = Mutex(State(free: max(1, limit)))
    }

    /// Does the work once there is room and no pause.
    func pass<Result: Sendable>(_ work: @Sendable () async throws -> Result) async throws -> Result {
        await enter()
        defer { leave() }
        try await pauseIsOver()
        return try await work()
    }

    /// Returns when there is room.
    private func enter() async {
        await withCheckedContinuation { continuation in
            let mayGo = state.withLock { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if mayGo { continuation.resume() }
        }
    }

    private func leave() {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard state.served < state.waiting.count else {
                state.free += 1
                return nil
            }
            let next = state.waiting[state.served]
            state.served += 1
            if state.served == state.waiting.count {
                state.waiting.removeAll(keepingCapacity: true)
                state.served = 0
            }
            return next
        }
        next?.resume()
    }

    /// Nothing goes before that moment.
    func pause(until moment: ContinuousClock.Instant) {
        state.withLock { $0.pausedUntil = max($0.pausedUntil ?? moment, moment) }
    }

    /// Returns when no pause is on.
    private func pauseIsOver() async throws {
        while let until = state.withLock({ $0.pausedUntil }), until > .now {
            try await Task.sleep(until: until, clock: .continuous)
        }
    }
}
