// SPDX-License-Identifier: Apache-2.0

import ChangeFeed
import KamailioSync
import Logging
import ServiceLifecycle
import SharedLine
import WebexWire

/// Feeds the configured Kamailios as long as the server lives, and says in the log what becomes of it.
struct KamailioFeeder: Service {
    private let sync: KamailioSync

    /// nil where no Kamailio is configured.
    init?(_ urls: [KamailioURL], _ store: any Store, _ feed: ChangeFeed, _ logger: Logger) {
        if urls.isEmpty { return nil }
        sync = KamailioSync(urls: urls, store: store, feed: feed) { Self.log($0, logger) }
    }

    var standings: KamailioStandings { sync.standings }

    /// What `/readyz` tells of each.
    var registrars: [RegistrarStanding] {
        standings.all.map {
            RegistrarStanding(name: $0.url.description, isReachable: $0.isReachable, lag: $0.lag)
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await sync.run() }
        // The changes end before everything else does, and the group wants a service to last until it is its turn.
        try? await gracefulShutdown()
    }

    private static func log(_ observation: KamailioObservation, _ logger: Logger) {
        switch observation {
        case .found(let url):
            logger.notice("kamailio answers", metadata: ["node": "\(url)"])
        case .lost(let url, let reason):
            logger.warning("kamailio \(reason)", metadata: ["node": "\(url)"])
        case .compared(let url, let differences, let entries):
            logger.notice(
                "kamailio compared: \(differences) entries differ",
                metadata: ["node": "\(url)", "entries": .stringConvertible(entries)])
        case .storeAway(let reason):
            logger.warning("kamailio waits for the database: \(reason)")
        }
    }
}
