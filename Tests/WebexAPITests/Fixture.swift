// SPDX-License-Identifier: Apache-2.0

import ChangeFeed
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SharedLine
import StoreSQLite
import WebexWire

@testable import WebexAPI

/// A real store with two organisations of two sites each, and the real router over it.
struct Fixture: Sendable {
    /// A location with one of everything.
    struct Site: Sendable {
        let location: Location
        let person: Member
        let application: SharedLine.Application
        let workspace: Member
        let virtualLine: Member
        let device: Device
        /// The one that brought the device.
        var change: Int64 = 0
        /// One that has ended.
        var job = JobID(UUID())
    }

    struct Tenant: Sendable {
        let organisation: Organisation
        var here: Site
        var there: Site
    }

    let store: SQLiteStore
    let feed: ChangeFeed
    let mine: Tenant
    let theirs: Tenant

    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    init() async throws {
        store = try SQLiteStore.temporary()
        feed = ChangeFeed(store: store, pollInterval: .milliseconds(20))
        mine = try await Self.tenant(1, in: store)
        theirs = try await Self.tenant(2, in: store)
    }

    func application(requestsPerSecond: Double = 0) -> some ApplicationProtocol {
        Hummingbird.Application(router: api(requestsPerSecond: requestsPerSecond).router())
    }

    func api(requestsPerSecond: Double = 0) -> WebexAPI {
        WebexAPI(
            store: store, feed: feed,
            settings: WebexAPISettings(
                requestsPerSecond: requestsPerSecond, maximumBodyBytes: 1 << 20, scheme: "http",
                heartbeat: .milliseconds(50)),
            drain: DrainSwitch(), now: { Self.now })
    }

    /// Makes a token and returns its secret.
    func token(
        _ role: Role, scopes: Set<Scope>? = nil, locations: Set<LocationID> = [], expires: Date? = nil
    ) async throws -> String {
        let secret = "secret-\(UUID())"
        let token = Token(
            id: TokenID(UUID()), organisation: mine.organisation.id, role: role,
            scopes: scopes ?? role.defaultScopes, locations: locations, created: Self.now, expires: expires,
            revoked: nil)
        try await store.commit(
            Commit(
                organisation: mine.organisation.id, origin: Self.origin, cause: .edit,
                edits: [.addToken(token, hash: TokenHash(ofSecret: secret.utf8))], answer: nil))
        return secret
    }

    static let origin = ChangeOrigin(actor: "command-line", trackingID: "test", at: now)

    private static func tenant(_ number: UInt8, in store: SQLiteStore) async throws -> Tenant {
        let organisation = Organisation(
            id: OrganisationID(uuid(number, 0)), name: "Organisation \(number)", created: now,
            requiresIfMatch: false)
        let here = site(number, 1, of: organisation)
        let there = site(number, 2, of: organisation)
        try await store.commit(
            Commit(
                organisation: organisation.id, origin: origin, cause: .imported,
                edits: [.addOrganisation(organisation)] + edits(here) + edits(there), answer: nil))
        var tenant = Tenant(organisation: organisation, here: here, there: there)
        for job in [here.job, there.job] {
            try await store.commit(
                Commit(
                    ofJob: .recorded(done(job, of: organisation)), organisation: organisation.id, origin: origin,
                    cause: .plan, edits: [], answer: nil))
        }
        for change in try await store.changes(after: 0, max: 1000) where change.subject.kind == .device {
            if change.subject.id == here.device.endpoint.id.uuid { tenant.here.change = change.sequence }
            if change.subject.id == there.device.endpoint.id.uuid { tenant.there.change = change.sequence }
        }
        return tenant
    }

    private static func done(_ id: JobID, of organisation: Organisation) -> Job {
        Job(
            id: id, organisation: organisation.id, token: TokenID(UUID()), trackingID: "test", state: .done, lists: 0,
            decided: 0, changed: 0, problem: nil, attempts: 0, created: now, started: nil, ended: now)
    }

    private static func edits(_ site: Site) -> [Edit] {
        [
            .addLocation(site.location),
            .addPerson(
                Person(
                    member: site.person, email: "\(site.person.id)@example.com", displayName: site.person.fullName,
                    title: nil, department: nil, roles: [], created: now, lastModified: now)),
            .addWorkspace(Workspace(member: site.workspace, capacity: 4, type: "huddle", notes: nil, created: now)),
            .addVirtualLine(
                VirtualLine(
                    member: site.virtualLine, displayName: nil, callerIDFirstName: nil, callerIDLastName: nil,
                    callerIDNumber: nil)),
            .addApplication(site.application),
            .addDevice(site.device),
        ]
    }

    private static func site(_ tenant: UInt8, _ number: UInt8, of organisation: Organisation) -> Site {
        let location = Location(
            id: LocationID(uuid(tenant, number, 1)), organisation: organisation.id, name: "Site \(number)",
            address: Address(
                street: "1 Main St", streetSecondLine: nil, city: "Hartford", state: "CT", postalCode: "06103",
                country: "US"),
            timeZone: "America/New_York", preferredLanguage: "en_US", announcementLanguage: "en_US",
            routingPrefix: "8\(number)00", mainNumber: nil, outsideDialDigit: nil)
        func member(_ kind: MemberKind, _ last: UInt8, _ first: String, _ name: String) -> Member {
            Member(
                id: MemberID(uuid(tenant, number, last)), organisation: organisation.id, kind: kind,
                location: location.summary, firstName: first, lastName: name, extension: "10\(last)0",
                phoneNumber: nil, licence: .professional)
        }
        let person = member(.person, 2, "Ann\(number)", "Lee")
        let device = Device(
            endpoint: Endpoint(
                id: EndpointID(uuid(tenant, number, 6)), organisation: organisation.id, owner: person,
                model: EndpointModel.devices[3], isEnabled: true),
            mac: "AABBCCDD\(tenant)\(tenant)\(number)\(number)", tags: [], created: now)
        return Site(
            location: location, person: person,
            application: SharedLine.Application(
                id: EndpointID(uuid(tenant, number, 5)), person: person.id,
                browserID: EndpointID(uuid(tenant, number, 7)),
                settings: ApplicationSettings(
                    ringsForClickToDial: true, ringsForGroupPage: true, ringsForCallPark: true,
                    browserClientEnabled: true, desktopClientEnabled: true, tabletClientEnabled: true,
                    mobileClientEnabled: true)),
            workspace: member(.workspace, 3, "Lobby \(number)", ""),
            virtualLine: member(.virtualLine, 4, "Sales\(number)", "Line"), device: device)
    }

    private static func uuid(_ parts: UInt8...) -> UUID {
        let tail = parts + Array(repeating: 0, count: 3 - parts.count)
        return UUID(uuid: (1, 2, 3, 4, 5, 6, 0x40, 7, 0x80, 8, 9, 10, 11, tail[0], tail[1], tail[2]))
    }
}

extension Fixture.Site {
    /// Webex's ids of everything at the site, by the name that a path gives it.
    var ids: [String: String] {
        [
            "personId": person.webexID.text, "workspaceId": workspace.webexID.text,
            "virtualLineId": virtualLine.webexID.text, "deviceId": device.callingID.text,
            "applicationId": WebexID(.application, application.id.uuid).text,
            "locationId": WebexID(.location, location.id.uuid).text,
            "licenseId": CallingLicence.professional.webexID.text, "roleId": Role.fullAdmin.webexID.text,
            "orgId": WebexID(.organization, location.organisation.uuid).text,
            "endpointId": device.callingID.text, "changeId": ChangeCursor(change).text,
            "jobId": job.description,
        ]
    }
}
