// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

/// The nouns of a seed file with their ids, and what its names refer to. What clashes is noted.
struct SeedDirectory {
    let organisation: Organisation
    private(set) var locations: [Location] = []
    private(set) var people: [Person] = []
    private(set) var workspaces: [Workspace] = []
    private(set) var virtualLines: [VirtualLine] = []
    private(set) var applications: [Application] = []
    private(set) var devices: [Device] = []
    /// By what a line's `member` says, such as `person:ada@company.example`.
    private(set) var members: [String: Member] = [:]
    /// By what a list's `endpoint` says, such as `device:00005E005301`.
    private(set) var endpoints: [String: Endpoint] = [:]

    private let ids: SeedIdentifiers
    private let problems: SeedProblems
    private var locationsByName: [String: LocationSummary] = [:]
    private var taken: [String: SeedPlace] = [:]

    init(of file: SeedFile, organisation: SeedOrganisation, _ problems: SeedProblems) {
        ids = SeedIdentifiers(organisationName: organisation.name)
        self.problems = problems
        self.organisation = Organisation(
            id: ids.organisation, name: organisation.name, created: organisation.created,
            requiresIfMatch: organisation.requiresIfMatch)
        for location in file.locations { add(location) }
        for person in file.people { add(person) }
        for workspace in file.workspaces { add(workspace) }
        for line in file.virtualLines { add(line) }
        for device in file.devices { add(device) }
    }

    /// How a reference is looked up: an e-mail address is the same in any case, everything else letter by letter.
    static func key(_ reference: String) -> String {
        let isEmail = reference.hasPrefix("person:") || reference.hasPrefix("app:")
        return (isEmail ? reference.lowercased() : reference).precomposedStringWithCanonicalMapping
    }

    private mutating func add(_ seed: SeedLocation) {
        claim("name \(seed.name)", "location \(seed.name)", seed.place)
        if let prefix = seed.routingPrefix { claim("routingPrefix \(prefix)", "prefix \(prefix)", seed.place) }
        if let number = seed.mainNumber { claim("mainNumber \(number)", "number \(number)", seed.place) }
        let location = Location(
            id: ids.location(seed.name), organisation: organisation.id, name: seed.name, address: seed.address,
            timeZone: seed.timeZone, preferredLanguage: seed.preferredLanguage,
            announcementLanguage: seed.announcementLanguage, routingPrefix: seed.routingPrefix,
            mainNumber: seed.mainNumber, outsideDialDigit: seed.outsideDialDigit)
        locations.append(location)
        locationsByName[seed.name] = location.summary
    }

    private mutating func add(_ seed: SeedPerson) {
        claim("email \(seed.email)", "person \(seed.email.lowercased())", seed.place)
        let member = member(
            ids.person(seed.email), .person, seed.station, names: (seed.firstName, seed.lastName), seed.place)
        members[Self.key("person:\(seed.email)")] = member
        people.append(
            Person(
                member: member, email: seed.email, displayName: seed.displayName ?? member.fullName, title: seed.title,
                department: seed.department, roles: seed.roles, created: organisation.created,
                lastModified: organisation.created))
        guard member.licence != nil else { return }
        let application = Application(
            id: ids.application(seed.email), person: member.id, browserID: ids.browser(seed.email),
            settings: seed.clients)
        applications.append(application)
        endpoints[Self.key("app:\(seed.email)")] = Endpoint(
            id: application.id, organisation: organisation.id, owner: member, model: .desktopApplication,
            isEnabled: seed.clients.desktopClientEnabled)
    }

    private mutating func add(_ seed: SeedWorkspace) {
        claim("name \(seed.name)", "workspace \(seed.name)", seed.place)
        let member = member(ids.workspace(seed.name), .workspace, seed.station, names: (seed.name, ""), seed.place)
        members[Self.key("workspace:\(seed.name)")] = member
        workspaces.append(
            Workspace(
                member: member, capacity: seed.capacity, type: seed.type, notes: seed.notes,
                created: organisation.created))
    }

    private mutating func add(_ seed: SeedVirtualLine) {
        claim("name \(seed.name)", "virtual line \(seed.name)", seed.place)
        let member = member(
            ids.virtualLine(seed.name), .virtualLine, seed.station, names: (seed.firstName, seed.lastName), seed.place)
        members[Self.key("virtualLine:\(seed.name)")] = member
        virtualLines.append(
            VirtualLine(
                member: member, displayName: seed.displayName, callerIDFirstName: nil, callerIDLastName: nil,
                callerIDNumber: nil))
    }

    private mutating func add(_ seed: SeedDevice) {
        claim("mac \(seed.mac)", "mac \(seed.mac)", seed.place)
        guard let owner = members[Self.key(seed.owner)], owner.licence != nil else {
            problems.note(seed.place.key("owner"), "no person or workspace with calling is called \(seed.owner)")
            return
        }
        let endpoint = Endpoint(
            id: ids.device(seed.mac), organisation: organisation.id, owner: owner, model: seed.model, isEnabled: true)
        endpoints["device:\(seed.mac)"] = endpoint
        devices.append(Device(endpoint: endpoint, mac: seed.mac, tags: seed.tags, created: organisation.created))
    }

    private mutating func member(
        _ id: MemberID, _ kind: MemberKind, _ station: SeedStation, names: (first: String, last: String),
        _ place: SeedPlace
    ) -> Member {
        let location = station.location.flatMap { locationsByName[$0] }
        if let name = station.location {
            if location == nil { problems.note(place.key("location"), "no location is called \(name)") }
            if let digits = station.extension {
                claim("extension \(digits)", "extension \(digits) of \(name)", place)
            }
        }
        if let number = station.phoneNumber { claim("phoneNumber \(number)", "number \(number)", place) }
        return Member(
            id: id, organisation: organisation.id, kind: kind, location: location, firstName: names.first,
            lastName: names.last, extension: station.extension, phoneNumber: station.phoneNumber,
            licence: station.licence)
    }

    /// Notes what somebody before has already. Empty names have been noted as such.
    private mutating func claim(_ text: String, _ what: String, _ place: SeedPlace) {
        let what = what.precomposedStringWithCanonicalMapping
        guard text.last != " " else { return }
        if let first = taken[what] {
            problems.note(place, "\(text) is taken by \(first.path)")
        } else {
            taken[what] = place
        }
    }
}
