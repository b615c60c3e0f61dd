// SPDX-License-Identifier: Apache-2.0

import SharedLine
import Testing

@testable import StorePostgres

@Suite("What a move brings rows into")
struct MoveCatalogueTests {
    @Test("Each table comes after those that it refers to")
    func order() {
        let references = [("line", "endpoint"), ("line", "member"), ("endpoint", "member"), ("member", "organisation")]
        let ordered = MoveCatalogue.order(["endpoint", "line", "member", "organisation", "token"], references)
        #expect(ordered == ["organisation", "member", "endpoint", "line", "token"])
    }

    @Test("A table that refers to itself, or two that refer to each other, are not waited for")
    func circles() {
        let references = [("folder", "folder"), ("one", "other"), ("other", "one")]
        #expect(MoveCatalogue.order(["folder", "one", "other"], references) == ["folder", "one", "other"])
    }

    @Test("Every table of the schema has a key and columns that both stores know")
    func schema() async throws {
        let url = try await TestServer.shared.value.database()
        let target = try await PostgresMoveTarget.open(url, mark: "source", isAnew: false)
        let names = target.tables.map(\.name)
        #expect(Set(names).isSuperset(of: ["organisation", "member", "endpoint", "line", "change", "token"]))
        #expect(!names.contains("schema_migration") && !names.contains("unfinished_move"))
        #expect(target.tables.allSatisfy { !$0.key.isEmpty })
        let member = try #require(target.tables.first { $0.name == "member" })
        #expect(!member.columns.contains { $0.name == "folded_name" }, "the server makes it")
        await target.close()
    }

    @Test("Until a move has ended no node starts on its target, and another source is refused")
    func unfinished() async throws {
        let url = try await TestServer.shared.value.database()
        try await PostgresMoveTarget.open(url, mark: "source", isAnew: false).close()
        await #expect(throws: PostgresOpenError.unfinishedMove) { try await PostgresStore.open(url).close() }
        await #expect(throws: PostgresMoveError.otherSource) {
            try await PostgresMoveTarget.open(url, mark: "another", isAnew: false).close()
        }
        let target = try await PostgresMoveTarget.open(url, mark: "another", isAnew: true)
        try await target.finish()
        await target.close()
        try await PostgresStore.open(url).close()
    }
}
