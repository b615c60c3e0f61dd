// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import PartylineTesting
import SharedLine
import Testing

@testable import StoreSQLite

@Suite("Opening a database file")
struct OpeningTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("The writer waits for the disk: synchronous is FULL after opening, in WAL mode, with foreign keys")
    func durability() async throws {
        let store = try SQLiteStore(path: folder.file())
        let found = try await store.pool.writeWithoutTransaction { db in
            [
                try Int.fetchOne(db, sql: "PRAGMA synchronous").map(String.init),
                try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(db, sql: "PRAGMA foreign_keys").map(String.init),
                try Int.fetchOne(db, sql: "PRAGMA busy_timeout").map(String.init),
            ]
        }
        #expect(found == ["2", "wal", "1", "5000"])
    }

    @Test("A new file, its log and its index belong to their owner alone")
    func permissions() async throws {
        let store = try SQLiteStore(path: folder.file())
        try await Office(1).settle(in: store)
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.file() + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
        }
    }

    @Test("What was committed is there after closing and opening again")
    func reopening() async throws {
        let before = try await {
            let store = try SQLiteStore(path: folder.file())
            try await Office(1).settle(in: store)
            let dump = try await StoreDump(of: store)
            try store.close()
            return dump
        }()
        let again = try SQLiteStore(path: folder.file())
        #expect(try await StoreDump(of: again) == before)
    }

    @Test("After closing, everything asked fails as unavailable")
    func closed() async throws {
        let store = try SQLiteStore(path: folder.file())
        try store.close()
        await expectUnavailable { _ = try await store.organisations() }
        await expectUnavailable { try await store.commit(Samples.commit([])) }
        await expectUnavailable { _ = try await store.changeMark() }
        await expectUnavailable { try await store.checkReady() }
    }

    @Test("A file that is no database is refused and left as it is")
    func notADatabase() throws {
        let text = String(repeating: "This is a letter. ", count: 100)
        try text.write(toFile: folder.file(), atomically: true, encoding: .utf8)
        #expect(throws: SQLiteOpenError.notADatabase(path: folder.file())) {
            _ = try SQLiteStore(path: folder.file())
        }
        #expect(try String(contentsOfFile: folder.file(), encoding: .utf8) == text)
    }

    @Test("Another program's database is refused and left as it is")
    func foreignDatabase() throws {
        let queue = try DatabaseQueue(path: folder.file())
        try queue.write { try $0.execute(sql: "CREATE TABLE bookmark (id INTEGER PRIMARY KEY)") }
        try queue.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file()))
        #expect(throws: SQLiteOpenError.foreignDatabase) { _ = try SQLiteStore(path: folder.file()) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file())) == before)
    }

    @Test("A file that a newer program has migrated is refused by its number")
    func newerSchema() throws {
        try SQLiteStore(path: folder.file()).close()
        let queue = try DatabaseQueue(path: folder.file())
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
        try queue.close()
        #expect(throws: SQLiteOpenError.newerSchema(found: 99, known: Migration.newest)) {
            _ = try SQLiteStore(path: folder.file())
        }
    }

    @Test("A file in a missing folder cannot be opened, and the reason is told")
    func missingFolder() throws {
        let path = folder.file("missing/partyline.sqlite")
        #expect(throws: SQLiteOpenError.cannotOpen(path: path, reason: "No such file or directory")) {
            _ = try SQLiteStore(path: path)
        }
    }

    @Test("Stores that open one new file at the same time migrate it once")
    func openingAtOnce() async throws {
        let path = folder.file()
        let opened = try await withThrowingTaskGroup(of: SQLiteStore.self) { group in
            for _ in 0..<4 { group.addTask { try SQLiteStore(path: path) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        try await Office(1).settle(in: opened[0])
        for store in opened {
            #expect(try await store.organisations() == [Office(1).organisation])
        }
    }

    @Test("A deleted or replaced file makes the store not ready")
    func replacedFile() async throws {
        let store = try SQLiteStore(path: folder.file())
        try await store.checkReady()
        try FileManager.default.removeItem(atPath: folder.file())
        await expectUnavailable { try await store.checkReady() }
        try Data().write(to: URL(fileURLWithPath: folder.file()))
        await expectUnavailable { try await store.checkReady() }
    }

    @Test("A temporary store's files go away with it")
    func temporary() async throws {
        var store: SQLiteStore? = try SQLiteStore.temporary()
        let path = try #require(store?.pool.path)
        #expect(FileManager.default.fileExists(atPath: path))
        store = nil
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("A healthy file is found sound, a broken reference is found")
    func health() async throws {
        let store = try SQLiteStore(path: folder.file())
        try await Office(1).settle(in: store)
        let health = try await store.checkHealth()
        #expect(health.isSound && health.schemaVersion == Migration.newest)
        try await store.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            try db.execute(sql: "DELETE FROM location")
        }
        let broken = try await store.checkHealth()
        #expect(!broken.isSound && broken.brokenReferences.contains("member -> location"))
    }
}

/// Passes where the body fails as unavailable.
func expectUnavailable(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
    do {
        try await body()
        Issue.record("it did not fail", sourceLocation: sourceLocation)
    } catch StoreFailure.unavailable {
    } catch {
        Issue.record("it failed in another way: \(error)", sourceLocation: sourceLocation)
    }
}
