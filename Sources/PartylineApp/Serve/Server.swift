// SPDX-License-Identifier: Apache-2.0

import ChangeFeed
import Foundation
import Hummingbird
public import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import SharedLine
import UnixSignals
import WebexAPI

/// `partyline serve`: from settings to a server that has ended cleanly.
public struct Server: Sendable {
    private let settings: Settings
    private let logger: Logger

    public init(settings: Settings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// Serves until a signal asks it to stop, then lets open requests finish.
    ///
    /// - Throws: a `CommandFailure` where it cannot start, or where a second Ctrl-C cut the end short.
    public func run() async throws {
        // A log reader that goes away must not take the server with it.
        signal(SIGPIPE, SIG_IGN)
        // A wrong certificate is said before the database is touched.
        if let files = settings.tls { _ = try TLSIdentity(files) }
        try await settings.database.withStore(.creating) { store in
            if settings.demo { try await loadDemo(into: store) }
            try await serve(store)
        }
        logger.notice("stopped")
    }

    private func loadDemo(into store: any Store) async throws {
        guard try await store.organisations().isEmpty else { return }
        let seed = try Seed.demo()
        try await seed.load(into: store, at: Date())
        logger.notice("demo organisation loaded", metadata: ["holds": "\(seed.summary)"])
    }

    private func serve(_ store: any Store) async throws {
        let room = DescriptorLimit.makeRoom(forConnections: settings.maximumConnections, logger)
        let (drain, feed) = (DrainSwitch(), ChangeFeed(store: store))
        let (settings, logger) = (settings, logger)
        let manager = ServiceManager(environment: ProcessInfo.processInfo.environment)
        let assembly = ServerAssembly(
            settings: settings, store: store, feed: feed, drain: drain, maximumConnections: room, logger: logger)
        let application = try assembly.application { address in
            Self.sayListening(address, settings, logger)
            manager?.tell(.ready)
        }
        // The last service is the first to be told to stop: readiness goes before anything else does, metrics last.
        let ending = DrainService(
            drain: drain, feed: feed, delay: settings.drainDelay, manager: manager)
        let services: [any Service] = assembly.companions + [application, assembly.background, ending]
        var configuration = ServiceGroupConfiguration(
            services: services.map {
                ServiceGroupConfiguration.ServiceConfiguration(service: $0, successTerminationBehavior: .ignore)
            }, logger: logger)
        configuration.maximumGracefulShutdownDuration = settings.drainDelay + settings.drainTimeout
        let group = ServiceGroup(configuration: configuration)
        let signals = Task { await Self.obeySignals(group, logger) }
        defer { signals.cancel() }
        let life = Task { await manager?.reportLife(of: MultiThreadedEventLoopGroup.singleton) }
        defer { life.cancel() }
        do {
            try await group.run()
        } catch let error as IOError {
            let reason = String(cString: strerror(error.errnoCode))
            throw CommandFailure.failed("cannot listen on \(settings.host), tcpPort \(settings.tcpPort): \(reason)")
        } catch is CancellationError {
            logger.warning("open requests were cut off after drainTimeout")
        }
    }

    private static func sayListening(_ address: SocketAddress?, _ settings: Settings, _ logger: Logger) {
        let tcpPort = address?.port ?? settings.tcpPort
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        logger.notice(
            "listening on \(settings.scheme)://\(host):\(tcpPort)",
            metadata: ["host": "\(settings.host)", "tcpPort": .stringConvertible(tcpPort)])
    }

    /// One key press can arrive twice, from the terminal and from a wrapper such as `timeout`.
    private static let samePress = Duration.milliseconds(300)

    /// The first signal asks for a clean end; another Ctrl-C does not wait for it.
    private static func obeySignals(_ group: ServiceGroup, _ logger: Logger) async {
        var ending: ContinuousClock.Instant?
        for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
            if let ending {
                guard signal == .sigint, ending.duration(to: .now) > samePress else { continue }
                logger.warning("stopped at once, open requests were cut off")
                exit(CommandFailure.Kind.interrupted.rawValue)
            }
            ending = .now
            logger.notice("stopping; open requests may finish", metadata: ["signal": "\(signal)"])
            await group.triggerGracefulShutdown()
        }
    }
}

/// Lets readiness be seen to have gone before the streams end and the listening socket goes.
private struct DrainService: Service {
    let drain: DrainSwitch
    let feed: ChangeFeed
    let delay: Duration
    let manager: ServiceManager?

    func run() async throws {
        try? await gracefulShutdown()
        manager?.tell(.stopping)
        drain.begin()
        if delay > .zero { try? await Task.sleep(for: delay) }
        await feed.finish()
    }
}
