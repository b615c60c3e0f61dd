// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A bearer token as it is stored: everything but the secret, of which only a hash is kept.
public struct Token: Hashable, Sendable {
    public let id: TokenID
    public let organisation: OrganisationID
    public let role: Role
    public let scopes: Set<Scope>
    /// The locations of a location administrator; empty for every other role.
    public let locations: Set<LocationID>
    public let created: Date
    /// nil means never.
    public let expires: Date?
    /// nil while the token is good.
    public let revoked: Date?

    public init(
        id: TokenID, organisation: OrganisationID, role: Role, scopes: Set<Scope>, locations: Set<LocationID>,
        created: Date, expires: Date?, revoked: Date?
    ) {
        self.id = id
        self.organisation = organisation
        self.role = role
        self.scopes = scopes
        self.locations = locations
        self.created = created
        self.expires = expires
        self.revoked = revoked
    }

    /// Whether the token opens anything at that moment.
    public func isGood(at now: Date) -> Bool {
        revoked == nil && expires.map { now < $0 } ?? true
    }
}

/// SHA-256 of a token's secret: what the store finds a token by. 32 bytes.
public struct TokenHash: Hashable, Sendable {
    public let bytes: Data

    public init(_ bytes: Data) {
        self.bytes = bytes
    }
}

/// Which locations an administrator reaches.
public enum LocationReach: Hashable, Sendable {
    case everywhere
    case only(Set<LocationID>)

    /// Whether something at that location is within reach; a thing without a location is reached from everywhere alone.
    public func covers(_ location: LocationID?) -> Bool {
        switch self {
        case .everywhere: true
        case .only(let locations): location.map(locations.contains) ?? false
        }
    }
}
