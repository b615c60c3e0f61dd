// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine

/// Issues, lists and revokes the tokens of a database, for somebody who has the machine.
public struct TokenDesk: Sendable {
    let store: any Store
    let now: Date

    public init(store: any Store, now: Date) {
        self.store = store
        self.now = now
    }

    /// Makes a token and stores everything of it but the secret.
    ///
    /// - Throws: a `CommandFailure` with everything that is wrong with the request.
    public func issue(
        _ request: TokenRequest, using generator: inout some RandomNumberGenerator
    ) async throws -> IssuedToken {
        var problems: [String] = []
        let role = request.role(notingIn: &problems)
        let scopes = request.scopes(of: role, notingIn: &problems)
        let expires = request.expires(from: now, notingIn: &problems)
        request.noteMissingLocation(for: role, in: &problems)
        guard problems.isEmpty, let role else { throw CommandFailure(.usage, problems) }
        let directory = DirectoryLookup(store: store)
        let organisation = try await directory.organisation(named: request.organisation)
        let locations = try await directory.locations(named: request.locations, in: organisation)
        let secret = TokenSecret(from: &generator)
        let token = Token(
            id: TokenID(UUID.random(using: &generator)), organisation: organisation.id, role: role, scopes: scopes,
            locations: Set(locations.map(\.id)), created: now, expires: expires, revoked: nil)
        try await store.commit(commit(.addToken(token, hash: secret.hash), in: organisation.id))
        return IssuedToken(token: token, secret: secret)
    }

    /// Every token of every organisation, or of the one named.
    public func list(organisation name: String?) async throws -> [TokenListing] {
        let organisations =
            if let name { [try await DirectoryLookup(store: store).organisation(named: name)] } else {
                try await store.organisations()
            }
        var listings: [TokenListing] = []
        for organisation in organisations {
            let tokens = try await store.tokens(in: organisation.id)
            listings += tokens.map { TokenListing(of: $0, in: organisation) }
        }
        return listings
    }

    /// Makes the token useless from now on.
    ///
    /// - Returns: false where it had been revoked before.
    public func revoke(_ id: String) async throws -> Bool {
        guard let uuid = UUID(uuidString: id) else {
            throw CommandFailure.usage("\(id): not a token's id; partyline token list shows the ids")
        }
        for organisation in try await store.organisations() {
            guard let token = try await store.tokens(in: organisation.id).first(where: { $0.id.uuid == uuid }) else {
                continue
            }
            guard token.revoked == nil else { return false }
            try await store.commit(commit(.revokeToken(token, at: now), in: organisation.id))
            return true
        }
        throw CommandFailure.failed("\(id): no such token; partyline token list shows the ids")
    }

    private func commit(_ edit: Edit, in organisation: OrganisationID) -> Commit {
        Commit(
            organisation: organisation, origin: .commandLine(at: now), cause: .edit, edits: [edit], answer: nil)
    }
}

/// A new token, together with the only sight of its secret.
public struct IssuedToken: Sendable {
    public let token: Token
    public let secret: TokenSecret

    /// What may be said about it aloud.
    public var summary: String { "token \(token.id) with the role \(token.role.rawValue)" }
}

extension ChangeOrigin {
    /// Somebody at the machine, who has no token and no request.
    static func commandLine(at now: Date) -> ChangeOrigin {
        ChangeOrigin(actor: "command-line", trackingID: "CLI_\(UUID().uuidString.lowercased())", at: now)
    }
}

extension UUID {
    /// A version 4 UUID of the generator's bits.
    static func random(using generator: inout some RandomNumberGenerator) -> UUID {
        let words: [UInt64] = [generator.next(), generator.next()]
        var bytes = words.withUnsafeBytes { Array($0) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
