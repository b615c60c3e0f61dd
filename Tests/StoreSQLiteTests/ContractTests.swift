// SPDX-License-Identifier: Apache-2.0

import PartylineTesting
import SharedLine
import StoreSQLite
import Testing

@Suite("The SQLite store keeps the contract of a store")
struct ContractTests {
    @Test(arguments: StoreContract.clauses)
    func holds(_ clause: StoreContract.Clause) async throws {
        try await clause.prove { try SQLiteStore.temporary() }
    }
}
