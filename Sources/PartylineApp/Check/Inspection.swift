// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix

/// `partyline check`: looks at everything a start needs and says what is wrong. A database of an older schema is brought
/// up to date on the way, as every command does that opens it.
public struct Inspection: Sendable {
    /// One thing that was looked at.
    public struct Finding: Encodable, Hashable, Sendable {
        public let subject: String
        public let isGood: Bool
        public let text: String
    }

    public let findings: [Finding]

    /// Whether a server would start.
    public var isGood: Bool { findings.allSatisfy(\.isGood) }

    /// Inspects what the settings lead to; wrong settings are findings themselves.
    public static func of(_ sources: SettingSources) async -> Inspection {
        let settings: Settings
        do {
            settings = try Settings(from: sources)
        } catch {
            return Inspection(findings: error.lines.map { Finding(subject: "settings", isGood: false, text: $0) })
        }
        var findings = [Finding(subject: "settings", isGood: true, text: "all understood")]
        findings += await DatabaseInspection.of(settings.database)
        findings.append(tls(settings.tls))
        findings.append(await tcpPort(settings))
        return Inspection(findings: findings)
    }

    /// All of it as the format wants it.
    public func render(as format: OutputFormat) throws -> String {
        switch format {
        case .json: return try JSONText.of(findings)
        case .table:
            let rows = findings.map { [$0.isGood ? "ok" : "WRONG", $0.subject, $0.text] }
            return Table(headings: ["RESULT", "SUBJECT", "FINDING"], rows: rows).text
        }
    }

    private static func tls(_ files: TLSFiles?) -> Finding {
        guard let files else { return Finding(subject: "tls", isGood: true, text: "not set: plain HTTP") }
        do {
            _ = try TLSIdentity(files)
            return Finding(subject: "tls", isGood: true, text: "certificate and key are readable and belong together")
        } catch {
            return Finding(subject: "tls", isGood: false, text: error.description)
        }
    }

    private static func tcpPort(_ settings: Settings) async -> Finding {
        let place = "\(settings.host), tcpPort \(settings.tcpPort)"
        do {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: settings.host, port: settings.tcpPort).get()
            try await channel.close()
            return Finding(subject: "tcpPort", isGood: true, text: "\(place) is free")
        } catch {
            let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            return Finding(subject: "tcpPort", isGood: false, text: "\(place) cannot be listened on: \(reason)")
        }
    }
}
