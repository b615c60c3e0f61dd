// SPDX-License-Identifier: Apache-2.0

/// A licence of the organisation. Clients recognise calling by the name.
public struct WebexLicense: Hashable, Sendable, Codable {
    public var id: WebexID
    public var name: String
    public var totalUnits: Int
    public var consumedUnits: Int
    public var consumedByUsers: Int
    public var consumedByWorkspaces: Int
    /// Who holds it, in the details of one licence when asked for.
    public var users: [WebexLicenseUser]?

    public init(
        id: WebexID, name: String, totalUnits: Int, consumedUnits: Int, consumedByUsers: Int,
        consumedByWorkspaces: Int, users: [WebexLicenseUser]?
    ) {
        self.id = id
        self.name = name
        self.totalUnits = totalUnits
        self.consumedUnits = consumedUnits
        self.consumedByUsers = consumedByUsers
        self.consumedByWorkspaces = consumedByWorkspaces
        self.users = users
    }
}

/// A holder of a licence.
public struct WebexLicenseUser: Hashable, Sendable, Codable {
    public var id: WebexID
    public var type: WebexLicenseUserType
    public var displayName: String
    public var email: String

    public init(id: WebexID, type: WebexLicenseUserType, displayName: String, email: String) {
        self.id = id
        self.type = type
        self.displayName = displayName
        self.email = email
    }
}

/// Whether a holder belongs to the organisation.
public enum WebexLicenseUserType: String, Hashable, Sendable, CaseIterable, Codable {
    case ownOrganization = "INTERNAL"
    case otherOrganization = "EXTERNAL"
}
