// SPDX-License-Identifier: Apache-2.0

/// Which changes of an organisation are wanted.
public struct ChangeQuery: Hashable, Sendable {
    public var organisation: OrganisationID
    /// Within some locations: changes of endpoints whose owner was there, and no others.
    public var reach: LocationReach
    /// Changes of this app or device and of its list, also after it has gone.
    public var endpoint: EndpointID?
    /// Exactly this actor.
    public var actor: String?

    public init(organisation: OrganisationID, reach: LocationReach) {
        self.organisation = organisation
        self.reach = reach
    }

    /// Whether a store that is asked for these changes gives this one.
    public func matches(_ change: Change) -> Bool {
        change.organisation == organisation && reach.covers(change.location)
            && endpoint.map { change.subject.kind.isOfEndpoint && change.subject.id == $0.uuid } ?? true
            && actor.map { change.origin.actor == $0 } ?? true
    }
}
