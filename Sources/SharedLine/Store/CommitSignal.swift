// SPDX-License-Identifier: Apache-2.0

private import Synchronization

/// Wakes whoever follows the changes of a store. Part of a store that commits, or hears of commits, in this process.
///
/// A signal says that something may have been committed, never what: several at once are one, and followers look
/// into the store, which alone tells the truth.
public final class CommitSignal: Sendable {
    private struct State {
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// Wakes everybody who listens.
    public func fire() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }

    /// One element for any number of signals since the last one was taken. Dropping the stream ends it.
    public func wakeUps() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { state in _ = state.listeners.removeValue(forKey: number) }
        }
        return stream
    }
}
