// SPDX-License-Identifier: Apache-2.0

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
        var mark: ChangeMark?
        var sequence: Int64 = 0
        var lists: [ListKey: MemberList] = [:]
        var keys: [EndpointID: ListKey] = [:]
        var tokens: [TokenHash: Token] = [:]
        var organisations: [OrganisationID: Organisation] = [:]
    }

    struct ListKey: Hashable, Sendable {
        let organisation: OrganisationID
        let address: EndpointAddress
    }

    private let store: any Store
    private let state = Mutex(State())

    public init(store: any Store) {
        self.store = store
    }

    /// Forgets what has changed since the last time.
    ///
    /// - Returns: the mark up to which everything in the cache holds; a reader that goes on to fill the cache hands it back.
    func refresh() async throws -> ChangeMark {
        let mark = try await store.changeMark()
        let (known, sequence) = state.withLock { ($0.mark, $0.sequence) }
        if known == mark { return mark }
        guard known != nil else {
            let last = try await store.lastChange()
            state.withLock { $0 = State(mark: mark, sequence: last) }
            return mark
        }
        let changed = try await store.changedSubjects(after: sequence, max: Self.maximumChanges)
        state.withLock { state in
            if changed.count == Self.maximumChanges {
                Self.forgetAll(&state)
            } else {
                for change in changed { Self.forget(change.subject, &state) }
            }
            state.sequence = max(state.sequence, changed.last?.place ?? 0)
            state.mark = mark
        }
        return mark
    }

    func list(_ key: ListKey) -> MemberList? {
        state.withLock { $0.lists[key] }
    }

    /// Keeps a list that was read after `mark` was: dropped where the cache has moved on, since it may be older.
    func keep(_ list: MemberList, _ key: ListKey, asOf mark: ChangeMark) {
        state.withLock { state in
            guard state.mark == mark else { return }
            if state.lists.count >= Self.maximumEntries { Self.forgetLists(&state) }
            state.lists[key] = list
            state.keys[list.endpoint.id] = key
        }
    }

    func token(_ hash: TokenHash) -> Token? {
        state.withLock { $0.tokens[hash] }
    }

    func keep(_ token: Token, hash: TokenHash, asOf mark: ChangeMark) {
        state.withLock { state in
            guard state.mark == mark else { return }
            if state.tokens.count >= Self.maximumEntries { state.tokens = [:] }
            state.tokens[hash] = token
        }
    }

    func organisation(_ id: OrganisationID) -> Organisation? {
        state.withLock { $0.organisations[id] }
    }

    func keep(_ organisation: Organisation, asOf mark: ChangeMark) {
        state.withLock { state in
            guard state.mark == mark else { return }
            if state.organisations.count >= Self.maximumEntries { state.organisations = [:] }
            state.organisations[organisation.id] = organisation
        }
    }

    private static func forget(_ subject: ChangeSubject, _ state: inout State) {
        switch subject.kind {
        case .memberList, .application, .device:
            if let key = state.keys.removeValue(forKey: EndpointID(subject.id)) { state.lists[key] = nil }
        case .token:
            state.tokens = [:]
        case .organisation:
            state.organisations = [:]
        case .location, .person, .workspace, .virtualLine:
            forgetLists(&state)
        }
    }

    private static func forgetLists(_ state: inout State) {
        state.lists = [:]
        state.keys = [:]
    }

    private static func forgetAll(_ state: inout State) {
        forgetLists(&state)
        state.tokens = [:]
        state.organisations = [:]
    }
}
