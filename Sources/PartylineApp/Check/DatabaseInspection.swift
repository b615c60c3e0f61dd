// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import StorePostgres
import StoreSQLite

/// What `partyline check` finds of a database.
enum DatabaseInspection {
    typealias Finding = Inspection.Finding

    static func of(_ location: DatabaseLocation) async -> [Finding] {
        do {
            switch location {
            case .sqlite(let path): return try await sqlite(path, location)
            case .postgres(let url): return try await postgres(url, location)
            }
        } catch {
            return [bad("database", "\(DatabaseLocation.failure(for: error, on: location))")]
        }
    }

    private static func sqlite(_ path: String, _ location: DatabaseLocation) async throws -> [Finding] {
        guard FileManager.default.fileExists(atPath: path) else {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            guard FileManager.default.isWritableFile(atPath: folder) else {
                return [bad("database", "\(folder) does not exist or is not writable")]
            }
            return [good("database", "\(path) does not exist; serve would create it")]
        }
        let store = try location.openSQLite(path, .existing)
        defer { try? store.close() }
        return [try await content(of: store, at: location), health(try await store.checkHealth())]
    }

    private static func postgres(_ url: PostgresURL, _ location: DatabaseLocation) async throws -> [Finding] {
        let store: PostgresStore
        do {
            store = try await location.openPostgres(url, .existing)
        } catch PostgresOpenError.empty {
            return [good("database", "\(location) has no tables yet; serve would make them")]
        }
        let findings: [Finding]
        do {
            findings = [try await content(of: store, at: location), health(try await store.checkHealth())]
        } catch {
            await store.close()
            throw error
        }
        await store.close()
        return findings
    }

    private static func content(of store: any Store, at location: DatabaseLocation) async throws -> Finding {
        try await store.checkReady()
        let organisations = try await store.organisations()
        let names = organisations.map(\.name).sorted().joined(separator: ", ")
        let holds = organisations.isEmpty ? "holds no organisation" : "holds \(names)"
        return good("database", "\(location) can be read and written, \(holds)")
    }

    private static func health(_ health: SQLiteHealth) -> Finding {
        if health.isSound {
            return good("schema", "schema \(health.schemaVersion), sound, every commit waits for the disk")
        }
        var problems = health.damage
        problems += health.brokenReferences.map { "a row refers to nothing: \($0)" }
        if health.journalMode != "wal" { problems.append("journal mode \(health.journalMode) instead of wal") }
        if health.synchronous != 2 { problems.append("synchronous \(health.synchronous) instead of 2 (FULL)") }
        if !health.hasForeignKeys { problems.append("foreign keys are not enforced") }
        return bad("schema", problems.joined(separator: "; ") + ". Stop the server and restore a backup")
    }

    private static func health(_ health: PostgresHealth) -> Finding {
        var problems = health.invalidIndices.map { "index \($0) is invalid: REINDEX INDEX \($0)" }
        if !health.isSyncing {
            problems.append("the server does not wait for the disk: set fsync and full_page_writes to on")
        }
        if !problems.isEmpty { return bad("schema", problems.joined(separator: "; ")) }
        let privacy = health.isPrivate ? "" : "; the connection is not encrypted: see sslmode"
        return good(
            "schema",
            "schema \(health.schemaVersion) on PostgreSQL \(health.serverVersion), sound, every commit waits for the disk"
                + privacy)
    }

    private static func good(_ subject: String, _ text: String) -> Finding {
        Finding(subject: subject, isGood: true, text: text)
    }

    private static func bad(_ subject: String, _ text: String) -> Finding {
        Finding(subject: subject, isGood: false, text: text)
    }
}
