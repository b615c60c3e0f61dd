// SPDX-License-Identifier: Apache-2.0

import Foundation
import LineService
import PartylineTesting
import SharedLine
import StoreSQLite

/// The use cases over a real store with one office in it.
struct Desk: Sendable {
    let office: Office
    let store: SQLiteStore
    let cache: SnapshotCache
    let lists: MemberListService
    let directory: DirectoryService

    private let authenticator: Authenticator

    init(_ office: Office = Office()) async throws {
        self.office = office
        store = try SQLiteStore.temporary()
        try await office.settle(in: store)
        cache = SnapshotCache(store: store)
        lists = MemberListService(store: store, cache: cache, now: { Samples.moment })
        directory = DirectoryService(store: store, now: { Samples.moment })
        authenticator = Authenticator(store: store, cache: cache, now: { Samples.moment })
        let tokens = [
            Samples.token(1, of: office.organisation),
            Samples.token(2, of: office.organisation, role: .locationAdmin, locations: [office.hartford.id]),
        ]
        try await store.commit(office.commit(tokens.map { .addToken($0, hash: Self.hash($0.role)) }))
    }

    /// What one request of that role may do: a location administrator is Hartford's.
    func authority(_ role: Role = .fullAdmin) async throws -> Authority {
        try Permission(scopes: Set(Scope.allCases), roles: Set(Role.allCases)).authorise(
            try await authenticator.bearer(hash: Self.hash(role)), organisation: nil, trackingID: "TEST")
    }

    private static func hash(_ role: Role) -> TokenHash {
        TokenHash(Data((role.rawValue + String(repeating: ".", count: 32)).utf8.prefix(32)))
    }

    var firstApp: EndpointAddress { .application(of: office.people[0].member.id) }

    /// An edit that leaves the first person's app with its owner and these members.
    func edit(_ members: [Member], label: String? = nil) -> MemberListEdit {
        let owner = wanted(office.people[0].member, port: 1, owns: true, label: label)
        let others = members.enumerated().map { wanted($0.element, port: $0.offset + 2, owns: false, label: label) }
        return MemberListEdit(lines: [owner] + others, keptWhenLeftOut: [], isStrict: false)
    }

    private func wanted(_ member: Member, port: Int, owns: Bool, label: String?) -> WantedLine {
        var line = WantedLine()
        line.member = .value(WantedMember(id: member.id, kind: member.kind))
        line.port = .value(port)
        line.primaryOwner = .value(owns)
        line.lineType = .value(owns ? .primary : .sharedCallAppearance)
        line.lineWeight = .value(1)
        line.lineLabel = label.map(Wanted.value) ?? .leftOut
        return line
    }
}

extension EditCondition {
    static let plain = EditCondition(match: .none, isDryRun: false, keyed: nil)

    static func version(_ version: Int64) -> EditCondition {
        EditCondition(match: .versions([version]), isDryRun: false, keyed: nil)
    }
}
