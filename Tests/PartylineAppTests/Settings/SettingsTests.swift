// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import StorePostgres
import Testing

@testable import PartylineApp

@Suite struct SettingsTests {
    private func settings(
        flags: [SettingKey: String] = [:], config: String? = nil, environment: [String: String] = [:]
    ) throws -> Settings {
        try Settings(from: SettingSources(flags: flags, configFlag: config, environment: environment))
    }

    private func problems(
        flags: [SettingKey: String] = [:], config: String? = nil, environment: [String: String] = [:]
    ) throws -> [String] {
        let failure = try #require(throws: CommandFailure.self) {
            try settings(flags: flags, config: config, environment: environment)
        }
        #expect(failure.kind == .usage)
        return failure.lines
    }

    private func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("settings-\(UUID()).yaml")
        try text.write(to: url, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(url.path)
    }

    @Test func withoutAnySourceEverySettingHasItsDefault() throws {
        let settings = try settings()
        #expect(settings.database == .sqlite(path: "partyline.sqlite"))
        #expect(settings.host == "127.0.0.1")
        #expect(settings.tcpPort == 8080)
        #expect(!settings.demo)
        #expect(settings.tls == nil)
        #expect(settings.rateLimit == 50)
        #expect(settings.maximumConnections == 10_000)
        #expect(settings.maximumBodyBytes == 1_048_576)
        #expect(settings.idleTimeout == .seconds(60))
        #expect(settings.requestTimeout == .seconds(30))
        #expect(settings.drainDelay == .zero)
        #expect(settings.drainTimeout == .seconds(10))
        #expect(settings.metrics == .on)
        #expect(settings.logLevel == .info)
        #expect(settings.logFormat == nil)
    }

    @Test func aFlagWinsOverTheEnvironmentWhichWinsOverTheFile() throws {
        try withFile("tcpPort: 1001\nhost: file.example\nrateLimit: 7\n") { path in
            let environment = ["PARTYLINE_TCP_PORT": "1002", "PARTYLINE_HOST": "environment.example"]
            let settings = try settings(flags: [.tcpPort: "1003"], config: path, environment: environment)
            #expect(settings.tcpPort == 1003)
            #expect(settings.host == "environment.example")
            #expect(settings.rateLimit == 7)
            #expect(settings.texts[.tcpPort]?.origin == .flag)
            #expect(settings.texts[.host]?.origin == .environment)
            #expect(settings.texts[.rateLimit]?.origin == .file(path: path, line: 3))
            #expect(settings.texts[.demo]?.origin == .default)
        }
    }

    @Test func theEnvironmentNamesTheFileUnlessAFlagDoes() throws {
        try withFile("tcpPort: 1001\n") { first in
            try withFile("tcpPort: 1002\n") { second in
                let environment = ["PARTYLINE_CONFIG": first]
                let byEnvironment = try settings(environment: environment)
                let byFlag = try settings(config: second, environment: environment)
                #expect(byEnvironment.tcpPort == 1001)
                #expect(byFlag.tcpPort == 1002)
            }
        }
    }

    @Test func anEnvironmentNameSetToNothingIsNotSet() throws {
        #expect(try settings(environment: ["PARTYLINE_TCP_PORT": ""]).tcpPort == 8080)
    }

    @Test func everyWrongValueIsNamedWithItsPlaceAndItsCure() throws {
        try withFile("drainTimeout: soon\n") { path in
            let lines = try problems(
                flags: [.tcpPort: "80x"], config: path,
                environment: ["PARTYLINE_RATE_LIMIT": "-1", "PARTYLINE_LOG_LEVEL": "loud"])
            #expect(
                lines == [
                    "--tcp-port: \"80x\" is not right; it takes a whole number from 0 to 65535",
                    "PARTYLINE_RATE_LIMIT: \"-1\" is not right; it takes a number from 0 to 1000000",
                    "drainTimeout (\(path), line 1): \"soon\" is not right; it takes a duration from 0s to 1d",
                    "PARTYLINE_LOG_LEVEL: \"loud\" is not right; it takes trace, debug, info, notice, warning, error or critical",
                ])
        }
    }

    @Test func anUnknownEnvironmentNameIsRefusedWithTheNearestKnown() throws {
        let lines = try problems(environment: ["PARTYLINE_TCPPORT": "1", "PARTYLINE_TEST_LONG": "1", "PATH": "/bin"])
        #expect(lines == ["PARTYLINE_TCPPORT: no such setting, did you mean PARTYLINE_TCP_PORT?; unset it"])
    }

    @Test func anUnknownKeyOfTheFileIsRefusedWithItsLine() throws {
        try withFile("host: a\ntcpport: 1\n") { path in
            let lines = try problems(config: path)
            #expect(
                lines
                    == ["\(path), line 2: tcpport: no such setting, did you mean tcpPort?; take it out"])
        }
    }

    @Test(arguments: ["[1, 2]", "host: [a]", "host: a\nhost: b", "a: b: c"])
    func aFileOfAnotherShapeIsRefused(_ text: String) throws {
        try withFile(text) { path in
            let lines = try problems(config: path)
            #expect(lines.count == 1)
            #expect(lines[0].hasPrefix(path))
        }
    }

    @Test func aMissingFileIsRefused() throws {
        #expect(
            try problems(config: "/nowhere/partyline.yaml") == [
                "--config /nowhere/partyline.yaml: cannot be read as UTF-8 text; name a readable YAML file"
            ])
    }

    @Test(arguments: [
        ("sqlite:a.sqlite", "a.sqlite"), ("sqlite:/var/a.sqlite", "/var/a.sqlite"), ("sqlite:///var/a", "/var/a"),
    ])
    func aDatabaseURLNamesAFile(_ url: String, _ path: String) throws {
        #expect(try settings(flags: [.database: url]).database == .sqlite(path: path))
    }

    @Test(arguments: ["a.sqlite", "sqlite:", "mysql:a", "sqlite://host/a"])
    func anyOtherDatabaseURLIsRefused(_ url: String) throws {
        let lines = try problems(flags: [.database: url])
        #expect(lines.count == 1)
        #expect(lines[0].contains("sqlite:"))
    }

    @Test func aPostgresURLIsTakenAsLibpqTakesItAndItsPasswordIsDotted() throws {
        let settings = try settings(flags: [.database: "postgres://me:secret@host:5433/db?sslmode=require"])
        guard case .postgres(let url) = settings.database else {
            Issue.record("it is no PostgreSQL database")
            return
        }
        #expect("\(settings.database)" == "postgres://host:5433/db")
        #expect(settings.listing.contains { $0.contains(url.dotted) })
        #expect(!settings.listing.contains { $0.contains("secret") })
    }

    @Test func anUnreadablePostgresURLIsRefusedWithoutRepeatingThePassword() throws {
        #expect(
            try problems(flags: [.database: "postgres://me:secret@host/db?sslmode"]) == [
                "--database: cannot be read; write postgres://USER@HOST:PORT/DATABASE?sslmode=verify-full, "
                    + "with % codes for special characters"
            ])
    }

    @Test func certificateAndKeyGoTogether() throws {
        #expect(
            try problems(flags: [.tlsCertificate: "a.pem"]) == ["--tls-certificate: needs tlsKey beside it"])
        #expect(
            try problems(environment: ["PARTYLINE_TLS_KEY": "a.pem"])
                == ["PARTYLINE_TLS_KEY: needs tlsCertificate beside it"])
        let both = try settings(flags: [.tlsCertificate: "a.pem", .tlsKey: "b.pem"])
        #expect(both.tls == TLSFiles(certificate: "a.pem", key: "b.pem"))
    }

    @Test(arguments: [
        ("on", MetricsPlace.on), ("off", .off), ("127.0.0.1:9464", .apart(host: "127.0.0.1", tcpPort: 9464)),
        ("[::1]:9464", .apart(host: "::1", tcpPort: 9464)),
        ("metrics.example:80", .apart(host: "metrics.example", tcpPort: 80)),
    ])
    func metricsAreOnOffOrApart(_ text: String, _ place: MetricsPlace) throws {
        #expect(try settings(flags: [.metrics: text]).metrics == place)
    }

    @Test(arguments: ["true", "9464", ":9464", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "a b:1", "http://a:1"])
    func anyOtherPlaceOfMetricsIsRefused(_ text: String) throws {
        #expect(
            try problems(flags: [.metrics: text]) == [
                "--metrics: \"\(text)\" is not right; it takes on, off or ADDRESS:TCPPORT"
            ])
    }

    @Test func theListingTellsEveryKeyItsValueAndItsOrigin() throws {
        let listing = try settings(flags: [.tcpPort: "9000"]).listing
        #expect(listing.count == SettingKey.allCases.count)
        for (key, line) in zip(SettingKey.allCases, listing) { #expect(line.hasPrefix(key.rawValue)) }
        #expect(listing.contains { $0.hasPrefix("tcpPort ") && $0.contains(" 9000 ") && $0.hasSuffix("--tcp-port") })
        #expect(listing.contains { $0.hasPrefix("host ") && $0.hasSuffix("default") })
    }
}
