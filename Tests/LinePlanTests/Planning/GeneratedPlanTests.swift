// SPDX-License-Identifier: Apache-2.0

import Foundation
import PartylineTesting
import SharedLine
import Testing

@testable import LinePlan

/// States and files made at random, the same in every run.
@Suite struct GeneratedPlanTests {
    private static let isLong = !["", "0"].contains(ProcessInfo.processInfo.environment["PARTYLINE_TEST_LONG"] ?? "")
    private static let cases = isLong ? 100_000 : 3000

    @Test func aPlanThatHasBeenAppliedLeavesNothingToDo() throws {
        var random = SeededGenerator(seed: 2026)
        var planned = 0
        var refused = 0
        for number in 0..<Self.cases {
            let town = GeneratedTown.town(&random)
            let file = GeneratedTown.file(for: town, &random)
            do throws(FileProblems) {
                let plan = try town.plan(file)
                if !plan.changes.isEmpty { planned += 1 }
                let again = try town.after(plan).plan(file)
                #expect(again.changes == [], "case \(number)")
                if !again.changes.isEmpty { return }
            } catch {
                refused += 1
                #expect(!error.problems.isEmpty)
            }
        }
        // Most cases must be about something, or the sentence proves nothing.
        #expect(planned > Self.cases / 4, "\(planned) of \(Self.cases) planned, \(refused) refused")
        #expect(refused < Self.cases / 2)
    }

    @Test func whateverIsPlannedIsWhatTheRulesWouldStore() throws {
        var random = SeededGenerator(seed: 11)
        for number in 0..<Self.cases / 10 {
            let town = GeneratedTown.town(&random)
            let file = GeneratedTown.file(for: town, &random)
            guard let plan = try? town.plan(file) else { continue }
            for change in plan.changes {
                let members = Dictionary(
                    uniqueKeysWithValues: town.directory.members.map {
                        ($0.key, NamedMember(member: $0.value.member, endpointCount: 1))
                    })
                let owner = try #require(town.directory.member(change.endpoint.owner))
                let list = MemberList(
                    endpoint: Endpoint(
                        id: EndpointID(change.endpoint.address.uuid), organisation: owner.organisation, owner: owner,
                        model: change.model, isEnabled: true),
                    version: 1,
                    entries: change.before.compactMap { line in
                        members[line.member].map { MemberListEntry(line: line, member: $0.member) }
                    })
                let edit = MemberListEdit(
                    lines: change.after.map { DraftKey($0).wanted(on: change.endpoint) }, keptWhenLeftOut: [],
                    isStrict: true)
                let decision = try MemberListRules.decide(
                    edit, on: MemberListSnapshot(list: list, named: members), reach: .everywhere
                ).get()
                #expect(decision.lines == change.after, "case \(number)")
            }
        }
    }

    @Test func anExportOfAnyStateChangesNothing() throws {
        var random = SeededGenerator(seed: 5)
        for number in 0..<Self.cases / 10 {
            let town = GeneratedTown.town(&random)
            let export = Export(town.lists, of: town.directory)
            #expect(try town.plan(WantedFile(csv: export.csv, name: "x.csv")).changes == [], "case \(number)")
            #expect(try town.plan(WantedFile(yaml: export.yaml, name: "x.yaml")).changes == [], "case \(number)")
        }
    }

    @Test func equalInputsGiveEqualBytes() throws {
        var random = SeededGenerator(seed: 3)
        let id = Samples.uuid("plan", 1)
        for _ in 0..<100 {
            let town = GeneratedTown.town(&random)
            let file = GeneratedTown.file(for: town, &random)
            guard let plan = try? town.plan(file) else { continue }
            var other = Town()
            other.lists = Dictionary(uniqueKeysWithValues: town.lists.shuffled(using: &random))
            let one = PlanFile(plan, of: town.directory, id: id, server: "http://127.0.0.1/v1").json()
            let two = PlanFile(try other.plan(file), of: other.directory, id: id, server: "http://127.0.0.1/v1")
                .json()
            #expect(one == two)
            let read = try PlanFile(json: one)
            #expect(read.changes.map(\.linesAfter) == plan.changes.map(\.after))
            #expect(read.reversed(id: id).changes.map(\.linesAfter) == plan.changes.map(\.before))
        }
    }
}

enum GeneratedTown {
    private static let labels = [nil, "", "Front", "=1+1", "Łukasz \"L\"", "+1860", "007", "a: b #c", "null", "'"]
    private static let endpoints = [
        "app:ann@example.com", "app:ben@example.com", "app:cem@example.com", "device:00005E000001",
        "device:00005E000002", "device:00005E000003", "device:00005E000004",
    ]
    private static let members = [
        "ann@example.com", "ben@example.com", "cem@example.com", "Lobby", "Service Desk",
    ]

    /// A town whose lists a server could hold.
    static func town(_ random: inout SeededGenerator) -> Town {
        var town = Town()
        for text in endpoints {
            guard let list = town.lists[town.address(text)] else { continue }
            let owner = list.lines[0].member
            var lines: [Line] = []
            var port = 1
            let guests = [town.ann, town.ben, town.cem, town.lobby, town.desk].filter { $0.id != owner }
            let shown =
                [owner] + guests.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random)).map(\.id)
            for member in shown.shuffled(using: &random) {
                let weight = member == owner && Bool.random(using: &random) ? 2 : 1
                port += Int.random(in: 0...5, using: &random) == 0 ? 1 : 0
                guard port + weight - 1 <= list.model.maxLineCount || member == owner else { continue }
                lines.append(
                    Line(
                        member: member, port: port, weight: weight,
                        label: (labels.randomElement(using: &random) ?? nil).flatMap { $0.isEmpty ? nil : $0 },
                        hotline: Int.random(in: 0...5, using: &random) == 0 ? HotlineDestination("0119") : nil,
                        allowsCallDecline: Int.random(in: 0...4, using: &random) > 0,
                        t38FaxCompression: list.model.supportsT38 && Bool.random(using: &random)))
                port += weight
            }
            if lines.allSatisfy({ $0.lastPort <= list.model.maxLineCount }) { town.put(lines, on: text) }
        }
        return town
    }

    static func file(for town: Town, _ random: inout SeededGenerator) -> WantedFile {
        var lists: [WantedList] = []
        for text in endpoints where Int.random(in: 0...3, using: &random) == 0 {
            let chosen = members.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random))
            lists.append(WantedList(endpoint: Located(text, line: 1), keys: chosen.map { key($0, &random) }))
        }
        let changes = (0..<Int.random(in: 0...2, using: &random)).map { _ in change(&random) }
        return WantedFile(name: "generated", lists: lists, changes: changes)
    }

    private static func key(_ member: String, _ random: inout SeededGenerator) -> WantedKey {
        var key = WantedKey(member: Located(member, line: 1))
        key.label = labels.randomElement(using: &random) ?? nil
        if Int.random(in: 0...5, using: &random) == 0 { key.hotline = "110" }
        if Int.random(in: 0...5, using: &random) == 0 { key.port = Int.random(in: 1...8, using: &random) }
        if Int.random(in: 0...5, using: &random) == 0 { key.allowDecline = Bool.random(using: &random) }
        return key
    }

    private static func change(_ random: inout SeededGenerator) -> WantedChange {
        func member() -> Located<String> { Located(members.randomElement(using: &random) ?? "Lobby", line: 1) }
        func endpoint() -> Located<String> { Located(endpoints.randomElement(using: &random) ?? "", line: 1) }
        var selector = Selector(line: 1)
        switch Int.random(in: 0...3, using: &random) {
        case 0: selector.kinds = [Selector.Kind.allCases.randomElement(using: &random) ?? .app]
        case 1: selector.locations = [Located("Hartford", line: 1)]
        case 2: selector.endpoints = [endpoint()]
        default: break
        }
        switch Int.random(in: 0...4, using: &random) {
        case 0: return .add(key(member().value, &random), to: selector)
        case 1: return .replace(member(), with: key(member().value, &random), on: selector)
        case 2: return .remove(member(), from: selector)
        case 3:
            return .label(
                Bool.random(using: &random) ? member() : nil, text: Located("{name} {esn}", line: 1), on: selector)
        default: return .move(from: endpoint(), to: endpoint())
        }
    }
}
