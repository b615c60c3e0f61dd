// SPDX-License-Identifier: Apache-2.0

/// A person of the directory.
///
/// `timezone` and `xmppFederationJid` of the contract are never given: the strictest client knows neither.
public struct WebexPerson: Hashable, Sendable, Codable {
    public var id: WebexID
    /// The first identifies the person; never empty.
    public var emails: [String]
    public var phoneNumbers: [WebexPersonPhoneNumber]?
    public var `extension`: String?
    /// Of a calling person alone.
    public var locationId: WebexID?
    public var displayName: String
    public var firstName: String?
    public var lastName: String?
    public var orgId: WebexID
    public var roles: [WebexID]?
    public var licenses: [WebexID]?
    public var department: String?
    public var title: String?
    public var created: WebexTimestamp
    public var lastModified: WebexTimestamp
    public var invitePending: WebexTextBool
    public var loginEnabled: WebexTextBool
    public var type: WebexPersonType

    public init(
        id: WebexID, emails: [String], phoneNumbers: [WebexPersonPhoneNumber]?, `extension`: String?,
        locationId: WebexID?, displayName: String, firstName: String?, lastName: String?, orgId: WebexID,
        roles: [WebexID]?, licenses: [WebexID]?, department: String?, title: String?, created: WebexTimestamp,
        lastModified: WebexTimestamp, invitePending: WebexTextBool, loginEnabled: WebexTextBool,
        type: WebexPersonType
    ) {
        self.id = id
        self.emails = emails
        self.phoneNumbers = phoneNumbers
        self.extension = `extension`
        self.locationId = locationId
        self.displayName = displayName
        self.firstName = firstName
        self.lastName = lastName
        self.orgId = orgId
        self.roles = roles
        self.licenses = licenses
        self.department = department
        self.title = title
        self.created = created
        self.lastModified = lastModified
        self.invitePending = invitePending
        self.loginEnabled = loginEnabled
        self.type = type
    }
}

/// A number of a person.
public struct WebexPersonPhoneNumber: Hashable, Sendable, Codable {
    public var type: WebexPersonPhoneNumberType
    public var value: String
    public var primary: Bool?

    public init(type: WebexPersonPhoneNumberType, value: String, primary: Bool?) {
        self.type = type
        self.value = value
        self.primary = primary
    }
}

/// What a number of a person is for.
public enum WebexPersonPhoneNumberType: String, Hashable, Sendable, CaseIterable, Codable {
    case work
    case workExtension = "work_extension"
    case mobile
    case fax
}

/// What kind of account a person is.
public enum WebexPersonType: String, Hashable, Sendable, CaseIterable, Codable {
    case person
    case bot
    case appUser = "appuser"
}

/// A truth value that the contract wants as text.
public enum WebexTextBool: String, Hashable, Sendable, CaseIterable, Codable {
    case yes = "true"
    case no = "false"

    public init(_ value: Bool) {
        self = value ? .yes : .no
    }
}

/// A page of people.
public struct WebexPersonCollection: Hashable, Sendable, Codable {
    public var items: [WebexPerson]
    /// The identifiers asked for that name nobody, as they were sent; nil where none were asked for.
    public var notFoundIds: [String]?

    public init(items: [WebexPerson], notFoundIds: [String]?) {
        self.items = items
        self.notFoundIds = notFoundIds
    }
}
