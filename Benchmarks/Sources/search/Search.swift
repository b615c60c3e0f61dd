// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import StoreSQLite

/// `search FILE [--people N] [--compare]`: what each kind of search costs among N people, 1,000,000 unless given.
/// The file is made where it is missing, and kept. `--compare` takes turns with 10,000 people.
@main
struct Search {
    static func main() async throws {
        var (options, people, compares) = (CommandLine.arguments.dropFirst(2), 1_000_000, false)
        while let option = options.popFirst() {
            switch option {
            case "--compare": compares = true
            case "--people": people = options.popFirst().flatMap { Int($0) } ?? 0
            default: people = 0
            }
        }
        guard CommandLine.arguments.count > 1, 10_000..<5_000_000 ~= people else {
            end(64, "usage: search FILE [--people 10000...4999999] [--compare]")
        }
        let (large, store) = (SkewedOrganisation(people: people), try SQLiteStore(path: CommandLine.arguments[1]))
        if try await store.organisations().isEmpty { try await large.fill(store) }
        let held = try await store.memberCount(MemberQuery(organisation: large.id, reach: .everywhere))
        if held != people { end(65, "the file holds \(held) people of this benchmark, not \(people)") }
        var places = [(kinds: Kind.all(in: large), store: store)]
        if compares {
            let (small, store) = (SkewedOrganisation(people: 10_000), try SQLiteStore.temporary())
            try await small.fill(store)
            places.append((Kind.all(in: small), store))
        }
        print("\(people) people, pages of 100, 50 rounds, ms; × is the p99 in p99s of 10000 people\n")
        print("| search | p50 | p99 | found | × |\n|---|---|---|---|---|")
        for index in places[0].kinds.indices { try await printRow(places.map { ($0.kinds[index], $0.store) }) }
        for place in places { try place.store.close() }
    }

    /// Five turns of ten rounds, each after one that is not counted. Of 50 rounds the slowest is the p99.
    private static func printRow(_ places: [(kind: Kind, store: SQLiteStore)]) async throws {
        var (times, hits) = (places.map { _ in [Double]() }, places.map { _ in 0 })
        for _ in 0..<5 {
            for (index, (kind, store)) in places.enumerated() {
                for round in 0...10 {
                    let time = try await ContinuousClock().measure { hits[index] = try await kind.run(in: store) }
                    if round > 0 { times[index].append(time / .milliseconds(1)) }
                }
                times[index].sort()
            }
        }
        let figures = String(format: "%.2f | %.2f | %d", times[0][24], times[0][49], hits[0])
        let ratio = times.count > 1 ? String(format: "%.1f", times[0][49] / times[1][49]) : "–"
        print("| \(places[0].kind.name) | \(figures) | \(ratio) |")
    }

    private static func end(_ code: Int32, _ message: String) -> Never {
        FileHandle.standardError.write(Data("\(message)\n".utf8))
        exit(code)
    }
}
