// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// What an operation asks of a token: one of the scopes and one of the roles.
public struct Permission: Hashable, Sendable {
    public let scopes: Set<Scope>
    public let roles: Set<Role>

    public init(scopes: Set<Scope>, roles: Set<Role>) {
        self.scopes = scopes
        self.roles = roles
    }

    /// Scope, role and organisation in this order; the answer says how far the token reaches.
    ///
    /// - Parameter organisation: the `orgId` of the request; nil means the token's own.
    public func authorise(
        _ bearer: Bearer, organisation: OrganisationID?, trackingID: String
    ) throws(ServiceError) -> Authority {
        let token = bearer.token
        guard organisation ?? token.organisation == token.organisation else { throw .foreignOrganisation }
        guard !scopes.isDisjoint(with: token.scopes) else { throw .missingScope(scopes) }
        guard roles.contains(token.role) else { throw .roleNotAllowed(token.role) }
        return Authority(
            organisation: token.organisation,
            reach: token.reach, token: token.id, trackingID: trackingID, asOf: bearer.asOf)
    }
}

extension Token {
    /// Where whoever has it may act.
    var reach: LocationReach { role == .locationAdmin ? .only(locations) : .everywhere }
}

/// A permission that was granted to one request: every use case takes one, so that none can be called without asking.
public struct Authority: Hashable, Sendable {
    public let organisation: OrganisationID
    public let reach: LocationReach
    public let token: TokenID
    public let trackingID: String
    /// Up to which commit the caches hold for this request: everything that was committed before it came.
    let asOf: CacheMoment

    init(
        organisation: OrganisationID, reach: LocationReach, token: TokenID, trackingID: String, asOf: CacheMoment
    ) {
        self.organisation = organisation
        self.reach = reach
        self.token = token
        self.trackingID = trackingID
        self.asOf = asOf
    }

    /// Throws unless something at that location is within reach.
    func requireReach(to location: LocationID?) throws(ServiceError) {
        guard reach.covers(location) else { throw .outsideLocations }
    }
}
