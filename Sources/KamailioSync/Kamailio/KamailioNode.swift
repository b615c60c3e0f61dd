// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// One Kamailio, by its JSON-RPC: what its tables hold, and setting it.
struct KamailioNode: Sendable {
    /// How many calls are under way at once.
    static let concurrency = 4
    /// Kamailio answers within a millisecond; one that takes so long hangs.
    private static let patience = TimeAmount.seconds(5)
    /// Reading a whole table takes it about a second for 20,000 entries.
    private static let patienceForTables = TimeAmount.seconds(120)
    private static let longestAnswer = 1 << 30
    /// The table that says who has fed all the others, and what this Kamailio calls itself since its start.
    private static let (markTable, markName, instanceName) = ("fed", "by", "instance")

    let url: KamailioURL
    let http: HTTPClient

    // MARK: - The mark

    /// A name that Kamailio gives itself at each start.
    func instance() async throws -> String {
        guard let instance = try await value(Self.instanceName) else {
            throw KamailioFailure.unsuitable("its table \(Self.markTable) has no \(Self.instanceName)")
        }
        return instance
    }

    /// Whether that mark stands for the instance that answers.
    func hasMark(_ mark: String) async throws -> Bool {
        let instance = try await instance()
        return try await value(Self.markName) == "\(mark) \(instance)"
    }

    func set(mark: String, for instance: String) async throws {
        try await set(Self.markTable, Self.markName, "\(mark) \(instance)")
    }

    private func value(_ name: String) async throws -> String? {
        struct Found: Decodable { let item: Item }
        struct Item: Decodable { let value: String }
        do {
            return try await call("htable.get", [Self.markTable, name], as: Found.self).item.value
        } catch KamailioFailure.refused {
            return nil
        }
    }

    // MARK: - The tables

    /// Everything that stands in a table.
    func entries(of table: TableKey.Table) async throws -> [TableKey: String] {
        struct Slot: Decodable { let slot: [Item] }
        struct Item: Decodable {
            let name: String
            let value: String
        }
        var entries: [TableKey: String] = [:]
        let slots = try await call("htable.dump", [table.rawValue], as: [Slot].self, within: Self.patienceForTables)
        for item in slots.flatMap(\.slot) { entries[TableKey(table, item.name)] = item.value }
        return entries
    }

    /// Sets the entries, or takes those without a value away.
    func send(_ entries: [(key: TableKey, value: String?)]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, entry) in entries.enumerated() {
                if index >= Self.concurrency { try await group.next() }
                group.addTask { try await send(entry.key, entry.value) }
            }
            try await group.waitForAll()
        }
    }

    private func send(_ key: TableKey, _ value: String?) async throws {
        guard let value else {
            do {
                _ = try await call("htable.delete", [key.table.rawValue, key.name], as: String.self)
            } catch KamailioFailure.refused(_, 404, _) {
                // It had gone before.
            }
            return
        }
        try await set(key.table.rawValue, key.name, value)
    }

    private func set(_ table: String, _ name: String, _ value: String) async throws {
        _ = try await call("htable.sets", [table, name, value], as: String.self)
    }

    // MARK: - JSON-RPC

    private struct Call: Encodable {
        let jsonrpc = "2.0"
        let id = 1
        let method: String
        let params: [String]
    }

    private struct Reply<Result: Decodable>: Decodable {
        struct Refusal: Decodable {
            let code: Int
            let message: String
        }

        let result: Result?
        let error: Refusal?
    }

    private func call<Result: Decodable>(
        _ method: String, _ params: [String], as type: Result.Type, within patience: TimeAmount = patience
    ) async throws -> Result {
        var request = HTTPClientRequest(url: url.text)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(Call(method: method, params: params))))
        let (status, body): (Int, ByteBuffer)
        do {
            let response = try await http.execute(request, timeout: patience)
            (status, body) = (
                Int(response.status.code), try await response.body.collect(upTo: Self.longestAnswer)
            )
        } catch {
            try Task.checkCancellation()
            throw KamailioFailure.unreachable("\(error)")
        }
        guard let reply = try? JSONDecoder().decode(Reply<Result>.self, from: Data(body.readableBytesView)) else {
            throw KamailioFailure.nonsense(method: method, status: status)
        }
        if let refusal = reply.error {
            throw KamailioFailure.refused(method: method, code: refusal.code, message: refusal.message)
        }
        guard let result = reply.result else { throw KamailioFailure.nonsense(method: method, status: status) }
        return result
    }
}
