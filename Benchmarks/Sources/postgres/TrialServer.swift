// SPDX-License-Identifier: Apache-2.0

import Foundation
import StorePostgres

/// A PostgreSQL server that is there for this run alone (`Tools/postgres.sh`).
final class TrialServer {
    let url: PostgresURL
    private let process = Process()
    private let input = Pipe()
    private let folder: String

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let output = Pipe()
        process.executableURL = root.appendingPathComponent("Tools/postgres.sh")
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8) { line += byte }
        folder = String(decoding: line, as: UTF8.self).replacing("ready ", with: "")
        guard let url = PostgresURL("postgres://postgres@/postgres?host=\(folder)") else { throw Failure(text: folder) }
        self.url = url
    }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    func psql(_ statements: [String]) throws {
        let commands = statements.flatMap { ["--command", $0] }
        _ = try run("psql", ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"] + commands)
    }

    /// Transactions a second.
    func pgbench(_ script: String, clients: Int, seconds: Int) throws -> Double {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("partyline-\(UUID()).sql")
        try script.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let said = try run(
            "pgbench",
            [
                "--no-vacuum", "--protocol", "prepared", "--client", "\(clients)", "--jobs", "2", "--time",
                "\(seconds)",
                "--file", file.path,
            ])
        let line = said.split(separator: "\n").first { $0.hasPrefix("tps = ") }
        guard let rate = line?.split(separator: " ").dropFirst(2).first.flatMap({ Double($0) }) else {
            throw Failure(text: said)
        }
        return rate
    }

    private func run(_ program: String, _ arguments: [String]) throws -> String {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments + ["postgres"]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["PGHOST": folder, "PGUSER": "postgres"]
        ) { _, ours in ours }
        process.standardOutput = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(text: "\(program) failed: \(said)") }
        return said
    }
}

struct Failure: Error {
    let text: String
}
