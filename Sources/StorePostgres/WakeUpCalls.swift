// SPDX-License-Identifier: Apache-2.0

import SharedLine
import Synchronization

/// Tells other nodes that something was committed, and hears of theirs, by NOTIFY and LISTEN. A hint, no more: one that is
/// lost costs a follower a moment, since it looks by itself now and then.
///
/// Never part of a commit: a transaction that notifies holds a lock of the whole server until it is on the disk, and commits
/// would wait for each other. Calls are made afterwards, one for all commits in between.
final class WakeUpCalls: Sendable {
    private static let call = Statement("SELECT pg_notify('partyline_change', '')")
    static let listen = Statement.once("LISTEN partyline_change")
    /// So seldom at most.
    private static let pause = Duration.milliseconds(20)

    private struct State {
        var isCalling = false
        var isCallWanted = false
        var isListening = false
    }

    private let state = Mutex(State())
    private let calling: Lane
    private let listening: Lane

    /// - Parameter listening: Its greeting listens.
    init(calling: Lane, listening: Lane) {
        self.calling = calling
        self.listening = listening
    }

    /// After a commit.
    func call() {
        let isFirst = state.withLock { state in
            state.isCallWanted = true
            defer { state.isCalling = true }
            return !state.isCalling
        }
        if isFirst { Task { await callWhileWanted() } }
    }

    private func callWhileWanted() async {
        while takeWanted() {
            _ = try? await calling.run(.write([Self.call]))
            try? await Task.sleep(for: Self.pause)
        }
    }

    private func takeWanted() -> Bool {
        state.withLock { state in
            guard state.isCallWanted else {
                state.isCalling = false
                return false
            }
            state.isCallWanted = false
            return true
        }
    }

    /// Opens the connection that listens. From then on it is opened again whenever it breaks.
    func listen() {
        let isFirst = state.withLock { state in
            defer { state.isListening = true }
            return !state.isListening
        }
        if isFirst { Task { _ = try? await listening.run(.read()) } }
    }
}
