// SPDX-License-Identifier: Apache-2.0

/// A location of the directory.
///
/// The published contract knows `id` and `name` alone; the live service and both clients have the rest.
public struct WebexLocation: Hashable, Sendable, Codable {
    public var id: WebexID
    public var name: String
    public var orgId: WebexID
    /// One of the clients fails without it.
    public var address: WebexAddress
    public var timeZone: String
    public var preferredLanguage: String
    public var announcementLanguage: String?

    public init(
        id: WebexID, name: String, orgId: WebexID, address: WebexAddress, timeZone: String,
        preferredLanguage: String, announcementLanguage: String?
    ) {
        self.id = id
        self.name = name
        self.orgId = orgId
        self.address = address
        self.timeZone = timeZone
        self.preferredLanguage = preferredLanguage
        self.announcementLanguage = announcementLanguage
    }
}

/// A postal address.
public struct WebexAddress: Hashable, Sendable, Codable {
    public var address1: String
    public var address2: String?
    public var city: String
    public var state: String
    public var postalCode: String
    /// ISO 3166 alpha-2.
    public var country: String

    public init(address1: String, address2: String?, city: String, state: String, postalCode: String, country: String) {
        self.address1 = address1
        self.address2 = address2
        self.city = city
        self.state = state
        self.postalCode = postalCode
        self.country = country
    }
}
