// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix
import SharedLine
import StoreSQLite

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
        findings += await database(settings.database)
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

    private static func database(_ location: DatabaseLocation) async -> [Finding] {
        let path = location.path
        guard FileManager.default.fileExists(atPath: path) else {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            guard FileManager.default.isWritableFile(atPath: folder) else {
                let text = "\(folder) does not exist or is not writable"
                return [Finding(subject: "database", isGood: false, text: text)]
            }
            return [Finding(subject: "database", isGood: true, text: "\(path) does not exist; serve would create it")]
        }
        do {
            let store = try location.open(.existing)
            defer { try? store.close() }
            try await store.checkReady()
            let organisations = try await store.organisations()
            let names = organisations.map(\.name).sorted().joined(separator: ", ")
            let holds = organisations.isEmpty ? "holds no organisation" : "holds \(names)"
            return [
                Finding(subject: "database", isGood: true, text: "\(path) can be read and written, \(holds)"),
                health(try await store.checkHealth()),
            ]
        } catch {
            let failure = DatabaseLocation.failure(for: error, on: location)
            return [Finding(subject: "database", isGood: false, text: "\(failure)")]
        }
    }

    private static func health(_ health: SQLiteHealth) -> Finding {
        if health.isSound {
            let text = "schema \(health.schemaVersion), sound, every commit waits for the disk"
            return Finding(subject: "schema", isGood: true, text: text)
        }
        var problems = health.damage
        problems += health.brokenReferences.map { "a row refers to nothing: \($0)" }
        if health.journalMode != "wal" { problems.append("journal mode \(health.journalMode) instead of wal") }
        if health.synchronous != 2 { problems.append("synchronous \(health.synchronous) instead of 2 (FULL)") }
        if !health.hasForeignKeys { problems.append("foreign keys are not enforced") }
        let text = problems.joined(separator: "; ") + ". Stop the server and restore a backup"
        return Finding(subject: "schema", isGood: false, text: text)
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
