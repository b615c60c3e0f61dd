// SPDX-License-Identifier: Apache-2.0

import ChangeFeed
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Instruments
import Logging
import NIOCore
import ServiceLifecycle
import SharedLine
import WebexAPI

/// Puts the server together: routes over a store, and everything that a server on a network needs around them.
struct ServerAssembly {
    let settings: Settings
    let store: any Store
    let feed: ChangeFeed
    let drain: DrainSwitch
    let logger: Logger
    private let connections: ConnectionMeters
    private let api: WebexAPI
    /// nil where no Kamailio is fed.
    private let kamailio: KamailioFeeder?

    init(
        settings: Settings, store: any Store, feed: ChangeFeed, drain: DrainSwitch, maximumConnections: Int,
        logger: Logger
    ) {
        let kamailio = KamailioFeeder(settings.kamailio, store, feed, logger)
        self.kamailio = kamailio
        self.settings = settings
        self.store = store
        self.feed = feed
        self.drain = drain
        self.logger = logger
        connections = ConnectionMeters(maximum: maximumConnections)
        api = WebexAPI(
            store: store, feed: feed,
            settings: WebexAPISettings(
                requestsPerSecond: settings.rateLimit, maximumBodyBytes: settings.maximumBodyBytes,
                scheme: settings.scheme, heartbeat: min(Self.heartbeat, settings.requestTimeout / 2)),
            drain: drain, registrars: { kamailio?.registrars ?? [] }, now: { Date() })
    }

    /// Everything that is measured. Whatever else comes to measure something joins here.
    private var page: MetricsPage {
        let all: [(any MetricSource)?] = [
            api, store as? any MetricSource, feed, kamailio?.standings, connections, ProcessMetrics(),
        ]
        return MetricsPage(all.compactMap { $0 })
    }

    /// Proxies give up on a connection that is silent for a minute, some for half of one.
    private static let heartbeat = Duration.seconds(15)

    /// The server as a service.
    ///
    /// - Parameter onListening: called with the address once connections are accepted.
    func application(
        onListening: @escaping @Sendable (SocketAddress?) -> Void
    ) throws -> some ApplicationProtocol {
        let responder = api.router(metrics: settings.metrics == .on ? page : nil).buildResponder()
        let http = http(handshake: settings.tls == nil ? nil : .seconds(10), connections)
        return Application(
            responder: HeadLimits(base: WebexOnly(base: responder, isOn: isWebexOnly), meters: connections),
            server: try settings.tls.map { try .tls(http, tlsConfiguration: TLSIdentity($0).configuration) } ?? http,
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.tcpPort), backlog: 1024,
                availableConnectionsDelegate: .maximum(connections.maximum, logger: logger)),
            onServerRunning: { channel in onListening(channel.localAddress) }, logger: logger)
    }

    private var isWebexOnly: Bool { ProcessInfo.processInfo.environment[webexOnlyEnvironmentName] == "1" }

    /// What goes on without anybody asking.
    var background: any Service { JobsInBackground(api: api, logger: logger) }

    /// What runs beside the API from the beginning.
    var companions: [any Service] { metricsListener + (kamailio.map { [$0] } ?? []) }

    /// `/metrics` on a listener of its own, where that is asked for.
    private var metricsListener: [any Service] {
        guard case .apart(let host, let tcpPort) = settings.metrics else { return [] }
        // A few scrapers at most; what they do is not measured.
        let connections = ConnectionMeters(maximum: 16)
        let application = Application(
            responder: HeadLimits(base: page.router().buildResponder(), meters: connections),
            server: http(handshake: nil, connections),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: tcpPort),
                availableConnectionsDelegate: .maximum(connections.maximum, logger: logger)),
            onServerRunning: { [logger] _ in logger.notice("metrics on \(host), tcpPort \(tcpPort)") }, logger: logger)
        return [MetricsListener(application: application, host: host, tcpPort: tcpPort)]
    }

    private func http(handshake: TimeAmount?, _ meters: ConnectionMeters) -> HTTPServerBuilder {
        let limits = ConnectionLimits(
            idle: TimeAmount(settings.idleTimeout), request: TimeAmount(settings.requestTimeout),
            handshake: handshake, maximumBodyBytes: settings.maximumBodyBytes)
        return HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [ConnectionGuard(limits: limits, meters: meters, drain: drain)],
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: HeadSizes.headerBytes, maxHeaderListSize: HeadSizes.headerBytes,
                    maxHeaderFieldCount: HeadSizes.headerFields)))
    }
}

/// Carries long plans out for as long as the server serves.
private struct JobsInBackground: Service {
    let api: WebexAPI
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await api.runJobs(logger: logger) }
    }
}

extension Settings {
    /// What the listener speaks.
    var scheme: String { tls == nil ? "http" : "https" }
}
