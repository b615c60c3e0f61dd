// SPDX-License-Identifier: Apache-2.0

import PartylineTesting
import SharedLine
import Testing

@testable import StorePostgres

@Suite("Opening a database on PostgreSQL")
struct OpeningTests {
    let server: TestServer

    init() async throws {
        server = try await TestServer.shared.value
    }

    private func expectRefusal(_ wanted: PostgresOpenError, of url: PostgresURL, mayCreate: Bool = true) async {
        await #expect(throws: wanted) { try await PostgresStore.open(url, mayCreate: mayCreate).close() }
    }

    @Test("What was committed is there after closing and opening again")
    func reopening() async throws {
        let url = try await server.database(isEmpty: true)
        let store = try await PostgresStore.open(url)
        try await Office(1).settle(in: store)
        let before = try await StoreDump(of: store)
        await store.close()
        let again = try await PostgresStore.open(url, mayCreate: false)
        #expect(try await StoreDump(of: again) == before)
        await again.close()
    }

    @Test("After closing, everything asked fails as unavailable")
    func closed() async throws {
        let store = try await newStore()
        _ = try await store.organisations()
        await store.close()
        await expectUnavailable { _ = try await store.organisations() }
        await expectUnavailable { try await store.commit(Samples.commit([.addOrganisation(Samples.organisation())])) }
        await expectUnavailable { _ = try await store.changeMark() }
        await expectUnavailable { try await store.checkReady() }
    }

    @Test("Nodes that open one empty database at the same time migrate it once")
    func openingAtOnce() async throws {
        let url = try await server.database(isEmpty: true)
        let stores = try await withThrowingTaskGroup(of: PostgresStore.self) { group in
            for _ in 0..<6 { group.addTask { try await PostgresStore.open(url) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        try await Office(1).settle(in: stores[0])
        for store in stores {
            #expect(try await store.organisations() == [Office(1).organisation])
            await store.close()
        }
    }

    @Test("An empty database counts as a mistake where nothing may be created, and stays empty")
    func empty() async throws {
        let url = try await server.database(isEmpty: true)
        await expectRefusal(.empty, of: url, mayCreate: false)
        #expect(
            try await TestServer.execute("SELECT relname::text FROM pg_class WHERE relname = 'member'", url: url) == [])
    }

    @Test("Another program's tables are refused and left as they are")
    func foreignDatabase() async throws {
        let url = try await server.database(isEmpty: true)
        try await TestServer.execute("CREATE TABLE bookmark (id integer PRIMARY KEY)", url: url)
        await expectRefusal(.foreignDatabase(schema: "public"), of: url)
        #expect(
            try await TestServer.execute("SELECT relname::text FROM pg_class WHERE relname = 'member'", url: url) == [])
    }

    @Test("A database that a newer program has migrated is refused by its number")
    func newerSchema() async throws {
        let url = try await server.database()
        try await TestServer.execute("INSERT INTO schema_migration (number) VALUES (99)", url: url)
        await expectRefusal(.newerSchema(found: 99, known: Migration.newest), of: url)
    }

    @Test("A database that only allows reading is refused")
    func readOnly() async throws {
        let url = try await server.database()
        let set = "ALTER DATABASE \"\(url.name)\" SET default_transaction_read_only = on"
        try await TestServer.execute(set, url: url)
        await expectRefusal(.readOnly, of: url)
    }

    @Test("A database in another encoding is refused by its name")
    func encoding() async throws {
        try await TestServer.execute(
            "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'", url: try server.url(of: "postgres")
        )
        await expectRefusal(.notUTF8(encoding: "LATIN1"), of: try server.url(of: "latin"))
    }

    @Test("What cannot be connected to is told in the server's or the system's words, without the password")
    func unreachable() async throws {
        let texts = [
            "postgres://postgres:s3cret@/no_such_database?host=\(server.folder)", "postgres://me:s3cret@127.0.0.1:1/x",
            "postgres://me:s3cret@/x?host=/no/such/folder",
        ]
        for text in texts {
            let url = try #require(PostgresURL(text))
            do {
                try await PostgresStore.open(url).close()
                Issue.record("it opened")
            } catch let error as PostgresOpenError {
                #expect("\(error)".hasPrefix("cannot connect: "))
                #expect(!"\(error)".contains("s3cret"))
            }
        }
    }

    @Test("Whatever the database's settings are, commits wait for the disk and conflicts are seen at once")
    func settings() async throws {
        let url = try await server.database()
        for setting in ["synchronous_commit = off", "default_transaction_isolation = 'serializable'"] {
            try await TestServer.execute("ALTER DATABASE \"\(url.name)\" SET \(setting)", url: url)
        }
        let store = try await PostgresStore.open(url, timeLimit: .milliseconds(1500))
        let names = ["synchronous_commit", "transaction_isolation", "statement_timeout"]
        for lane in [store.reads, store.writes] {
            let rows = try await lane.run(
                .read(.once("SELECT current_setting(n) FROM unnest($1::text[]) n", [.texts(names)])))
            let found = try rows[0]?.map { row in try row.next() as String }
            #expect(found == ["on", "read committed", "1500ms"])
        }
        await store.close()
    }

    @Test("A healthy database is found sound")
    func health() async throws {
        let store = try await newStore()
        let health = try await store.checkHealth()
        #expect(health.isSound && health.isPrivate && health.schemaVersion == Migration.newest)
        await store.close()
    }

    @Test("A URL tells where it leads and dots what is secret")
    func urls() throws {
        let cases = [
            (
                "postgres://me:s3cret@db.example:5433/line?sslmode=require", "postgres://db.example:5433/line",
                "postgres://me:••••@db.example:5433/line?sslmode=require"
            ),
            (
                "postgresql://me@db/line?sslpassword=a&pass%77ord=s3cret&sslmode=disable", "postgres://db/line",
                "postgres://me:••••@db/line?sslmode=disable&sslpassword=••••"
            ),
            ("postgres://", "postgres://", "postgres://"),
            (
                "postgres://me@/line?host=/run/postgresql", "postgres:///line in /run/postgresql",
                "postgres://me@/line?host=/run/postgresql"
            ),
        ]
        for (text, place, dotted) in cases {
            let url = try #require(PostgresURL(text))
            #expect(url.description == place)
            #expect(url.dotted == dotted)
        }
        #expect(PostgresURL("postgres://[::1/x") == nil)
        #expect(PostgresURL("postgres://host/x?nonsense=1") == nil)
    }
}

extension PostgresURL {
    /// The database of a URL of the test server.
    fileprivate var name: String {
        String(text.dropFirst("postgres://postgres@/".count).prefix { $0 != "?" })
    }
}

/// Passes where the body fails as unavailable.
func expectUnavailable(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
    do {
        try await body()
        Issue.record("it did not fail", sourceLocation: sourceLocation)
    } catch StoreFailure.unavailable {
    } catch {
        Issue.record("it failed in another way: \(error)", sourceLocation: sourceLocation)
    }
}
