// SPDX-License-Identifier: Apache-2.0

import GRDB
import SharedLine
import Synchronization

/// Tells whether anybody has committed since, by `PRAGMA data_version` on a connection that does nothing else: the
/// number moves with every commit of any other connection, of this program or another one.
final class ChangeMarkReader: Sendable {
    private let queue: DatabaseQueue
    private let isClosed = Atomic(false)

    init(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.label = "partyline.sqlite.mark"
        queue = try DatabaseQueue(path: path, configuration: configuration)
    }

    func mark() throws -> ChangeMark {
        if isClosed.load(ordering: .relaxed) { throw StoreFailure.unavailable(StoreClosed()) }
        do {
            return try queue.unsafeRead { db in
                let statement = try db.cachedStatement(sql: "PRAGMA data_version")
                guard let version = try Int64.fetchOne(statement) else { throw StoreClosed() }
                return ChangeMark(version)
            }
        } catch {
            throw storeError(error)
        }
    }

    func close() {
        isClosed.store(true, ordering: .relaxed)
        try? queue.close()
    }
}
