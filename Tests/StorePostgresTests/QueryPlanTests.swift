// SPDX-License-Identifier: Apache-2.0

import PartylineTesting
import SharedLine
import Testing

@testable import StorePostgres

/// Statements that read, as PostgreSQL plans them once there are many rows: nothing grows with the organisation but what
/// is meant to.
@Suite("Query plans on PostgreSQL")
struct QueryPlanTests {
    let store: PostgresStore
    let office = Office(1)

    init() async throws {
        store = try await QueryPlanTests.crowded.value
    }

    /// One store for all, with so many rows that reading all of them would be dear.
    private static let crowded = Task {
        let url = try await TestServer.shared.value.database()
        let store = try await PostgresStore.open(url)
        let office = Office(1)
        try await office.settle(in: store)
        let (organisation, hartford) = (office.organisation.id, office.hartford.id)
        let session = try await Session(url: url)
        let person = "md5('person' || n)::uuid"
        for sql in [
            """
            INSERT INTO member (id, organisation_id, kind, location_id, first_name, last_name, folded_first_name, \
            folded_last_name, extension, licence) SELECT \(person), '\(organisation)', 'person', '\(hartford)', \
            'Given' || n % 500, 'Family' || n, 'given' || n % 500, 'family' || n, (100000 + n)::text, 'professional' \
            FROM generate_series(1, 20000) n
            """,
            """
            INSERT INTO person (organisation_id, member_id, email, folded_email, display_name, folded_display_name, \
            created, last_modified) SELECT '\(organisation)', \(person), n || '@x', n || '@x', 'Given' || n, 'given' || n, \
            now(), now() FROM generate_series(1, 20000) n
            """,
            """
            INSERT INTO endpoint (id, organisation_id, owner_id, kind, model, version) SELECT md5('app' || n)::uuid, \
            '\(organisation)', \(person), 'device', 'DMS Cisco 8865', 1 FROM generate_series(1, 20000) n
            """,
            """
            INSERT INTO device (endpoint_id, organisation_id, mac, created) SELECT md5('app' || n)::uuid, \
            '\(organisation)', upper(lpad(to_hex(n + 1000000), 12, '0')), now() FROM generate_series(1, 20000) n
            """,
            """
            INSERT INTO line (endpoint_id, port, weight, organisation_id, member_id, allows_call_decline, \
            t38_fax_compression) SELECT md5('app' || n)::uuid, 1, 1, '\(organisation)', \(person), true, false \
            FROM generate_series(1, 20000) n
            """,
            """
            INSERT INTO change (organisation_id, subject_kind, subject_id, cause, actor, tracking_id, at) \
            SELECT '\(organisation)', 'person', \(person), 'import', 'test', 'TEST', now() \
            FROM generate_series(1, 20000) n
            """,
            "ANALYZE",
        ] {
            try await session.run(sql)
        }
        await session.close()
        return store
    }

    /// - Parameter isAvoiding: Whether tables are read whole only where there is no other way: small ones, too.
    private func plan(_ sql: String, _ values: [Value], isAvoiding: Bool = false) async throws -> [String] {
        let set = Statement.once(
            "SELECT set_config('enable_seqscan', $1, true)", [.text(isAvoiding ? "off" : "on")])
        let rows = try await store.reads.run(.read(set, .once("EXPLAIN (COSTS OFF) \(sql)", values)))
        return try rows[1]?.map { row in try row.next() as String } ?? []
    }

    /// Expects that there is an index for every table that grows.
    private func expectNoScan(_ sql: String, _ values: [Value]) async throws {
        for step in try await plan(sql, values, isAvoiding: true) where step.contains("Seq Scan on ") {
            let table = step.split(separator: " ").drop { $0 != "on" }.dropFirst().first.map(String.init) ?? ""
            #expect(["location", "organisation"].contains(table), "\(step)\n\(sql)")
        }
    }

    private var organisation: Value { .uuid(office.organisation.id.uuid) }
    private var anybody: Value { .uuid(office.people[0].member.id.uuid) }

    @Test("A list, a snapshot and one of a kind are looked up by their keys")
    func lookups() async throws {
        for sql in [PostgresStore.deviceList, PostgresStore.applicationList] {
            try await expectNoScan(sql, [anybody, organisation])
        }
        for sql in [PostgresStore.deviceSnapshot, PostgresStore.applicationSnapshot] {
            try await expectNoScan(sql, [anybody, organisation, .uuids([office.people[0].member.id.uuid])])
        }
        for sql in [MemberRows.personByID, MemberRows.workspaceByID, MemberRows.virtualLineByID] {
            try await expectNoScan(sql, [organisation, anybody])
        }
        try await expectNoScan(EndpointRows.deviceByID, [anybody, organisation])
        for sql in [PostgresStore.listsShowing, PostgresStore.uses] {
            try await expectNoScan(sql, [anybody, organisation])
        }
    }

    @Test("Changes are read from where one stands")
    func changes() async throws {
        try await expectNoScan(
            ChangeRows.after.replacing(Horizon.noted, with: "19000"), [.int(18_000), .int(10)])
        try await expectNoScan(ChangeMarks.tail, [.int(19_990)])
        try await expectNoScan(PostgresStore.last.replacing(Horizon.noted, with: "19000"), [])
    }

    private func search(_ change: (inout MemberQuery) -> Void) -> MemberSearch {
        var query = MemberQuery(organisation: office.organisation.id, reach: .everywhere)
        change(&query)
        return MemberSearch(query)
    }

    @Test("Hits come from the index of words")
    func hits() async throws {
        for text in ["7", "19", "777", "łukasz", "family777"] {
            let (sql, conditions) = search { $0.name = text }.sortedStatement(PostgresStore.memberReading.source)
            let plan = try await plan("\(sql) LIMIT 101", conditions.values)
            #expect(plan.contains { $0.contains("Bitmap Index Scan on member_by_words") }, "\(plan)")
        }
    }

    @Test("A walk goes along the index of the asked order and sorts at most what is equal")
    func walks() async throws {
        let indices: [(MemberOrder.Key?, String)] = [
            (nil, "member_of_organisation"), (.firstName, "member_by_first_name"), (.lastName, "member_by_last_name"),
            (.phoneNumber, "member_by_phone_number"), (.extension, "member_by_extension"),
        ]
        for (key, index) in indices {
            for isDescending in [false, true] {
                let search = search {
                    $0.name = "a"
                    $0.order = key.map { [MemberOrder(key: $0, isDescending: isDescending)] } ?? []
                }
                let (sql, values) = search.walkStatement(
                    Page(start: 0, max: 100), rows: 5000, PostgresStore.memberReading.source)
                let plan = try await plan(sql, values)
                #expect(plan.contains { $0.contains(" using \(index) on member m_1") }, "\(plan)")
                #expect(!plan.contains { $0.hasSuffix("Sort") && !$0.contains("Incremental Sort") }, "\(plan)")
            }
        }
    }

    @Test("People and devices are read along an index, whatever is asked")
    func collections() async throws {
        let all = PeopleQuery(organisation: office.organisation.id, reach: .everywhere, max: 10)
        let queries = [
            all, all.with { $0.after = office.people[0].member.id }, all.with { $0.email = "1@x" },
            all.with { $0.ids = [office.people[0].member.id] }, all.with { $0.roles = [.fullAdmin] },
            all.with { $0.location = office.boston.id }, all.with { $0.displayName = "given77" },
            all.with { $0.reach = .only([office.boston.id]) },
        ]
        for query in queries {
            let (sql, conditions) = PeopleSearch.statement(query)
            try await expectNoScan("\(sql) LIMIT 11", conditions.values)
        }
        for change in [
            { _ in }, { $0.mac = "0000000F4241" }, { $0.owner = office.people[0].member.id }, { $0.tag = "x" },
            { $0.name = "family777" },
        ] as [(inout DeviceQuery) -> Void] {
            var devices = DeviceQuery(organisation: office.organisation.id, reach: .everywhere)
            change(&devices)
            let search = DeviceSearch(devices)
            let (sql, conditions) = search.statement(fromOwners: search.mayStartFromOwners)
            try await expectNoScan("\(sql) LIMIT 101", conditions.values)
        }
    }
}

extension PeopleQuery {
    fileprivate func with(_ change: (inout PeopleQuery) -> Void) -> PeopleQuery {
        var query = self
        change(&query)
        return query
    }
}
