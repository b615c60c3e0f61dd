// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The different statements that a connection has run.
final class StatementLog: Sendable {
    private let seen = Mutex<Set<String>>([])

    var statements: [String] { seen.withLock { $0.sorted() } }

    func note(_ sql: String) {
        seen.withLock { _ = $0.insert(sql) }
    }
}
