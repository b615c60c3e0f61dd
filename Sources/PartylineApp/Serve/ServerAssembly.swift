// SPDX-License-Identifier: Apache-2.0

import ChangeFeed
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import SharedLine
import WebexAPI

/// Puts the server together: routes over a store, and everything that a server on a network needs around them.
struct ServerAssembly {
    let settings: Settings
    let store: any Store
    let feed: ChangeFeed
    let drain: DrainSwitch
    let maximumConnections: Int
    let logger: Logger

    /// Proxies give up on a connection that is silent for a minute, some for half of one.
    private static let heartbeat = Duration.seconds(15)

    /// The server as a service.
    ///
    /// - Parameter onListening: called with the address once connections are accepted.
    func application(
        onListening: @escaping @Sendable (SocketAddress?) -> Void
    ) throws -> some ApplicationProtocol {
        let api = WebexAPI(
            store: store, feed: feed,
            settings: WebexAPISettings(
                requestsPerSecond: settings.rateLimit, maximumBodyBytes: settings.maximumBodyBytes,
                scheme: settings.scheme, heartbeat: min(Self.heartbeat, settings.requestTimeout / 2)),
            drain: drain, now: { Date() })
        return Application(
            responder: HeadLimits(base: api.router().buildResponder()), server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.tcpPort), backlog: 1024,
                availableConnectionsDelegate: .maximum(maximumConnections, logger: logger)),
            onServerRunning: { channel in onListening(channel.localAddress) }, logger: logger)
    }

    private func server() throws -> HTTPServerBuilder {
        let limits = ConnectionLimits(
            idle: TimeAmount(settings.idleTimeout), request: TimeAmount(settings.requestTimeout),
            handshake: settings.tls == nil ? nil : .seconds(10), maximumBodyBytes: settings.maximumBodyBytes)
        let http = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [ConnectionGuard(limits: limits)],
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: HeadSizes.headerBytes, maxHeaderListSize: HeadSizes.headerBytes,
                    maxHeaderFieldCount: HeadSizes.headerFields)))
        guard let files = settings.tls else { return http }
        return try .tls(http, tlsConfiguration: TLSIdentity(files).configuration)
    }
}

extension Settings {
    /// What the listener speaks.
    var scheme: String { tls == nil ? "http" : "https" }
}
