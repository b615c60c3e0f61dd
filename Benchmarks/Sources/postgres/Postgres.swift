// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import StorePostgres

/// `postgres [--lists N] [--clients N] [--rounds N] [--seconds N]`: what the store makes of a PostgreSQL server, beside
/// pgbench with the same statements, prepared, on the same server: in turn, medians of the rounds with lowest and highest.
@main
struct Postgres {
    static func main() async throws {
        var values = ["--lists": 20_000, "--clients": 32, "--rounds": 5, "--seconds": 5]
        var options = CommandLine.arguments.dropFirst()
        while let option = options.popFirst() {
            guard values[option] != nil, let value = options.popFirst().flatMap({ Int($0) }), value > 0 else {
                FileHandle.standardError.write(
                    Data("usage: postgres [--lists N] [--clients N] [--rounds N] [--seconds N]\n".utf8))
                exit(64)
            }
            values[option] = value
        }
        func value(_ name: String) -> Int { values[name] ?? 0 }
        let plan = Plan(
            organisation: NumberedOrganisation(lists: value("--lists")), clients: value("--clients"),
            rounds: value("--rounds"), seconds: value("--seconds"))
        let server = try TrialServer()
        defer { server.stop() }
        try await plan.run(on: server)
    }
}

struct Plan {
    let organisation: NumberedOrganisation
    let clients: Int
    let rounds: Int
    let seconds: Int

    func run(on server: TrialServer) async throws {
        let store = try await PostgresStore.open(server.url)
        try server.psql(organisation.statements)
        let load = StoreLoad(store: store, organisation: organisation, clients: clients, seconds: seconds)
        print(
            "\(organisation.lists) lists of ten lines, \(clients) clients, \(rounds) rounds of \(seconds) s, a second\n"
        )
        print("| | store | pgbench | ratio |\n|---|---|---|---|")
        try await row("GET, uncached", organisation.get, server) { try await load.reads() }
        try await row("PUT", organisation.put, server) { try await load.commits() }
        await store.close()
    }

    /// The store and pgbench in turn.
    private func row(
        _ name: String, _ script: String, _ server: TrialServer, _ measure: () async throws -> Double
    ) async throws {
        var (ours, theirs) = ([Double](), [Double]())
        for _ in 0..<rounds {
            ours.append(try await measure())
            theirs.append(try server.pgbench(script, clients: clients, seconds: seconds))
        }
        let ratios = zip(ours, theirs).map { $0 / $1 }
        print("| \(name) | \(Spread(ours)) | \(Spread(theirs)) | \(Spread(ratios, digits: 2)) |")
    }
}

/// A median with the lowest and the highest.
struct Spread: CustomStringConvertible {
    let description: String

    init(_ values: [Double], digits: Int = 0) {
        let sorted = values.sorted()
        func text(_ value: Double?) -> String { String(format: "%.\(digits)f", value ?? 0) }
        description = "\(text(sorted[sorted.count / 2])) (\(text(sorted.first))–\(text(sorted.last)))"
    }
}
