// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine

/// Nouns for tests: every field has a default here, because the domain's initialisers have none.
///
/// The number makes a noun's id and whatever must be unique; equal calls give equal nouns. Ids rise in no relation to
/// the numbers, as in life.
public enum Samples {
    /// When everything in the samples happened: a whole second.
    public static let moment = Date(timeIntervalSince1970: 1_795_000_000)

    /// A UUID of version 8 made from kind and number.
    public static func uuid(_ kind: String, _ number: Int) -> UUID {
        var random = SeededGenerator(seed: kind.utf8.reduce(UInt64(number)) { $0 &* 1_099_511_628_211 ^ UInt64($1) })
        let (high, low) = (random.next(), random.next())
        func byte(_ word: UInt64, _ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        return UUID(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5),
                byte(high, 6) & 0x0F | 0x80, byte(high, 7), byte(low, 0) & 0x3F | 0x80, byte(low, 1), byte(low, 2),
                byte(low, 3), byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }

    // MARK: - Directory

    public static func organisation(
        _ number: Int = 1, name: String? = nil, created: Date = moment, requiresIfMatch: Bool = false
    ) -> Organisation {
        Organisation(
            id: OrganisationID(uuid("organisation", number)), name: name ?? "Organisation \(number)",
            created: created, requiresIfMatch: requiresIfMatch)
    }

    public static func location(
        _ number: Int = 1, of organisation: Organisation = organisation(), name: String? = nil,
        routingPrefix: String? = "8001", mainNumber: String? = nil
    ) -> Location {
        Location(
            id: LocationID(uuid("location", number)), organisation: organisation.id,
            name: name ?? "Location \(number)",
            address: Address(
                street: "1 Main Street", streetSecondLine: nil, city: "Hartford", state: "CT", postalCode: "06103",
                country: "US"),
            timeZone: "America/New_York", preferredLanguage: "en_US", announcementLanguage: "en_us",
            routingPrefix: routingPrefix, mainNumber: mainNumber, outsideDialDigit: "9")
    }

    /// A calling member at that location; nil for a person without calling.
    public static func member(
        _ number: Int = 1, _ kind: MemberKind = .person, of organisation: Organisation = organisation(),
        at location: Location? = location(), firstName: String? = nil, lastName: String? = nil,
        extension digits: String? = nil, phoneNumber: String? = nil, licence: CallingLicence? = .professional
    ) -> Member {
        Member(
            id: MemberID(uuid("member", number)), organisation: organisation.id, kind: kind,
            location: location?.summary, firstName: firstName ?? "First\(number)",
            lastName: lastName ?? (kind == .workspace ? "" : "Last\(number)"), extension: digits,
            phoneNumber: phoneNumber, licence: location == nil ? nil : licence)
    }

    public static func person(
        _ member: Member = member(), email: String? = nil, displayName: String? = nil, title: String? = nil,
        department: String? = nil, roles: Set<Role> = [], created: Date = moment, lastModified: Date = moment
    ) -> Person {
        Person(
            member: member, email: email ?? "\(member.id)@example.com", displayName: displayName ?? member.fullName,
            title: title, department: department, roles: roles, created: created, lastModified: lastModified)
    }

    public static func workspace(
        _ member: Member = member(1, .workspace), capacity: Int? = 6, type: String = "meetingRoom",
        notes: String? = nil, created: Date = moment
    ) -> Workspace {
        Workspace(member: member, capacity: capacity, type: type, notes: notes, created: created)
    }

    public static func virtualLine(
        _ member: Member = member(1, .virtualLine), displayName: String? = nil, callerIDFirstName: String? = nil,
        callerIDLastName: String? = nil, callerIDNumber: String? = nil
    ) -> VirtualLine {
        VirtualLine(
            member: member, displayName: displayName, callerIDFirstName: callerIDFirstName,
            callerIDLastName: callerIDLastName, callerIDNumber: callerIDNumber)
    }

    // MARK: - Endpoints and lines

    public static let applicationSettings = ApplicationSettings(
        ringsForClickToDial: true, ringsForGroupPage: false, ringsForCallPark: true, browserClientEnabled: true,
        desktopClientEnabled: true, tabletClientEnabled: false, mobileClientEnabled: true)

    /// The app of that person; its ids follow from the person's.
    public static func application(
        of person: Member, settings: ApplicationSettings = applicationSettings
    ) -> Application {
        Application(
            id: EndpointID(uuid("application of \(person.id)", 0)), person: person.id,
            browserID: EndpointID(uuid("browser of \(person.id)", 0)), settings: settings)
    }

    public static func endpoint(
        _ number: Int = 1, of owner: Member = member(), model: String = "DMS Cisco 8865"
    ) -> Endpoint {
        Endpoint(
            id: EndpointID(uuid("device", number)), organisation: owner.organisation, owner: owner,
            model: EndpointModel.named(model) ?? .desktopApplication, isEnabled: true)
    }

    public static func device(
        _ number: Int = 1, of owner: Member = member(), model: String = "DMS Cisco 8865", mac: String? = nil,
        tags: [String] = [], created: Date = moment
    ) -> Device {
        Device(
            endpoint: endpoint(number, of: owner, model: model), mac: mac ?? macAddress(number), tags: tags,
            created: created)
    }

    private static func macAddress(_ number: Int) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }

    public static func line(
        _ member: Member = member(), port: Int = 1, weight: Int = 1, label: String? = nil, hotline: String? = nil,
        allowsCallDecline: Bool = true, t38FaxCompression: Bool = false
    ) -> Line {
        Line(
            member: member.id, port: port, weight: weight, label: label,
            hotline: hotline.flatMap(HotlineDestination.init), allowsCallDecline: allowsCallDecline,
            t38FaxCompression: t38FaxCompression)
    }

    public static func sipCredential(_ number: Int = 1, of endpoint: EndpointID, created: Date = moment)
        -> SIPCredential
    {
        let digits = String(number, radix: 16)
        return SIPCredential(
            endpoint: endpoint, ha1: String(repeating: "a", count: 32 - digits.count) + digits, created: created)
    }

    // MARK: - Access

    public static func token(
        _ number: Int = 1, of organisation: Organisation = organisation(), role: Role = .fullAdmin,
        scopes: Set<Scope>? = nil, locations: Set<LocationID> = [], created: Date = moment, expires: Date? = nil,
        revoked: Date? = nil
    ) -> Token {
        Token(
            id: TokenID(uuid("token", number)), organisation: organisation.id, role: role,
            scopes: scopes ?? role.defaultScopes, locations: locations, created: created, expires: expires,
            revoked: revoked)
    }

    public static func tokenHash(_ number: Int = 1) -> TokenHash {
        var random = SeededGenerator(seed: UInt64(number))
        return TokenHash(Data((0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }))
    }

    // MARK: - Commits

    public static func commit(
        _ edits: [Edit], of organisation: Organisation = organisation(), cause: ChangeCause = .edit,
        actor: String = "token:sample", trackingID: String = "SAMPLE_1", at moment: Date = moment,
        answer: IdempotentAnswer? = nil
    ) -> Commit {
        Commit(
            organisation: organisation.id,
            origin: ChangeOrigin(actor: actor, trackingID: trackingID, at: moment), cause: cause, edits: edits,
            answer: answer)
    }

    public static func answer(
        to key: String = "key", of token: Token = token(), status: Int = 204, eTag: String? = "\"2\"",
        body: String = "", request: String = "PUT", at moment: Date = moment
    ) -> IdempotentAnswer {
        IdempotentAnswer(
            key: IdempotencyKey(token: token.id, key: key), requestHash: Data(request.utf8), status: status,
            eTag: eTag, body: Data(body.utf8), at: moment)
    }
}
