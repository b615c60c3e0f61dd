// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import StorePostgres
import Synchronization

/// Clients of the store in this process, each asking again as soon as it is answered.
final class StoreLoad: Sendable {
    private let store: PostgresStore
    private let organisation: NumberedOrganisation
    private let clients: Int
    private let seconds: Int
    /// The version that each list has, because every PUT says it.
    private let versions: Mutex<[Int64]>

    init(store: PostgresStore, organisation: NumberedOrganisation, clients: Int, seconds: Int) {
        self.store = store
        self.organisation = organisation
        self.clients = clients
        self.seconds = seconds
        versions = Mutex(Array(repeating: 1, count: organisation.lists + 1))
    }

    /// Lists read a second.
    func reads() async throws -> Double {
        try await rate { list in
            let found = try await self.store.memberList(
                at: .application(of: self.organisation.member(list)), in: self.organisation.id)
            guard found?.entries.count == 10 else { throw Failure(text: "list \(list) has no ten lines") }
        }
    }

    /// Lists replaced a second.
    func commits() async throws -> Double {
        // pgbench has raised versions in the meantime.
        let stored = try await currentVersions()
        versions.withLock { $0 = stored }
        return try await rate { list in
            let version = self.versions.withLock { $0[list] }
            try await self.store.commit(self.organisation.commit(list, version: version))
            self.versions.withLock { $0[list] = version + 1 }
        }
    }

    private func currentVersions() async throws -> [Int64] {
        var versions = Array(repeating: Int64(1), count: organisation.lists + 1)
        for start in stride(from: 1, through: organisation.lists, by: 256) {
            try await withThrowingTaskGroup(of: (Int, Int64).self) { group in
                for list in start...min(start + 255, organisation.lists) {
                    group.addTask {
                        let found = try await self.store.memberList(
                            at: .application(of: self.organisation.member(list)), in: self.organisation.id)
                        return (list, found?.version ?? 0)
                    }
                }
                for try await (list, version) in group { versions[list] = version }
            }
        }
        return versions
    }

    /// Each client has lists of its own, so that no PUT is refused.
    private func rate(_ work: @escaping @Sendable (Int) async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for client in 0..<clients {
                group.addTask {
                    var (done, random) = (0, SystemRandomNumberGenerator())
                    while ContinuousClock.now < end {
                        let turn = Int.random(in: 0..<(self.organisation.lists / self.clients), using: &random)
                        try await work(1 + turn * self.clients + client)
                        done += 1
                    }
                    return done
                }
            }
            return try await group.reduce(0, +)
        }
        return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
    }
}
