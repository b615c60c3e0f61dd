// SPDX-License-Identifier: Apache-2.0

import PartylineTesting
import SharedLine
import StorePostgres
import Testing

@Suite("The PostgreSQL store keeps the contract of a store")
struct ContractTests {
    @Test(arguments: StoreContract.clauses)
    func holds(_ clause: StoreContract.Clause) async throws {
        let store = try await newStore()
        try await clause.prove { store }
        await store.close()
    }
}
