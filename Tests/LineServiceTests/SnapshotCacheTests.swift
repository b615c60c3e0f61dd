// SPDX-License-Identifier: Apache-2.0

import Foundation
import PartylineTesting
import SharedLine
import StoreSQLite
import Testing

@testable import LineService

@Suite struct SnapshotCacheTests {
    @Test func `a list is at hand as its own commit left it`() async throws {
        let desk = try await Desk()
        try await desk.replace(desk.edit([desk.office.people[1].member], label: "Front desk"), .plain)
        let kept = try #require(desk.cache.list(desk.firstKey))
        #expect(try await desk.store.memberList(at: desk.firstApp, in: desk.office.organisation.id) == kept)
        _ = try await desk.cache.refresh()
        #expect(desk.cache.list(desk.firstKey) == kept, "its own change is in it already")
    }

    @Test func `what another process commits afterwards is in the next answer`() async throws {
        let desk = try await Desk()
        try await desk.replace(desk.edit([desk.office.people[1].member]), .plain)
        try await desk.elsewhere(desk.edit([], label: "later"))
        #expect(try await desk.list().lines.map(\.label) == ["later"])
    }

    @Test func `a list that comes late from its commit does not take a newer one's place`() async throws {
        let desk = try await Desk()
        let moment = try await desk.cache.refresh()
        try await desk.elsewhere(desk.edit([], label: "first"))
        let first = try #require(try await desk.store.memberList(at: desk.firstApp, in: desk.office.organisation.id))
        let sequence = try await desk.store.lastChange()
        try await desk.elsewhere(desk.edit([], label: "second"))
        _ = try await desk.cache.refresh()
        desk.cache.keep(first, desk.firstKey, committedAt: sequence, decidedAt: moment)
        #expect(desk.cache.list(desk.firstKey) == nil)
        #expect(try await desk.list().lines.map(\.label) == ["second"])
    }

    @Test func `a list decided before its app was switched off is not kept`() async throws {
        let desk = try await Desk()
        let moment = try await desk.cache.refresh()
        let before = try await desk.list()
        try await desk.switchDesktopOff()
        _ = try await desk.cache.refresh()
        desk.cache.keep(before, desk.firstKey, committedAt: .max, decidedAt: moment)
        #expect(try await desk.list().endpoint.isEnabled == false)
    }
}

@Suite struct TouchedListsTests {
    private let list = EndpointID(UUID())
    private let other = EndpointID(UUID())

    @Test func `a commit is the newest until a later change of its list is known`() {
        var touched = TouchedLists(since: 10)
        touched.noteList(of: other, changedAt: 20)
        #expect(touched.isNewest(list, committedAt: 12, decidedAt: 11))
        touched.noteList(of: list, changedAt: 12)
        #expect(touched.isNewest(list, committedAt: 12, decidedAt: 11), "that is the commit itself")
        touched.noteList(of: list, changedAt: 13)
        #expect(!touched.isNewest(list, committedAt: 12, decidedAt: 11))
    }

    @Test func `a commit decided before its endpoint changed is not the newest`() {
        var touched = TouchedLists(since: 10)
        touched.noteEndpoint(list, changedAt: 12)
        #expect(!touched.isNewest(list, committedAt: 14, decidedAt: 11))
        #expect(touched.isNewest(list, committedAt: 14, decidedAt: 12))
    }

    @Test func `nothing decided before everything was forgotten is the newest`() {
        var touched = TouchedLists(since: 10)
        #expect(!touched.isNewest(list, committedAt: 14, decidedAt: 9))
        for number in 0..<5000 { touched.noteList(of: EndpointID(UUID()), changedAt: Int64(100 + number)) }
        #expect(!touched.isNewest(list, committedAt: 6000, decidedAt: 99), "so many changes are not remembered")
        #expect(touched.isNewest(list, committedAt: 6000, decidedAt: 5100))
    }
}

extension Desk {
    fileprivate var firstKey: SnapshotCache.ListKey {
        SnapshotCache.ListKey(organisation: office.organisation.id, address: firstApp)
    }

    /// The same edit by a process with a cache of its own.
    fileprivate func elsewhere(_ edit: MemberListEdit) async throws {
        let lists = MemberListService(store: store, cache: SnapshotCache(store: store), now: { Samples.moment })
        _ = try await lists.replace(at: firstApp, with: edit, under: .plain, for: try await authority())
    }

    fileprivate func switchDesktopOff() async throws {
        let person = office.people[0].member.id
        let app = try #require(try await store.application(of: person, in: office.organisation.id))
        var settings = app.settings
        settings.desktopClientEnabled = false
        let switched = Application(id: app.id, person: app.person, browserID: app.browserID, settings: settings)
        try await store.commit(office.commit([.setApplication(switched, before: app.settings)]))
    }
}
