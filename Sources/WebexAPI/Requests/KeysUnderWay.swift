// SPDX-License-Identifier: Apache-2.0

import SharedLine
import Synchronization

/// The Idempotency-Keys of the requests that are being carried out now.
final class KeysUnderWay: Sendable {
    private let keys = Mutex<Set<IdempotencyKey>>([])

    /// False where a request with this key is under way.
    func enter(_ key: IdempotencyKey) -> Bool {
        keys.withLock { $0.insert(key).inserted }
    }

    func leave(_ key: IdempotencyKey) {
        _ = keys.withLock { $0.remove(key) }
    }
}
