// SPDX-License-Identifier: Apache-2.0

import Foundation
import LineService
import SharedLine

/// What lies between HTTP and the store, as the server puts it together.
struct Services: Sendable {
    private let authenticator: Authenticator
    private let lists: MemberListService
    private let permission = Permission(scopes: [.telephonyConfigWrite], roles: [.fullAdmin])
    private let hash: TokenHash

    init(store: any Store, hash: TokenHash) {
        let cache = SnapshotCache(store: store)
        authenticator = Authenticator(store: store, cache: cache, now: { Date() })
        lists = MemberListService(store: store, cache: cache, now: { Date() })
        self.hash = hash
    }

    func list(of person: MemberID) async throws -> MemberList {
        try await lists.list(at: .application(of: person), for: try await authority())
    }

    /// - Returns: the list's version.
    func replace(listOf person: MemberID, with edit: MemberListEdit) async throws -> Int {
        let outcome = try await lists.replace(
            at: .application(of: person), with: edit,
            under: EditCondition(match: .none, isDryRun: false, keyed: nil), for: try await authority())
        guard case .replaced(let version) = outcome else { throw MissingList() }
        return Int(version)
    }

    private func authority() async throws -> Authority {
        try permission.authorise(
            try await authenticator.bearer(hash: hash), organisation: nil, trackingID: "benchmark")
    }
}
