// SPDX-License-Identifier: Apache-2.0

import BenchmarkData
import Foundation
import SharedLine
import StoreSQLite
import WebexWire

/// The stages of a GET and a PUT of a ten-line list, each alone and then all that lies below HTTP together.
struct Stages: Sendable {
    /// So many wait for commits at once, as in the load over HTTP.
    private static let clients = 32
    private static let pureOperations = 20_000
    private static let storeOperations = 4_000

    let store: SQLiteStore
    let sample: SampleOrganisation
    private let body: [UInt8]
    private let rounds: Int
    private let hash: TokenHash

    init(database: String, sample: SampleOrganisation, body: [UInt8], rounds: Int) async throws {
        store = try SQLiteStore(path: database)
        self.sample = sample
        self.body = body
        self.rounds = rounds
        hash = TokenHash(Data((0..<32).map { _ in UInt8.random(in: 0...255) }))
        let token = Token(
            id: TokenID(UUID()), organisation: sample.organisation.id, role: .fullAdmin,
            scopes: Role.fullAdmin.defaultScopes, locations: [], created: Date(), expires: nil, revoked: nil)
        try await store.commit(
            Commit(
                organisation: token.organisation, origin: Self.origin, cause: .edit,
                edits: [.addToken(token, hash: hash)], answer: nil))
    }

    func all() async throws -> [Stage] {
        var watch = Stopwatch(rounds: rounds)
        try await pure(&watch)
        try await reads(&watch)
        try await commits(&watch)
        try await services(&watch)
        try store.close()
        precondition(watch.checksum != 0, "the stages did nothing")
        return watch.stages
    }

    // MARK: - Bytes and rules

    private func pure(_ watch: inout Stopwatch) async throws {
        let list = try await list(0)
        let snapshot = MemberListSnapshot(
            list: list,
            named: Dictionary(
                list.entries.map { ($0.member.id, NamedMember(member: $0.member, endpointCount: 10)) },
                uniquingKeysWith: { first, _ in first }))
        let edit = edit(0, mark: "other")
        let response = Self.response(list)
        try await watch.measure("parse the body of a PUT", operations: Self.pureOperations) { _ in
            try MemberListRequest.parse(body).elements.count
        }
        try await watch.measure("decide by the rules", operations: Self.pureOperations) { _ in
            try MemberListRules.decide(edit, on: snapshot, reach: .everywhere).get().lines.count
        }
        try await watch.measure("write the body of a GET", operations: Self.pureOperations) { _ in
            response.json(for: .currentApplication).count
        }
    }

    // MARK: - Store

    private func reads(_ watch: inout Stopwatch) async throws {
        let organisation = sample.organisation.id
        try await watch.measure("ask whether anything has changed", operations: Self.pureOperations) { _ in
            Int(truncatingIfNeeded: try await store.changeMark().value)
        }
        try await watch.measure("read the organisation", operations: Self.storeOperations) { _ in
            try await store.organisation(organisation)?.name.utf8.count ?? 0
        }
        try await watch.measure("read a list", operations: Self.storeOperations) { number in
            try await list(number).entries.count
        }
        let last = try await store.lastChange()
        try await watch.measure("read what has changed, one list", operations: Self.storeOperations) { _ in
            try await store.changedSubjects(after: last - 1, max: 1000).count
        }
    }

    private func commits(_ watch: inout Stopwatch) async throws {
        let store = store
        let oneByOne = OneByOne()
        try await watch.measure("read a list and commit it, 1 client", operations: Self.storeOperations) { number in
            Int(try await store.commit(try await replacement(number, mark: "alone")))
        }
        try await watch.measure(
            "read a list and commit it, 32 clients", operations: Self.storeOperations, tasks: Self.clients
        ) { number in
            Int(try await store.commit(try await replacement(number, mark: "together")))
        }
        try await watch.measure(
            "the same, one commit a transaction", operations: Self.storeOperations, tasks: Self.clients
        ) { number in
            let commit = try await replacement(number, mark: "in turn")
            return Int(try await oneByOne { try await store.commit(commit) })
        }
    }

    // MARK: - All below HTTP

    private func services(_ watch: inout Stopwatch) async throws {
        let services = Services(store: store, hash: hash)
        let sample = sample
        try await watch.measure("token and a list at hand", operations: Self.pureOperations) { _ in
            try await services.list(of: sample.memberID(0)).entries.count
        }
        try await watch.measure("token and a list not at hand", operations: Self.storeOperations) { number in
            try await services.list(of: sample.memberID(number)).entries.count
        }
        try await watch.measure("token and a new list, 1 client", operations: Self.storeOperations) { number in
            try await services.replace(
                listOf: sample.memberID(number), with: edit(number, mark: "alone \(number)"))
        }
        try await watch.measure(
            "token and a new list, 32 clients", operations: Self.storeOperations, tasks: Self.clients
        ) { number in
            try await services.replace(
                listOf: sample.memberID(number), with: edit(number, mark: "together \(number)"))
        }
    }
}

/// The database is not the one that `seed` made.
struct MissingList: Error {}
