// SPDX-License-Identifier: Apache-2.0

import Instruments
public import SharedLine
private import Synchronization

/// Lists, tokens and organisations as they were read, never older than the last commit of any process.
///
/// Before each use the store's change mark is compared. Where it has moved, the changes since say what to forget; so a
/// write by the command line or by another node is in the very next answer, and what did not change stays.
public final class SnapshotCache: Sendable {
    /// More than this and everything is forgotten: a bound on memory that needs no bookkeeping at every read.
    private static let maximumEntries = 2048
    /// More changes at once than this and forgetting everything is cheaper than reading them.
    private static let maximumChanges = 256

    private struct State {
        /// Up to where everything kept here holds; nil before the first use.
        var moment: CacheMoment?
        var lists: [ListKey: KnownList] = [:]
        var keys: [EndpointID: ListKey] = [:]
        var touched: TouchedLists
        var tokens: [TokenHash: Token] = [:]
        var organisations: [OrganisationID: Organisation] = [:]
    }

    struct ListKey: Hashable, Sendable {
        let organisation: OrganisationID
        let address: EndpointAddress
    }

    private struct KnownList {
        let list: MemberList
        /// A change of the list up to here is in it.
        let sequence: Int64
    }

    private let store: any Store
    private let state = Mutex(State(touched: TouchedLists(since: 0)))
    let (listLookups, tokenLookups, organisationLookups) = (CacheLookups(), CacheLookups(), CacheLookups())

    public init(store: any Store) {
        self.store = store
    }

    /// Forgets what has changed since the last time.
    ///
    /// - Returns: the moment up to which everything in the cache holds; a reader that goes on to fill the cache hands it
    ///   back.
    func refresh() async throws -> CacheMoment {
        let mark = try await store.changeMark()
        guard let known = state.withLock({ $0.moment }) else {
            let moment = CacheMoment(mark: mark, sequence: try await store.lastChange())
            state.withLock { $0 = State(moment: moment, touched: TouchedLists(since: moment.sequence)) }
            return moment
        }
        if known.mark == mark { return known }
        let changed = try await store.changedSubjects(after: known.sequence, max: Self.maximumChanges)
        return state.withLock { state in
            let last = changed.last?.sequence ?? 0
            if changed.count == Self.maximumChanges {
                Self.forgetAll(&state, upTo: last)
            } else {
                for change in changed { Self.forget(change, &state) }
            }
            let moment = CacheMoment(
                mark: mark, sequence: max(state.moment?.sequence ?? 0, changed.last?.place ?? 0))
            state.moment = moment
            return moment
        }
    }

    func list(_ key: ListKey) -> MemberList? {
        listLookups.counted(state.withLock { $0.lists[key]?.list })
    }

    /// Keeps a list that was read after that moment: dropped where the cache has moved on, since it may be older.
    func keep(_ list: MemberList, _ key: ListKey, asOf moment: CacheMoment) {
        state.withLock { state in
            guard state.moment == moment else { return }
            Self.keep(KnownList(list: list, sequence: moment.sequence), key, &state)
        }
    }

    /// Keeps a list as its own commit left it, so that nobody has to read it again: dropped where something newer is known.
    ///
    /// - Parameters:
    ///   - sequence: of the commit's change.
    ///   - moment: up to where everything was known when the commit was decided.
    func keep(_ list: MemberList, _ key: ListKey, committedAt sequence: Int64, decidedAt moment: CacheMoment) {
        state.withLock { state in
            guard state.touched.isNewest(list.endpoint.id, committedAt: sequence, decidedAt: moment.sequence)
            else { return }
            Self.keep(KnownList(list: list, sequence: sequence), key, &state)
        }
    }

    private static func keep(_ known: KnownList, _ key: ListKey, _ state: inout State) {
        if state.lists.count >= maximumEntries { forgetLists(&state) }
        state.lists[key] = known
        state.keys[known.list.endpoint.id] = key
    }

    func token(_ hash: TokenHash) -> Token? {
        tokenLookups.counted(state.withLock { $0.tokens[hash] })
    }

    func keep(_ token: Token, hash: TokenHash, asOf moment: CacheMoment) {
        state.withLock { state in
            guard state.moment == moment else { return }
            if state.tokens.count >= Self.maximumEntries { state.tokens = [:] }
            state.tokens[hash] = token
        }
    }

    func organisation(_ id: OrganisationID) -> Organisation? {
        organisationLookups.counted(state.withLock { $0.organisations[id] })
    }

    func keep(_ organisation: Organisation, asOf moment: CacheMoment) {
        state.withLock { state in
            guard state.moment == moment else { return }
            if state.organisations.count >= Self.maximumEntries { state.organisations = [:] }
            state.organisations[organisation.id] = organisation
        }
    }

    private static func forget(_ change: ChangedSubject, _ state: inout State) {
        let (subject, sequence) = (change.subject, change.sequence)
        switch subject.kind {
        case .memberList:
            let endpoint = EndpointID(subject.id)
            state.touched.noteList(of: endpoint, changedAt: sequence)
            let known = state.keys[endpoint].flatMap { state.lists[$0] }
            if let known, known.sequence < sequence { forget(endpoint, &state) }
        case .application, .device:
            state.touched.noteEndpoint(EndpointID(subject.id), changedAt: sequence)
            forget(EndpointID(subject.id), &state)
        case .token:
            state.tokens = [:]
        case .organisation:
            state.organisations = [:]
        case .location, .person, .workspace, .virtualLine:
            forgetLists(&state)
            state.touched = TouchedLists(since: sequence)
        }
    }

    private static func forget(_ endpoint: EndpointID, _ state: inout State) {
        if let key = state.keys.removeValue(forKey: endpoint) { state.lists[key] = nil }
    }

    private static func forgetLists(_ state: inout State) {
        state.lists = [:]
        state.keys = [:]
    }

    private static func forgetAll(_ state: inout State, upTo sequence: Int64) {
        forgetLists(&state)
        state.touched = TouchedLists(since: sequence)
        state.tokens = [:]
        state.organisations = [:]
    }
}

/// Up to where a cache holds: everything committed before is seen.
struct CacheMoment: Hashable, Sendable {
    let mark: ChangeMark
    /// Of the last change that is known for certain to be seen.
    let sequence: Int64

    /// Of who asks no cache.
    static let unknown = CacheMoment(mark: ChangeMark(0), sequence: 0)
}
