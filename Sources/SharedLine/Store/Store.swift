// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// What a store must do: named reads, each of one moment, and one commit.
///
/// Reads and commits take no lock between them and hold none afterwards, so that a store may pipeline the first and
/// batch the second. `PartylineTesting` holds the suite that every store passes.
public protocol Store: MemberListStore, DirectoryStore, SIPStore, TokenStore, ChangeStore, JobStore {
    /// Stores all edits of the commit and their changes durably, or nothing.
    ///
    /// - Returns: the sequence of the commit's last change; 0 where it held no edit.
    /// - Throws: `CommitRefusal` or `StoreFailure`.
    @discardableResult
    func commit(_ commit: Commit) async throws -> Int64

    /// The answer given to that key since the moment, if any.
    func answer(to key: IdempotencyKey, since: Date) async throws -> IdempotentAnswer?

    /// Throws `StoreFailure` unless reads and commits work now.
    func checkReady() async throws
}

/// Member lists and the members that could stand on them.
public protocol MemberListStore: Sendable {
    /// The list at that address; nil where the organisation has no such endpoint.
    func memberList(at address: EndpointAddress, in organisation: OrganisationID) async throws -> MemberList?

    /// The list at that address and the named members, all of one moment.
    func snapshot(
        at address: EndpointAddress, naming members: [MemberID], in organisation: OrganisationID
    ) async throws -> MemberListSnapshot?

    /// Every list on which the member's line stands, the endpoints it owns included.
    func memberLists(showing member: MemberID, in organisation: OrganisationID) async throws -> [MemberList]

    /// Every endpoint on which the member's line stands, its own first.
    func endpointUses(of member: MemberID, in organisation: OrganisationID) async throws -> [EndpointUse]

    func members(_ query: MemberQuery, page: Page) async throws -> PageOf<Member>

    func memberCount(_ query: MemberQuery) async throws -> Int
}

/// The directory around the lines.
public protocol DirectoryStore: Sendable {
    func organisations() async throws -> [Organisation]
    func organisation(_ id: OrganisationID) async throws -> Organisation?

    func locations(_ query: LocationQuery, page: Page) async throws -> PageOf<Location>
    func location(_ id: LocationID, in organisation: OrganisationID) async throws -> Location?

    func people(_ query: PeopleQuery) async throws -> PageOf<Person>
    func person(_ id: MemberID, in organisation: OrganisationID) async throws -> Person?

    func workspaces(_ query: WorkspaceQuery, page: Page) async throws -> PageOf<Workspace>
    func workspace(_ id: MemberID, in organisation: OrganisationID) async throws -> Workspace?

    func virtualLines(_ query: VirtualLineQuery, page: Page) async throws -> PageOf<VirtualLineListing>
    func virtualLine(_ id: MemberID, in organisation: OrganisationID) async throws -> VirtualLine?

    func devices(_ query: DeviceQuery, page: Page) async throws -> PageOf<Device>
    func device(_ id: EndpointID, in organisation: OrganisationID) async throws -> Device?

    /// The app of a calling person; nil where the person has none.
    func application(of person: MemberID, in organisation: OrganisationID) async throws -> Application?

    func numbers(_ query: NumberQuery, page: Page) async throws -> PageOf<NumberEntry>

    /// How many numbers the locations within reach have.
    func numberCount(in organisation: OrganisationID, reach: LocationReach) async throws -> NumberCount

    func licenceCounts(in organisation: OrganisationID) async throws -> [LicenceCount]

    /// What is left of a deleted thing of the organisation.
    func tombstone(_ id: UUID, in organisation: OrganisationID) async throws -> Tombstone?

    /// What these ids stand for in the organisation, all of one moment. Left out are ids of another kind, of nothing, and of
    /// another organisation.
    func identities(_ ids: Set<UUID>, in organisation: OrganisationID) async throws -> [UUID: Identity]
}

/// A virtual line and on how many devices it stands.
public struct VirtualLineListing: Hashable, Sendable {
    public let virtualLine: VirtualLine
    public let deviceCount: Int

    public init(virtualLine: VirtualLine, deviceCount: Int) {
        self.virtualLine = virtualLine
        self.deviceCount = deviceCount
    }
}

/// The endpoints that may register with SIP, of every organisation.
public protocol SIPStore: Sendable {
    /// nil where the endpoint has no SIP credential, or is gone.
    func sipEndpoint(_ id: EndpointID) async throws -> SIPEndpoint?

    /// Those whose ids come after that one, by id.
    func sipEndpoints(after id: EndpointID?, max: Int) async throws -> [SIPEndpoint]
}

/// Bearer tokens.
public protocol TokenStore: Sendable {
    func token(hash: TokenHash) async throws -> Token?
    /// Every token of the organisation, newest first.
    func tokens(in organisation: OrganisationID) async throws -> [Token]
}

/// Plans and what has become of them. A commit moves them on: see `JobStep`.
public protocol JobStore: Sendable {
    func job(_ id: JobID, in organisation: OrganisationID) async throws -> Job?

    /// The oldest job of any organisation that may be begun: it waits, or its lease ended before that moment.
    func jobToTake(at moment: Date) async throws -> (job: Job, work: JobWork)?

    /// Every job of any organisation that has not ended, the oldest first.
    func openJobs() async throws -> [Job]

    /// The changes of lists that a job made, in order; none while it has not ended well.
    func changes(of job: JobID, in organisation: OrganisationID) async throws -> [Change]
}

/// What was committed, in the order of sequence.
///
/// **None is skipped.** Whoever has been given a change of sequence `n` by `changes`, or the last change's sequence `n`, has
/// seen all up to `n` that there will ever be: neither tells of a change while one of a lower sequence may still become
/// visible. A store that draws the sequence before the commit is visible holds back what follows the first number under
/// way. Cursors and feeds rely on it.
public protocol ChangeStore: Sendable {
    /// Differs after any commit of any process; equal marks mean that nothing was committed in between.
    func changeMark() async throws -> ChangeMark

    /// The sequence of the last change that `changes` tells of, 0 before the first.
    func lastChange() async throws -> Int64

    /// The changes after that sequence, in order.
    func changes(after sequence: Int64, max: Int) async throws -> [Change]

    /// Of the changes after that sequence those that match, in order, along an index whatever is asked for.
    func changes(_ query: ChangeQuery, after sequence: Int64, max: Int) async throws -> [Change]

    /// What the changes after that sequence were about, in order, without their states: everything that was committed before
    /// the last change mark, what `changes` holds back included, because nobody may use what has changed.
    func changedSubjects(after sequence: Int64, max: Int) async throws -> [ChangedSubject]

    /// The changes of one member list, the newest first; only those before that sequence where one is given.
    func listChanges(
        of endpoint: EndpointID, in organisation: OrganisationID, before sequence: Int64?, max: Int
    ) async throws -> [Change]

    /// The last change that gave the list this version; nil where none did.
    func listChange(
        of endpoint: EndpointID, in organisation: OrganisationID, version: Int64
    ) async throws -> Change?

    /// An element soon after commits of this process, and of others where the store hears of them. It may come late,
    /// for nothing, or not at all: whoever waits for changes also looks at the change mark now and then.
    func wakeUps() -> AsyncStream<Void>
}

/// A change without its states.
public struct ChangedSubject: Hashable, Sendable {
    public let sequence: Int64
    /// Where to read on: the sequence, or one before it while changes of a lower sequence may still become visible. What
    /// was told from there on is then told again.
    public let place: Int64
    public let subject: ChangeSubject

    public init(sequence: Int64, place: Int64, subject: ChangeSubject) {
        self.sequence = sequence
        self.place = place
        self.subject = subject
    }
}
