// SPDX-License-Identifier: Apache-2.0

import UnixSignals

/// Carries work out that Ctrl-C or SIGTERM cancels. It is waited for, so that it can leave nothing half done.
///
/// - Parameter words: what whoever stopped it is told.
func untilInterrupted<Result: Sendable>(
    _ words: String = "stopped; nothing has changed", _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            for await _ in signals { throw CommandFailure(.interrupted, [words]) }
            return nil
        }
        defer { group.cancelAll() }
        while let finished = try await group.next() {
            if let finished { return finished }
        }
        throw CancellationError()
    }
}
