// SPDX-License-Identifier: Apache-2.0

import BenchmarkData
import Foundation
import SharedLine

/// A store of which every transaction holds one commit. Everything else is passed on.
struct SingleCommitStore: Store {
    let store: any Store
    private let oneByOne = OneByOne()

    init(store: any Store) {
        self.store = store
    }

    func commit(_ commit: Commit) async throws -> Int64 {
        try await oneByOne { try await store.commit(commit) }
    }

    func answer(to key: IdempotencyKey, since: Date) async throws -> IdempotentAnswer? {
        try await store.answer(to: key, since: since)
    }

    func checkReady() async throws {
        try await store.checkReady()
    }
}

extension SingleCommitStore {
    func job(_ id: JobID, in organisation: OrganisationID) async throws -> Job? {
        try await store.job(id, in: organisation)
    }

    func jobToTake(at moment: Date) async throws -> (job: Job, work: JobWork)? {
        try await store.jobToTake(at: moment)
    }

    func openJobs() async throws -> [Job] {
        try await store.openJobs()
    }

    func changes(of job: JobID, in organisation: OrganisationID) async throws -> [Change] {
        try await store.changes(of: job, in: organisation)
    }
}

extension SingleCommitStore {
    func memberList(at address: EndpointAddress, in organisation: OrganisationID) async throws -> MemberList? {
        try await store.memberList(at: address, in: organisation)
    }

    func snapshot(
        at address: EndpointAddress, naming members: [MemberID], in organisation: OrganisationID
    ) async throws -> MemberListSnapshot? {
        try await store.snapshot(at: address, naming: members, in: organisation)
    }

    func memberLists(showing member: MemberID, in organisation: OrganisationID) async throws -> [MemberList] {
        try await store.memberLists(showing: member, in: organisation)
    }

    func endpointUses(of member: MemberID, in organisation: OrganisationID) async throws -> [EndpointUse] {
        try await store.endpointUses(of: member, in: organisation)
    }

    func members(_ query: MemberQuery, page: Page) async throws -> PageOf<Member> {
        try await store.members(query, page: page)
    }

    func memberCount(_ query: MemberQuery) async throws -> Int {
        try await store.memberCount(query)
    }
}

extension SingleCommitStore {
    func organisations() async throws -> [Organisation] {
        try await store.organisations()
    }

    func organisation(_ id: OrganisationID) async throws -> Organisation? {
        try await store.organisation(id)
    }

    func locations(_ query: LocationQuery, page: Page) async throws -> PageOf<Location> {
        try await store.locations(query, page: page)
    }

    func location(_ id: LocationID, in organisation: OrganisationID) async throws -> Location? {
        try await store.location(id, in: organisation)
    }

    func people(_ query: PeopleQuery) async throws -> PageOf<Person> {
        try await store.people(query)
    }

    func person(_ id: MemberID, in organisation: OrganisationID) async throws -> Person? {
        try await store.person(id, in: organisation)
    }

    func workspaces(_ query: WorkspaceQuery, page: Page) async throws -> PageOf<Workspace> {
        try await store.workspaces(query, page: page)
    }

    func workspace(_ id: MemberID, in organisation: OrganisationID) async throws -> Workspace? {
        try await store.workspace(id, in: organisation)
    }

    func virtualLines(_ query: VirtualLineQuery, page: Page) async throws -> PageOf<VirtualLineListing> {
        try await store.virtualLines(query, page: page)
    }

    func virtualLine(_ id: MemberID, in organisation: OrganisationID) async throws -> VirtualLine? {
        try await store.virtualLine(id, in: organisation)
    }

    func devices(_ query: DeviceQuery, page: Page) async throws -> PageOf<Device> {
        try await store.devices(query, page: page)
    }

    func device(_ id: EndpointID, in organisation: OrganisationID) async throws -> Device? {
        try await store.device(id, in: organisation)
    }

    func application(of person: MemberID, in organisation: OrganisationID) async throws -> Application? {
        try await store.application(of: person, in: organisation)
    }

    func numbers(_ query: NumberQuery, page: Page) async throws -> PageOf<NumberEntry> {
        try await store.numbers(query, page: page)
    }

    func numberCount(in organisation: OrganisationID, reach: LocationReach) async throws -> NumberCount {
        try await store.numberCount(in: organisation, reach: reach)
    }

    func licenceCounts(in organisation: OrganisationID) async throws -> [LicenceCount] {
        try await store.licenceCounts(in: organisation)
    }

    func tombstone(_ id: UUID, in organisation: OrganisationID) async throws -> Tombstone? {
        try await store.tombstone(id, in: organisation)
    }

    func identities(_ ids: Set<UUID>, in organisation: OrganisationID) async throws -> [UUID: Identity] {
        try await store.identities(ids, in: organisation)
    }
}

extension SingleCommitStore {
    func token(hash: TokenHash) async throws -> Token? {
        try await store.token(hash: hash)
    }

    func tokens(in organisation: OrganisationID) async throws -> [Token] {
        try await store.tokens(in: organisation)
    }

    func changeMark() async throws -> ChangeMark {
        try await store.changeMark()
    }

    func lastChange() async throws -> Int64 {
        try await store.lastChange()
    }

    func changes(after sequence: Int64, max: Int) async throws -> [Change] {
        try await store.changes(after: sequence, max: max)
    }

    func changes(_ query: ChangeQuery, after sequence: Int64, max: Int) async throws -> [Change] {
        try await store.changes(query, after: sequence, max: max)
    }

    func listChanges(
        of endpoint: EndpointID, in organisation: OrganisationID, before sequence: Int64?, max: Int
    ) async throws -> [Change] {
        try await store.listChanges(of: endpoint, in: organisation, before: sequence, max: max)
    }

    func listChange(
        of endpoint: EndpointID, in organisation: OrganisationID, version: Int64
    ) async throws -> Change? {
        try await store.listChange(of: endpoint, in: organisation, version: version)
    }

    func wakeUps() -> AsyncStream<Void> {
        store.wakeUps()
    }

    func changedSubjects(after sequence: Int64, max: Int) async throws -> [ChangedSubject] {
        try await store.changedSubjects(after: sequence, max: max)
    }
}

extension SingleCommitStore {
    func sipEndpoint(_ id: EndpointID) async throws -> SIPEndpoint? {
        try await store.sipEndpoint(id)
    }

    func sipEndpoints(after id: EndpointID?, max: Int) async throws -> [SIPEndpoint] {
        try await store.sipEndpoints(after: id, max: max)
    }
}
