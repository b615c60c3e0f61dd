// SPDX-License-Identifier: Apache-2.0

import Foundation
import LineService
import NIOCore
import SharedLine
import WebexWire

/// People, and the forms of their apps.
struct PeopleController: Sendable {
    private static let defaultMax = 100
    private static let limit = 1000
    /// As many ids as the contract allows in one request.
    private static let maximumIDs = 85

    let directory: DirectoryService

    @Sendable func list(_ call: Call) async throws -> Answer {
        let withCalling = try call.query.flag("callingData") ?? false
        _ = try call.query.flag("excludeStatus")
        let asked = call.query.texts("id")
        guard asked.count <= Self.maximumIDs else {
            throw ServiceError.invalid([.invalid("id", "at most \(Self.maximumIDs) ids")])
        }
        guard let query = try query(call, ids: asked) else {
            return try .json(WebexPersonCollection(items: [], notFoundIds: asked.isEmpty ? nil : asked))
        }
        let people = try await directory.people(query, for: call.authority)
        let found = Set(people.items.map(\.member.id.uuid))
        let missing = asked.filter { text in WebexID.parse(text).map { !found.contains($0.uuid) } ?? true }
        let collection = WebexPersonCollection(
            items: people.items.map { WebexPerson($0, withCalling: withCalling) },
            notFoundIds: missing.isEmpty ? nil : missing)
        guard people.hasMore, let last = people.items.last else { return try .json(collection) }
        return try .json(collection).linking(call.nextLink("cursor", last.member.id.description))
    }

    @Sendable func me(_ call: Call) async throws -> Answer {
        let withCalling = try call.query.flag("callingData") ?? false
        if let administrator = try await directory.administrator(for: call.authority) {
            return try .json(WebexPerson(administrator, withCalling: withCalling))
        }
        let organisation = try await directory.organisation(for: call.authority)
        return try .json(WebexPerson.standIn(for: call.authority, of: organisation))
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        let withCalling = try call.query.flag("callingData") ?? false
        let person = try await directory.person(try call.member("personId", .person), for: call.authority)
        return try .json(WebexPerson(person, withCalling: withCalling))
    }

    @Sendable func delete(_ call: Call) async throws -> Answer {
        try await directory.removeMember(try call.member("personId", .person), kind: .person, for: call.authority)
        return .noContent
    }

    @Sendable func getApplications(_ call: Call) async throws -> Answer {
        let person = try call.member("personId", .person)
        let application = try await directory.application(of: person, for: call.authority)
        let free = try await directory.freeLineCount(of: application, for: call.authority)
        return try .json(WebexApplications(application, freeLineCount: free))
    }

    @Sendable func putApplications(_ call: Call) async throws -> Answer {
        let person = try call.member("personId", .person)
        let request: WebexApplicationsRequest
        do {
            request = try WebexApplicationsRequest.parse(Array(call.body.readableBytesView))
        } catch {
            throw RequestRefusal.malformedBody(error.description)
        }
        let change = try request.change()
        try await directory.setApplication(
            of: person, change, keyed: call.keyed(answering: 204), for: call.authority)
        return .noContent
    }

    /// nil where a filter can match nothing.
    private func query(_ call: Call, ids: [String]) throws -> PeopleQuery? {
        let page = try call.query.page(limit: Self.limit, default: Self.defaultMax)
        var query = PeopleQuery(
            organisation: call.authority.organisation, reach: call.authority.reach, max: page.max)
        query.email = call.query.text("email")
        query.displayName = call.query.text("displayName")
        if !ids.isEmpty {
            let uuids = ids.compactMap { WebexID.parse($0)?.uuid(as: .person) }
            if uuids.isEmpty { return nil }
            query.ids = uuids.map { MemberID($0) }
            query.max = Self.maximumIDs
        }
        if let roles = call.query.text("roles") {
            let wanted = roles.split(separator: ",").compactMap { WebexID.parse($0)?.uuid(as: .role) }
            query.roles = Set(Role.allCases.filter { wanted.contains($0.webexID.uuid) })
            if query.roles.isEmpty { return nil }
        }
        switch call.filter("locationId", of: [.location]) {
        case .any: break
        case .id(let id): query.location = LocationID(id)
        case .nothing: return nil
        }
        query.after = try call.cursor("cursor")
        return query
    }
}

extension WebexPerson {
    init(_ person: Person, withCalling: Bool) {
        let member = person.member
        let numbers = [
            member.phoneNumber.map { WebexPersonPhoneNumber(type: .work, value: $0, primary: true) },
            member.extension.flatMap {
                withCalling ? WebexPersonPhoneNumber(type: .workExtension, value: $0, primary: nil) : nil
            },
        ].compactMap(\.self)
        self.init(
            id: member.webexID, emails: [person.email], phoneNumbers: numbers.isEmpty ? nil : numbers,
            extension: withCalling ? member.extension : nil,
            locationId: withCalling ? member.location.map { WebexID(.location, $0.id.uuid) } : nil,
            displayName: person.displayName, firstName: member.firstName, lastName: member.lastName,
            orgId: WebexID(.organization, member.organisation.uuid),
            roles: Role.allCases.filter(person.roles.contains).map(\.webexID),
            licenses: member.licence.map { [$0.webexID] } ?? [], department: person.department, title: person.title,
            created: WebexTimestamp(person.created), lastModified: WebexTimestamp(person.lastModified),
            invitePending: .no, loginEnabled: .yes, type: .person)
    }

    /// Who is behind a token where the directory has no full administrator: it exists for this answer alone.
    fileprivate static func standIn(for authority: Authority, of organisation: Organisation) -> WebexPerson {
        WebexPerson(
            id: WebexID(.person, authority.token.uuid), emails: ["administrator@\(authority.token).invalid"],
            phoneNumbers: nil, extension: nil, locationId: nil, displayName: "Administrator", firstName: nil,
            lastName: nil, orgId: WebexID(.organization, organisation.id.uuid), roles: [Role.fullAdmin.webexID],
            licenses: [], department: nil, title: nil, created: WebexTimestamp(organisation.created),
            lastModified: WebexTimestamp(organisation.created), invitePending: .no, loginEnabled: .yes, type: .person)
    }
}

extension WebexApplications {
    init(_ application: Application, freeLineCount: Int) {
        let settings = application.settings
        let id = WebexID(.application, application.id.uuid)
        self.init(
            ringDevicesForClickToDialCallsEnabled: settings.ringsForClickToDial,
            ringDevicesForGroupPageEnabled: settings.ringsForGroupPage,
            ringDevicesForCallParkEnabled: settings.ringsForCallPark,
            browserClientEnabled: settings.browserClientEnabled,
            browserClientId: settings.browserClientEnabled ? WebexID(.application, application.browserID.uuid) : nil,
            desktopClientEnabled: settings.desktopClientEnabled,
            desktopClientId: settings.desktopClientEnabled ? id : nil,
            tabletClientEnabled: settings.tabletClientEnabled,
            tabletClientId: settings.tabletClientEnabled ? id : nil,
            mobileClientEnabled: settings.mobileClientEnabled,
            mobileClientId: settings.mobileClientEnabled ? id : nil, availableLineCount: freeLineCount)
    }
}

extension WebexApplicationsRequest {
    private typealias Switch = (
        name: String, wanted: Field<Bool>, setting: any WritableKeyPath<ApplicationSettings, Bool> & Sendable
    )

    /// What the body switches; every field of a wrong type is named.
    fileprivate func change() throws(ServiceError) -> @Sendable (inout ApplicationSettings) -> Void {
        let all: [Switch] = [
            ("ringDevicesForClickToDialCallsEnabled", ringDevicesForClickToDialCallsEnabled, \.ringsForClickToDial),
            ("ringDevicesForGroupPageEnabled", ringDevicesForGroupPageEnabled, \.ringsForGroupPage),
            ("ringDevicesForCallParkEnabled", ringDevicesForCallParkEnabled, \.ringsForCallPark),
            ("browserClientEnabled", browserClientEnabled, \.browserClientEnabled),
            ("desktopClientEnabled", desktopClientEnabled, \.desktopClientEnabled),
            ("tabletClientEnabled", tabletClientEnabled, \.tabletClientEnabled),
            ("mobileClientEnabled", mobileClientEnabled, \.mobileClientEnabled),
        ]
        let wrong = all.filter { $0.wanted == .invalid }.map { FieldError.invalid($0.name, "true or false") }
        if !wrong.isEmpty { throw .invalid(wrong) }
        return { settings in
            for one in all {
                if let value = one.wanted.value { settings[keyPath: one.setting] = value }
            }
        }
    }
}
