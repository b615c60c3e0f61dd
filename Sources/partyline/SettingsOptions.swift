// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import PartylineApp

/// Where the database is, for every command that opens it.
struct DatabaseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The database.", valueName: "sqlite:FILE"))
    var database: String?

    @Option(help: ArgumentHelp("A YAML file with settings.", valueName: "FILE"))
    var config: String?

    var flags: [SettingKey: String] { database.map { [.database: $0] } ?? [:] }

    func settings() throws -> Settings {
        try Settings(from: sources(flags))
    }

    func sources(_ flags: [SettingKey: String]) -> SettingSources {
        SettingSources(flags: flags, configFlag: config, environment: ProcessInfo.processInfo.environment)
    }
}

/// All other settings, as flags. They stay texts here: `Settings` reads those of every source alike.
struct ServerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The address to listen on.", valueName: "ADDRESS"))
    var host: String?

    @Option(help: ArgumentHelp("The TCP port to listen on; 0 picks a free one.", valueName: "N"))
    var tcpPort: String?

    @Flag(help: "Fill an empty database with the demo organisation.")
    var demo = false

    @Option(help: ArgumentHelp("Serve TLS with this certificate chain (PEM).", valueName: "FILE"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The certificate's private key (PEM).", valueName: "FILE"))
    var tlsKey: String?

    @Option(help: ArgumentHelp("Requests a second of one token, twice as many at once; 0 is no limit.", valueName: "N"))
    var rateLimit: String?

    @Option(help: ArgumentHelp("Open connections at most; further ones wait.", valueName: "N"))
    var maximumConnections: String?

    @Option(help: ArgumentHelp("The longest body that is read.", valueName: "N"))
    var maximumBodyBytes: String?

    @Option(help: ArgumentHelp("How long a connection may stay without a whole request head.", valueName: "DURATION"))
    var idleTimeout: String?

    @Option(help: ArgumentHelp("How long a request may take from its head to its answer's end.", valueName: "DURATION"))
    var requestTimeout: String?

    @Option(help: ArgumentHelp("How long to go on accepting while /readyz says 503 already.", valueName: "DURATION"))
    var drainDelay: String?

    @Option(help: ArgumentHelp("How long open requests may take after that.", valueName: "DURATION"))
    var drainTimeout: String?

    @Option(help: ArgumentHelp("Serve /metrics: on, off, or on an address of its own.", valueName: "PLACE"))
    var metrics: String?

    @Option(help: ArgumentHelp("Feed these Kamailios, by the URL of their JSON-RPC.", valueName: "URL,URL"))
    var kamailio: String?

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error or critical.", valueName: "LEVEL"))
    var logLevel: String?

    @Option(help: ArgumentHelp("text or json; by default text on a terminal alone.", valueName: "FORMAT"))
    var logFormat: String?

    var flags: [SettingKey: String] {
        let texts: [SettingKey: String?] = [
            .host: host, .tcpPort: tcpPort, .demo: demo ? "true" : nil, .tlsCertificate: tlsCertificate,
            .tlsKey: tlsKey, .rateLimit: rateLimit, .maximumConnections: maximumConnections,
            .maximumBodyBytes: maximumBodyBytes, .idleTimeout: idleTimeout, .requestTimeout: requestTimeout,
            .drainDelay: drainDelay, .drainTimeout: drainTimeout, .metrics: metrics, .kamailio: kamailio,
            .logLevel: logLevel, .logFormat: logFormat,
        ]
        return texts.compactMapValues { $0 }
    }
}
