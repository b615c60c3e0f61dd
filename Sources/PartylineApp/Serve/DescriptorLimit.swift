// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging

/// How many files and connections the system lets the process have open.
enum DescriptorLimit {
    /// For the database, the log and whatever the libraries hold.
    private static let reserve = 256
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

    /// How many there may be now.
    static var current: Int {
        var limit = rlimit()
        return getrlimit(resource, &limit) == 0 ? Int(clamping: limit.rlim_cur) : 0
    }

    /// Takes what the connections need, as far as the system allows: shells start programs with far less than they may
    /// have, and a server without a descriptor left can neither accept nor read its database.
    ///
    /// - Returns: how many connections there is room for.
    static func makeRoom(forConnections connections: Int, _ logger: Logger) -> Int {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return connections }
        let wanted = rlim_t(connections + reserve)
        guard limit.rlim_cur < wanted else { return connections }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        guard setrlimit(resource, &limit) == 0, limit.rlim_cur < wanted else { return connections }
        let room = max(1, Int(limit.rlim_cur) - reserve)
        logger.warning(
            "the system allows fewer open files than maximumConnections needs; raise it (ulimit -Hn) or lower that",
            metadata: ["open_files": .stringConvertible(limit.rlim_cur), "connections": .stringConvertible(room)])
        return room
    }
}
