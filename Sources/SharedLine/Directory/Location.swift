// SPDX-License-Identifier: Apache-2.0

/// A site of an organisation; extensions are unique within it.
public struct Location: Hashable, Sendable {
    public let id: LocationID
    public let organisation: OrganisationID
    public let name: String
    public let address: Address
    /// An IANA time zone such as `America/New_York`.
    public let timeZone: String
    /// A locale such as `en_US`.
    public let preferredLanguage: String
    public let announcementLanguage: String
    /// Digits dialled before an extension of this location from another one; nil where there are none.
    public let routingPrefix: String?
    /// The location's own number, E.164; nil while none is assigned.
    public let mainNumber: String?
    /// What is dialled to reach an outside line; nil where nothing is.
    public let outsideDialDigit: String?

    public init(
        id: LocationID, organisation: OrganisationID, name: String, address: Address, timeZone: String,
        preferredLanguage: String, announcementLanguage: String, routingPrefix: String?, mainNumber: String?,
        outsideDialDigit: String?
    ) {
        self.id = id
        self.organisation = organisation
        self.name = name
        self.address = address
        self.timeZone = timeZone
        self.preferredLanguage = preferredLanguage
        self.announcementLanguage = announcementLanguage
        self.routingPrefix = routingPrefix
        self.mainNumber = mainNumber
        self.outsideDialDigit = outsideDialDigit
    }

    /// What is shown of the location beside a member.
    public var summary: LocationSummary {
        LocationSummary(id: id, name: name, routingPrefix: routingPrefix)
    }
}

/// The part of a location that every answer about a member repeats.
public struct LocationSummary: Hashable, Sendable {
    public let id: LocationID
    public let name: String
    public let routingPrefix: String?

    public init(id: LocationID, name: String, routingPrefix: String?) {
        self.id = id
        self.name = name
        self.routingPrefix = routingPrefix
    }
}

/// A postal address, as an emergency service would be given it.
public struct Address: Hashable, Sendable {
    public let street: String
    public let streetSecondLine: String?
    public let city: String
    public let state: String
    public let postalCode: String
    /// ISO 3166 alpha-2.
    public let country: String

    public init(
        street: String, streetSecondLine: String?, city: String, state: String, postalCode: String, country: String
    ) {
        self.street = street
        self.streetSecondLine = streetSecondLine
        self.city = city
        self.state = state
        self.postalCode = postalCode
        self.country = country
    }
}
