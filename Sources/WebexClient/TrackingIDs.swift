// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Ids that a server's log shows beside its own: one prefix for the whole run, then a count.
final class TrackingIDs: Sendable {
    private let prefix = "PARTYLINE-\(UUID().uuidString.prefix(8).lowercased())"
    private let count = Atomic<Int>(0)

    func next() -> String {
        "\(prefix)_\(count.add(1, ordering: .relaxed).newValue)"
    }
}
