// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import PartylineTesting
import SharedLine
import Testing

@testable import StoreSQLite

/// Every statement that reads, as SQLite plans it: nothing grows with the organisation but what is meant to.
@Suite("Query plans")
struct QueryPlanTests {
    let store: SQLiteStore
    let office = Office(1)

    init() async throws {
        store = try SQLiteStore.temporary()
        try await office.settle(in: store)
    }

    /// The plan's steps that touch a table, in SQLite's words.
    private func plan(_ sql: String) async throws -> [String] {
        try await store.pool.read { db in
            let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)")
            statement.setUncheckedArguments(StatementArguments())
            return try Row.fetchAll(statement).map { $0["detail"] as String }
        }
    }

    private func expectNoScan(_ sql: String, of tables: [String] = QueryPlanTests.growing) async throws {
        for step in try await plan(sql) where step.hasPrefix("SCAN ") {
            let table = step.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            #expect(!tables.contains(table), "\(step)\n\(sql)")
        }
    }

    /// The tables that grow with an organisation, and the short names under which statements read them.
    static let growing = [
        "m", "p", "d", "e", "n", "a", "r", "v", "w", "member", "person", "endpoint", "line", "device", "application",
        "workspace", "virtual_line", "change", "token", "tombstone", "idempotent_answer", "location",
    ]

    private func search(_ change: (inout MemberQuery) -> Void) async throws -> MemberSearch {
        var query = MemberQuery(organisation: office.organisation.id, reach: .everywhere)
        change(&query)
        return try await store.pool.read { [query] db in try #require(try MemberSearch(query, db)) }
    }

    @Test("Hits come from the text index and are looked up by key")
    func hits() async throws {
        for text in ["a", "an", "ann", "Łukasz O'Brien"] {
            let search = try await search {
                $0.name = text; $0.phoneNumber = "18"; $0.extension = "2"
            }
            let plan = try await plan(search.hitsStatement)
            #expect(plan.first?.hasPrefix("SCAN t VIRTUAL TABLE INDEX 0:M") == true, "\(plan)")
            #expect(plan.contains("SEARCH m USING INTEGER PRIMARY KEY (rowid=?)"), "\(plan)")
            try await expectNoScan(search.hitsStatement)
            try await expectNoScan(search.countStatement.sql)
            try await expectNoScan(search.probeStatement)
        }
    }

    @Test("A walk goes along the index of the asked order and sorts at most what is equal")
    func walks() async throws {
        let indices: [(MemberOrder.Key?, String)] = [
            (nil, "member_by_id"), (.firstName, "member_by_first_name"), (.lastName, "member_by_last_name"),
            (.phoneNumber, "member_by_phone_number"), (.extension, "member_by_extension"),
        ]
        for (key, index) in indices {
            for isDescending in [false, true] {
                let search = try await search {
                    $0.name = "a"
                    $0.order = key.map { [MemberOrder(key: $0, isDescending: isDescending)] } ?? []
                }
                let plan = try await plan(search.walkStatement(along: try #require(search.walkedIndex)))
                #expect(plan.contains { $0.hasPrefix("SEARCH m USING INDEX \(index) (organisation_id=?") }, "\(plan)")
                #expect(!plan.contains { $0 == "USE TEMP B-TREE FOR ORDER BY" }, "\(plan)")
                if !isDescending { #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)") }
            }
        }
    }

    @Test("Everybody is counted from an index that holds all that is asked")
    func counts() async throws {
        let search = try await search { _ in }
        let plan = try await plan(search.countStatement.sql)
        #expect(plan.contains { $0.contains("USING COVERING INDEX member_by_licence") }, "\(plan)")
    }

    @Test("People are read along an index, whatever is asked")
    func people() async throws {
        var queries: [(PeopleQuery, PeopleSearch.Way, LocationID?)] = []
        let all = PeopleQuery(organisation: office.organisation.id, reach: .everywhere, max: 10)
        queries.append((all, .person, nil))
        queries.append((all, .location(office.boston.id), office.boston.id))
        queries.append((all.with { $0.after = office.people[0].member.id }, .person, nil))
        queries.append((all.with { $0.email = "a@example.com" }, .person, office.boston.id))
        queries.append((all.with { $0.ids = [office.people[0].member.id] }, .person, nil))
        queries.append((all.with { $0.roles = [.fullAdmin] }, .role(.fullAdmin), nil))
        queries.append((all.with { $0.roles = [.fullAdmin] }, .role(.fullAdmin), office.boston.id))
        queries.append((all.with { $0.licence = .basic }, .licence(.basic), nil))
        queries.append((all.with { $0.licence = .basic }, .location(office.boston.id), office.boston.id))
        queries.append((all.with { $0.displayName = "ann" }, .displayName, nil))
        queries.append((all.with { $0.displayName = "a" }, .person, nil))
        for (query, way, location) in queries {
            let (sql, _) = PeopleSearch(query).statement(way, at: location)
            try await expectNoScan(sql)
            let plan = try await plan(sql)
            guard way != .displayName else { continue }
            #expect(!plan.contains { $0.contains("TEMP B-TREE FOR ORDER") }, "\(plan)\n\(sql)")
        }
    }

    @Test("Changes are read along the index of what is asked for, and never sorted")
    func changes() async throws {
        var queries: [(ChangeQuery, String)] = []
        for reach in [
            LocationReach.everywhere, .only([office.boston.id]), .only([office.boston.id, LocationID(UUID())]),
        ] {
            let all = ChangeQuery(organisation: office.organisation.id, reach: reach)
            queries.append((all, "change_by_organisation (organisation_id=? AND sequence>?)"))
            let ofEndpoint = all.with { $0.endpoint = office.phone.endpoint.id }
            queries.append((ofEndpoint, "change_by_subject (subject_id=? AND sequence>?)"))
            let ofBoth = ofEndpoint.with { $0.actor = "command-line" }
            queries.append((ofBoth, "change_by_subject (subject_id=? AND sequence>?)"))
            let ofActor = all.with { $0.actor = "command-line" }
            queries.append((ofActor, "change_by_actor (organisation_id=? AND actor=? AND sequence>?)"))
        }
        for (query, index) in queries {
            let sql = ChangeRows.statement(query).sql
            #expect(try await plan(sql) == ["SEARCH change USING INDEX \(index)"], "\(sql)")
        }
        #expect(
            try await plan("\(ChangeRows.ofList) AND sequence < ? ORDER BY sequence DESC LIMIT ?")
                == ["SEARCH change USING INDEX change_by_subject (subject_id=? AND sequence<?)"])
        #expect(
            try await plan("\(ChangeRows.ofList) AND version = ? ORDER BY sequence DESC LIMIT 1")
                == ["SEARCH change USING INDEX change_by_subject (subject_id=?)"])
    }

    @Test("No statement that is prepared for a read scans a table that grows")
    func everyStatement() async throws {
        // Reads on a single connection, so that all its cached statements can be seen.
        let folder = try TemporaryFolder()
        let traced = try SQLiteStore(path: folder.file(), readers: 1)
        try await office.settle(in: traced)
        let log = StatementLog()
        try await traced.pool.unsafeRead { db in db.trace { event in log.note("\(event)") } }
        _ = try await StoreDump(of: traced)
        let member = office.people[0].member.id
        _ = try await traced.snapshot(
            at: .application(of: member), naming: [member], in: office.organisation.id)
        _ = try await traced.memberLists(showing: member, in: office.organisation.id)
        _ = try await traced.endpointUses(of: member, in: office.organisation.id)
        _ = try await traced.numberCount(in: office.organisation.id, reach: .everywhere)
        _ = try await traced.licenceCounts(in: office.organisation.id)
        _ = try await traced.tombstone(member.uuid, in: office.organisation.id)
        _ = try await traced.token(hash: Samples.tokenHash())
        _ = try await traced.answer(to: Samples.answer().key, since: .distantPast)
        _ = try await traced.lastChange()
        _ = try await traced.changedSubjects(after: 0, max: 10)
        let statements = log.statements.filter {
            $0.hasPrefix("SELECT") && !$0.contains("FROM change WHERE sequence >")
        }
        #expect(statements.count > 15)
        for sql in statements { try await expectNoScan(sql) }
    }
}

extension ChangeQuery {
    func with(_ change: (inout ChangeQuery) -> Void) -> ChangeQuery {
        var query = self
        change(&query)
        return query
    }
}

extension PeopleQuery {
    func with(_ change: (inout PeopleQuery) -> Void) -> PeopleQuery {
        var query = self
        change(&query)
        return query
    }
}
