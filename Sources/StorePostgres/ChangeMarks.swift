// SPDX-License-Identifier: Apache-2.0

import SharedLine
import Synchronization

/// Tells whether anybody has committed since, by counting the changes that can be seen.
///
/// Every commit writes a change, a change is never taken away, and what is acknowledged can be seen: so a count that is
/// the same means that nothing was committed in between, whatever the order in which numbers became visible. Only the
/// changes after a number up to which none is under way are counted, and that number follows the last change.
///
/// Who asks while a count is under way gets the next one: it may have begun before the write that must be seen. All who
/// wait share it, so that a node asks for one count at a time however many requests it serves.
final class ChangeMarks: Sendable {
    typealias Read = @Sendable (_ group: StatementGroup) async throws -> [Rows?]

    private struct State {
        /// A change up to which nothing is under way; nil before the first count.
        var base: Int64?
        /// How many changes there are from the first base to this one.
        var counted: Int64 = 0
        /// How often the mark moved without a commit.
        var moves: Int64 = 0
        var waiting: [CheckedContinuation<ChangeMark, any Error>] = []
        var isCounting = false
    }

    /// So many changes after the base and it follows: counting them again and again would cost more.
    private static let longestTail = 64

    static let tail = "SELECT count(*) FROM change WHERE sequence > $1"
    /// The last change that is certain. Not the horizon itself, which can be beyond it: what a crash made the server forget
    /// to have drawn is drawn once more.
    private static let certain = "SELECT coalesce(max(sequence), 0) FROM change WHERE sequence <= \(Horizon.noted)"
    /// How many changes have become certain, and up to which.
    private static let newlyCertain = """
        SELECT coalesce(max(sequence), $1), count(*) FROM change WHERE sequence > $1 AND sequence <= \(Horizon.noted)
        """

    private let state = Mutex(State())
    private let read: Read

    init(_ read: @escaping Read) {
        self.read = read
    }

    func mark() async throws -> ChangeMark {
        try await withCheckedThrowingContinuation { continuation in
            let isFirst = state.withLock { state in
                state.waiting.append(continuation)
                defer { state.isCounting = true }
                return !state.isCounting
            }
            if isFirst { Task { await self.countWhileAsked() } }
        }
    }

    /// Lets the next mark differ although nothing may have been committed.
    func move() {
        state.withLock { $0.moves += 1 }
    }

    private func countWhileAsked() async {
        while let waiting = nextToAnswer() {
            let result: Result<ChangeMark, any Error>
            do {
                result = .success(try await count())
            } catch {
                result = .failure(error)
            }
            for continuation in waiting { continuation.resume(with: result) }
        }
    }

    private func nextToAnswer() -> [CheckedContinuation<ChangeMark, any Error>]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isCounting = false
                return nil
            }
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    private func count() async throws -> ChangeMark {
        let (known, counted, moves) = state.withLock { ($0.base, $0.counted, $0.moves) }
        let base = if let known { known } else { try await firstBase() }
        let rows = try await read(.read(Statement(Self.tail, [.int(base)])))
        let tail: Int64 = try rows[0]?.first { try $0.next() } ?? 0
        if tail > Self.longestTail { try await advance(from: base) }
        return ChangeMark(counted + tail + moves)
    }

    private func firstBase() async throws -> Int64 {
        let rows = try await read(.read(Horizon.note, Statement(Self.certain)))
        let base: Int64 = try rows[1]?.first { try $0.next() } ?? 0
        state.withLock { $0.base = base }
        return base
    }

    private func advance(from base: Int64) async throws {
        let rows = try await read(.read(Horizon.note, Statement(Self.newlyCertain, [.int(base)])))
        guard let (last, count): (Int64, Int64) = try rows[1]?.first({ (try $0.next(), try $0.next()) }) else { return }
        state.withLock { state in
            state.base = last
            state.counted += count
        }
    }
}
