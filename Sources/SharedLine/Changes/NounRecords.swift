// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A noun as a change remembers it. A record only ever gains optional fields: changes are read for years.
public protocol NounRecord: Codable, Hashable, Sendable {}

extension NounRecord {
    /// The JSON object that a change keeps, its keys sorted so that equal states are equal texts.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .millisecondsSince1970
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// The record of what `json()` wrote.
    public init(json: String) throws {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        self = try decoder.decode(Self.self, from: Data(json.utf8))
    }
}

public struct OrganisationRecord: NounRecord {
    public let id: UUID
    public let name: String
    public let created: Date
    public let requiresIfMatch: Bool

    public init(_ organisation: Organisation) {
        id = organisation.id.uuid
        name = organisation.name
        created = organisation.created
        requiresIfMatch = organisation.requiresIfMatch
    }
}

public struct LocationRecord: NounRecord {
    public let id: UUID
    public let name: String
    public let street: String
    public let streetSecondLine: String?
    public let city: String
    public let state: String
    public let postalCode: String
    public let country: String
    public let timeZone: String
    public let preferredLanguage: String
    public let announcementLanguage: String
    public let routingPrefix: String?
    public let mainNumber: String?
    public let outsideDialDigit: String?

    public init(_ location: Location) {
        id = location.id.uuid
        name = location.name
        street = location.address.street
        streetSecondLine = location.address.streetSecondLine
        city = location.address.city
        state = location.address.state
        postalCode = location.address.postalCode
        country = location.address.country
        timeZone = location.timeZone
        preferredLanguage = location.preferredLanguage
        announcementLanguage = location.announcementLanguage
        routingPrefix = location.routingPrefix
        mainNumber = location.mainNumber
        outsideDialDigit = location.outsideDialDigit
    }
}

/// What people, workspaces and virtual lines have in common.
public struct MemberRecord: NounRecord {
    public let id: UUID
    public let kind: String
    public let location: UUID?
    public let firstName: String
    public let lastName: String
    public let `extension`: String?
    public let phoneNumber: String?
    public let licence: String?

    public init(_ member: Member) {
        id = member.id.uuid
        kind = member.kind.rawValue
        location = member.location?.id.uuid
        firstName = member.firstName
        lastName = member.lastName
        `extension` = member.extension
        phoneNumber = member.phoneNumber
        licence = member.licence?.rawValue
    }
}

public struct PersonRecord: NounRecord {
    public let member: MemberRecord
    public let email: String
    public let displayName: String
    public let title: String?
    public let department: String?
    public let roles: [String]
    public let created: Date
    public let lastModified: Date

    public init(_ person: Person) {
        member = MemberRecord(person.member)
        email = person.email
        displayName = person.displayName
        title = person.title
        department = person.department
        roles = person.roles.map(\.rawValue).sorted()
        created = person.created
        lastModified = person.lastModified
    }
}

public struct WorkspaceRecord: NounRecord {
    public let member: MemberRecord
    public let capacity: Int?
    public let type: String
    public let notes: String?
    public let created: Date

    public init(_ workspace: Workspace) {
        member = MemberRecord(workspace.member)
        capacity = workspace.capacity
        type = workspace.type
        notes = workspace.notes
        created = workspace.created
    }
}

public struct VirtualLineRecord: NounRecord {
    public let member: MemberRecord
    public let displayName: String?
    public let callerIDFirstName: String?
    public let callerIDLastName: String?
    public let callerIDNumber: String?

    public init(_ virtualLine: VirtualLine) {
        member = MemberRecord(virtualLine.member)
        displayName = virtualLine.displayName
        callerIDFirstName = virtualLine.callerIDFirstName
        callerIDLastName = virtualLine.callerIDLastName
        callerIDNumber = virtualLine.callerIDNumber
    }
}

public struct ApplicationRecord: NounRecord {
    public let id: UUID
    public let person: UUID
    public let browser: UUID
    public let settings: ApplicationSettings
    /// Since when the app has its SIP credential; told by the changes of that credential alone.
    public var sipCredential: Date?

    public init(_ application: Application) {
        id = application.id.uuid
        person = application.person.uuid
        browser = application.browserID.uuid
        settings = application.settings
    }
}

public struct DeviceRecord: NounRecord {
    public let id: UUID
    public let owner: UUID
    public let model: String
    public let mac: String
    public let tags: [String]
    public let created: Date
    /// Since when the device has its SIP credential; told by the changes of that credential alone.
    public var sipCredential: Date?

    public init(_ device: Device) {
        id = device.endpoint.id.uuid
        owner = device.endpoint.owner.id.uuid
        model = device.endpoint.model.name
        mac = device.mac
        tags = device.tags
        created = device.created
    }
}

/// Everything about a token but its secret and the secret's hash.
public struct TokenRecord: NounRecord {
    public let id: UUID
    public let role: String
    public let scopes: [String]
    public let locations: [UUID]
    public let created: Date
    public let expires: Date?
    public let revoked: Date?

    public init(_ token: Token) {
        id = token.id.uuid
        role = token.role.rawValue
        scopes = token.scopes.map(\.rawValue).sorted()
        locations = token.locations.sorted().map(\.uuid)
        created = token.created
        expires = token.expires
        revoked = token.revoked
    }
}
