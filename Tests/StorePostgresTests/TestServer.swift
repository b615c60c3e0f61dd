// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing

@testable import StorePostgres

/// A PostgreSQL server of the tests' own (`Tools/postgres.sh`), which ends with the process.
final class TestServer: Sendable {
    /// For all suites that do not break it; each test has a database of its own.
    static let shared = Task { try await TestServer() }

    /// The project's folder.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    let folder: String
    private let input: FileHandle
    private let output: FileHandle
    private let databases = Atomic(0)

    init() async throws {
        let process = Process()
        process.executableURL = Self.root.appendingPathComponent("Tools/postgres.sh")
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        self.input = input.fileHandleForWriting
        self.output = output.fileHandleForReading
        folder = try Self.answer(of: self.output, to: "ready ")
        // Made once, then copied.
        try await Self.execute("CREATE DATABASE migrated", url: try url(of: "postgres"))
        try await PostgresStore.open(try url(of: "migrated")).close()
    }

    func url(of database: String) throws -> PostgresURL {
        try #require(PostgresURL("postgres://postgres@/\(database)?host=\(folder)"))
    }

    /// The URL of a new database with the schema in it, or with nothing.
    func database(isEmpty: Bool = false) async throws -> PostgresURL {
        let name = "test_\(databases.add(1, ordering: .relaxed).newValue)"
        let template = isEmpty ? "template1" : "migrated"
        try await Self.execute("CREATE DATABASE \(name) TEMPLATE \(template)", url: try url(of: "postgres"))
        return try url(of: name)
    }

    /// Carries statements out one by one as somebody with psql would, and gives the first column of the last one's rows.
    @discardableResult
    static func execute(_ statements: String..., url: PostgresURL) async throws -> [String] {
        let session = try await Session(url: url)
        var found: [String] = []
        do {
            for sql in statements { found = try await session.run(sql) }
        } catch {
            await session.close()
            throw error
        }
        await session.close()
        return found
    }

    /// As a power cut would.
    func kill() throws {
        try input.write(contentsOf: Data("kill\n".utf8))
        _ = try Self.answer(of: output, to: "killed")
    }

    func start() throws {
        try input.write(contentsOf: Data("start\n".utf8))
        _ = try Self.answer(of: output, to: "ready ")
    }

    private static func answer(of output: FileHandle, to beginning: String) throws -> String {
        var line: [UInt8] = []
        while let byte = try output.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") { line.append(byte) }
        let text = String(decoding: line, as: UTF8.self)
        guard text.hasPrefix(beginning) else { throw CocoaError(.executableLoad) }
        return String(text.dropFirst(beginning.count))
    }
}

/// One connection on which statements of a test's own are run, transactions of several included.
struct Session {
    private let lane: Lane

    init(url: PostgresURL) async throws {
        let limits = Schedule.Limits(connections: 1, depth: 1, waiting: 8)
        let patience = Schedule.Patience(busy: .seconds(30), away: .seconds(30))
        lane = Lane("test", .checked(url: url, limits: limits, patience: patience, timeLimit: nil))
    }

    /// The first column of each row, as text.
    @discardableResult
    func run(_ sql: String) async throws -> [String] {
        do {
            return try await lane.run(.write([.once(sql)])).last??.map { try $0.next() as String } ?? []
        } catch let error as GroupError {
            throw error.error
        }
    }

    func close() async { await lane.close() }
}

/// Whether tests that take minutes run to their full length.
let isLong = ProcessInfo.processInfo.environment["PARTYLINE_TEST_LONG"] == "1"

/// A store in a new database of the shared server.
func newStore(timeLimit: Duration = .seconds(10)) async throws -> PostgresStore {
    try await PostgresStore.open(try await TestServer.shared.value.database(), timeLimit: timeLimit)
}
