// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine

/// Reading the directory around the lines. A collection shows what is within reach; a single thing outside is refused.
public struct DirectoryService: Sendable {
    /// How often an edit is worked out again while others change what it was worked out on.
    static let maximumAttempts = 100

    let store: any Store
    let now: @Sendable () -> Date

    public init(store: any Store, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.now = now
    }

    public func organisation(for authority: Authority) async throws -> Organisation {
        guard let organisation = try await store.organisation(authority.organisation) else {
            throw ServiceError.notFound(.organisation)
        }
        return organisation
    }

    public func locations(
        _ query: LocationQuery, page: Page, for authority: Authority
    ) async throws -> PageOf<Location> {
        try await store.locations(query, page: page)
    }

    public func location(_ id: LocationID, for authority: Authority) async throws -> Location {
        guard let location = try await store.location(id, in: authority.organisation) else {
            throw try await missing(id.uuid, .location, in: authority.organisation)
        }
        try authority.requireReach(to: id)
        return location
    }

    public func people(_ query: PeopleQuery, for authority: Authority) async throws -> PageOf<Person> {
        try await store.people(query)
    }

    public func person(_ id: MemberID, for authority: Authority) async throws -> Person {
        guard let person = try await store.person(id, in: authority.organisation) else {
            throw try await missing(id.uuid, .person, in: authority.organisation)
        }
        try authority.requireReach(to: person.member.location?.id)
        return person
    }

    /// The administrator behind a token that was made on the command line: a full administrator of the organisation,
    /// nil where the directory has none.
    public func administrator(for authority: Authority) async throws -> Person? {
        var query = PeopleQuery(organisation: authority.organisation, reach: .everywhere, max: 1)
        query.roles = [.fullAdmin]
        return try await store.people(query).items.first
    }

    public func workspaces(
        _ query: WorkspaceQuery, page: Page, for authority: Authority
    ) async throws -> PageOf<Workspace> {
        try await store.workspaces(query, page: page)
    }

    public func workspace(_ id: MemberID, for authority: Authority) async throws -> Workspace {
        guard let workspace = try await store.workspace(id, in: authority.organisation) else {
            throw try await missing(id.uuid, .workspace, in: authority.organisation)
        }
        try authority.requireReach(to: workspace.member.location?.id)
        return workspace
    }

    public func virtualLines(
        _ query: VirtualLineQuery, page: Page, for authority: Authority
    ) async throws -> PageOf<VirtualLineListing> {
        try await store.virtualLines(query, page: page)
    }

    public func virtualLine(_ id: MemberID, for authority: Authority) async throws -> VirtualLine {
        guard let line = try await store.virtualLine(id, in: authority.organisation) else {
            throw try await missing(id.uuid, .virtualLine, in: authority.organisation)
        }
        try authority.requireReach(to: line.member.location?.id)
        return line
    }

    public func devices(_ query: DeviceQuery, page: Page, for authority: Authority) async throws -> PageOf<Device> {
        try await store.devices(query, page: page)
    }

    public func device(_ id: EndpointID, for authority: Authority) async throws -> Device {
        guard let device = try await store.device(id, in: authority.organisation) else {
            throw try await missing(id.uuid, .device, in: authority.organisation)
        }
        try authority.requireReach(to: device.endpoint.owner.location?.id)
        return device
    }

    /// The endpoints on which the line of a person, workspace or virtual line stands.
    public func endpointUses(
        of id: MemberID, kind: MemberKind, for authority: Authority
    ) async throws -> (member: Member, uses: [EndpointUse]) {
        let member = try await member(id, kind: kind, for: authority)
        return (member, try await store.endpointUses(of: id, in: authority.organisation))
    }

    public func numbers(_ query: NumberQuery, page: Page, for authority: Authority) async throws -> PageOf<NumberEntry>
    {
        try await store.numbers(query, page: page)
    }

    public func numberCount(for authority: Authority) async throws -> NumberCount {
        try await store.numberCount(in: authority.organisation, reach: authority.reach)
    }

    public func licenceCounts(for authority: Authority) async throws -> [LicenceCount] {
        try await store.licenceCounts(in: authority.organisation)
    }

    func member(_ id: MemberID, kind: MemberKind, for authority: Authority) async throws -> Member {
        switch kind {
        case .person: try await person(id, for: authority).member
        case .workspace: try await workspace(id, for: authority).member
        case .virtualLine: try await virtualLine(id, for: authority).member
        }
    }

    /// Commits edits that were asked for, together with the answer to replay where the request has a key.
    func commitOnce(_ edits: [Edit], keyed: KeyedRequest?, for authority: Authority) async throws {
        if edits.isEmpty, keyed == nil { return }
        do {
            try await store.commit(
                Commit(
                    organisation: authority.organisation, origin: authority.origin(at: now()), cause: .edit,
                    edits: edits, answer: keyed?.answer(version: nil, at: now())))
        } catch CommitRefusal.idempotencyKeyTaken {
            throw ServiceError.idempotencyKeyInFlight
        }
    }

    /// 410 where there was one, else 404.
    func missing(
        _ id: UUID, _ kind: ChangeSubject.Kind, in organisation: OrganisationID
    ) async throws -> ServiceError {
        try await store.tombstone(id, in: organisation) == nil ? .notFound(kind) : .gone(kind)
    }
}
