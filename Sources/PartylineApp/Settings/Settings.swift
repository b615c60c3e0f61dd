// SPDX-License-Identifier: Apache-2.0

import Foundation
public import KamailioSync
public import Logging

/// Everything that can be set, read once at the start. A wrong text never becomes a setting: it stops the start.
public struct Settings: Sendable {
    public let database: DatabaseLocation
    public let host: String
    /// 0 lets the system choose.
    public let tcpPort: Int
    /// Whether an empty database is filled with the demo organisation.
    public let demo: Bool
    /// nil means plain HTTP.
    public let tls: TLSFiles?
    /// Requests a second of one token; 0 means without limit.
    public let rateLimit: Double
    public let maximumConnections: Int
    public let maximumBodyBytes: Int
    /// How long a connection may stay without a whole request head.
    public let idleTimeout: Duration
    /// How long one request may take from its head to its answer's end.
    public let requestTimeout: Duration
    /// How long the server goes on accepting after it has begun to say that it is not ready.
    public let drainDelay: Duration
    /// How long open requests may take after that.
    public let drainTimeout: Duration
    public let metrics: MetricsPlace
    /// Which Kamailios are fed; empty where none is.
    public let kamailio: [KamailioURL]
    public let logLevel: Logger.Level
    /// nil leaves it to whether standard error is a terminal.
    public let logFormat: LogFormat?
    /// What was written for each setting, and where.
    public let texts: [SettingKey: SettingText]

    /// Reads all settings.
    ///
    /// - Throws: a `CommandFailure` with a line for everything that is wrong.
    public init(from sources: SettingSources) throws(CommandFailure) {
        var problems: [String] = []
        let texts = sources.texts(notingIn: &problems)
        var reader = SettingReader(texts: texts)
        let database = reader.database()
        let tls = reader.tls()
        host = reader.host()
        tcpPort = reader.wholeNumber(.tcpPort, in: 0...65_535)
        demo = reader.flag(.demo)
        rateLimit = reader.number(.rateLimit, in: 0...1_000_000)
        maximumConnections = reader.wholeNumber(.maximumConnections, in: 1...1_000_000)
        maximumBodyBytes = reader.wholeNumber(.maximumBodyBytes, in: 1024...1_073_741_824)
        idleTimeout = reader.duration(.idleTimeout, in: .seconds(1) ... .seconds(86_400))
        requestTimeout = reader.duration(.requestTimeout, in: .seconds(1) ... .seconds(86_400))
        drainDelay = reader.duration(.drainDelay, in: .zero ... .seconds(86_400))
        drainTimeout = reader.duration(.drainTimeout, in: .zero ... .seconds(86_400))
        metrics = reader.choice(.metrics, MetricsPlace.init) ?? .off
        kamailio = reader.choice(.kamailio, Self.kamailioURLs) ?? []
        logLevel = reader.choice(.logLevel, Logger.Level.init(rawValue:)) ?? .info
        logFormat = reader.choice(.logFormat, LogFormat.init(rawValue:))
        problems += reader.problems
        guard problems.isEmpty, let database else { throw CommandFailure(.usage, problems) }
        self.database = database
        self.tls = tls
        self.texts = texts
    }

    /// nil unless every part is a URL, and none is there twice.
    private static func kamailioURLs(_ text: String) -> [KamailioURL]? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let urls = parts.compactMap { KamailioURL($0.trimmingCharacters(in: .whitespaces)) }
        return urls.count == parts.count && Set(urls).count == urls.count ? urls : nil
    }
}

/// What the server proves itself with.
public struct TLSFiles: Hashable, Sendable {
    /// The certificate and those that vouch for it, PEM.
    public let certificate: String
    /// The private key, PEM.
    public let key: String

    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// How log lines look.
public enum LogFormat: String, Hashable, Sendable, CaseIterable {
    case text
    case json
}
