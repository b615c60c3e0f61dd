// SPDX-License-Identifier: Apache-2.0

public import Foundation
import LineService
public import SharedLine

/// Makes, lists and removes what endpoints register with, for somebody who has the machine.
public struct SIPCredentialDesk: Sendable {
    private let store: any Store
    private let now: Date

    public init(store: any Store, now: Date) {
        self.store = store
        self.now = now
    }

    /// Makes each endpoint a new secret, in place of the one it had: all of them, or none where a name finds nothing.
    public func issue(
        for names: [String], organisation: String?, using generator: inout some RandomNumberGenerator
    ) async throws -> [SIPCredentialListing] {
        let (organisation, lists) = try await lists(named: names, organisation)
        var edits: [Edit] = []
        var listings: [SIPCredentialListing] = []
        for list in lists {
            let secret = SIPSecret(from: &generator)
            let credential = secret.credential(of: list.endpoint.id, at: now)
            edits.append(try await edit(list, credential))
            listings.append(SIPCredentialListing(of: credential, on: list, secret: secret.text))
        }
        try await commit(edits, in: organisation)
        return listings
    }

    /// Every endpoint that may register; never a secret.
    public func list() async throws -> [SIPCredentialListing] {
        var listings: [SIPCredentialListing] = []
        var last: EndpointID?
        repeat {
            let page = try await store.sipEndpoints(after: last, max: 1000)
            listings += page.map { SIPCredentialListing(of: $0.credential, on: $0.list, secret: nil) }
            last = page.last?.credential.endpoint
        } while last != nil
        return listings
    }

    /// Lets the endpoints register no more.
    public func remove(from names: [String], organisation: String?) async throws {
        let (organisation, lists) = try await lists(named: names, organisation)
        var edits: [Edit] = []
        for list in lists { edits.append(try await edit(list, nil)) }
        try await commit(edits, in: organisation)
    }

    private func lists(named names: [String], _ organisation: String?) async throws -> (Organisation, [MemberList]) {
        let organisation = try await DirectoryLookup(store: store).organisation(named: organisation)
        let lists = try await EndpointLookup(store: store, organisation: organisation).lists(named: names)
        guard Set(lists.map(\.endpoint.id)).count == lists.count else {
            throw CommandFailure.usage("an endpoint is named twice")
        }
        return (organisation, lists)
    }

    private func edit(_ list: MemberList, _ credential: SIPCredential?) async throws -> Edit {
        let before = try await store.sipEndpoint(list.endpoint.id)?.credential
        if before == nil, credential == nil {
            throw CommandFailure.failed("\(list.endpoint.owner.fullName): the endpoint has no SIP credential")
        }
        return .setSIPCredential(of: list.endpoint.id, before: before, after: credential)
    }

    private func commit(_ edits: [Edit], in organisation: Organisation) async throws {
        do {
            try await store.commit(
                Commit(
                    organisation: organisation.id, origin: .commandLine(at: now), cause: .edit, edits: edits,
                    answer: nil))
        } catch CommitRefusal.moved {
            throw CommandFailure.temporary("somebody else has just changed one of these; try again")
        }
    }
}
