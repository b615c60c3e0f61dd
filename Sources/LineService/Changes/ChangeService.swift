// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine

/// Reading what was committed: an organisation's changes, and the versions of one list.
public struct ChangeService: Sendable {
    private let store: any Store

    public init(store: any Store) {
        self.store = store
    }

    /// The changes after that sequence that match, in the order of their commits.
    public func changes(_ query: ChangeQuery, after sequence: Int64, max: Int) async throws -> [Change] {
        try await store.changes(query, after: sequence, max: max)
    }

    /// One change, as far as the authority sees it.
    public func change(_ sequence: Int64, for authority: Authority) async throws -> Change {
        let found = try await store.changes(authority.changeQuery, after: sequence - 1, max: 1).first
        guard let found, found.sequence == sequence else { throw ServiceError.changeNotFound }
        return found
    }

    /// The place after everything committed so far. No cursor that was given out lies behind it.
    public func end() async throws -> Int64 {
        try await store.lastChange()
    }

    /// The changes of one list, the newest first, and whether there are older ones.
    public func history(
        of list: MemberList, before sequence: Int64?, max: Int
    ) async throws -> PageOf<Change> {
        let changes = try await store.listChanges(
            of: list.endpoint.id, in: list.endpoint.organisation, before: sequence, max: max + 1)
        return PageOf(items: Array(changes.prefix(max)), hasMore: changes.count > max)
    }

    /// The changes with their states read, and what all ids in them stand for today.
    public func told(
        _ changes: [Change], in organisation: OrganisationID
    ) async throws -> (changes: [ToldChange], identities: [UUID: Identity]) {
        let told = try changes.map(ToldChange.init)
        let ids = told.reduce(into: Set<UUID>()) { $0.formUnion($1.ids) }
        return (told, ids.isEmpty ? [:] : try await store.identities(ids, in: organisation))
    }
}

extension Authority {
    /// The changes that the authority sees.
    public var changeQuery: ChangeQuery {
        ChangeQuery(organisation: organisation, reach: reach)
    }
}

/// A change of which the lines have been read from the record.
public struct ToldChange: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        case lines([Line])
        /// JSON, as the noun's record is kept.
        case record(String)
    }

    public let change: Change
    /// nil where there was nothing.
    public let before: State?
    /// nil where nothing is left.
    public let after: State?

    init(_ change: Change) throws {
        self.change = change
        before = try change.before.map { try State($0, of: change.subject.kind) }
        after = try change.after.map { try State($0, of: change.subject.kind) }
    }

    /// Of the endpoint, where it is one's, and of the members on its lines.
    fileprivate var ids: [UUID] {
        let members = [before, after].flatMap { state in
            if case .lines(let lines)? = state { lines.map(\.member.uuid) } else { [UUID]() }
        }
        return change.subject.kind == .memberList ? members + [change.subject.id] : members
    }
}

extension ToldChange.State {
    fileprivate init(_ json: String, of kind: ChangeSubject.Kind) throws {
        self = kind == .memberList ? .lines(try LineRecord.lines(from: json)) : .record(json)
    }
}
