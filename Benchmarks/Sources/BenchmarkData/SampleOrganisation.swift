// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SharedLine

/// An organisation of calling people. The app of each shows ten lines: the own one and those of the next nine people.
///
/// Ids are scattered like the name-based ones of a seed file: neighbours in a list are no neighbours in an index.
public struct SampleOrganisation: Sendable {
    public static let linesPerList = 10

    /// How many people, and so how many lists; more than `linesPerList`.
    public let people: Int

    public init(people: Int) {
        self.people = people
    }

    public var organisation: Organisation {
        Organisation(
            id: OrganisationID(uuid(.organisation, 0)), name: "Benchmark Company", created: Self.created,
            requiresIfMatch: false)
    }

    public var location: Location {
        Location(
            id: LocationID(uuid(.location, 0)), organisation: organisation.id, name: "Hartford",
            address: Address(
                street: "100 Operator Avenue", streetSecondLine: nil, city: "Hartford", state: "CT",
                postalCode: "06103", country: "US"),
            timeZone: "America/New_York", preferredLanguage: "en_US", announcementLanguage: "en_us",
            routingPrefix: "8100", mainNumber: "+18605550100", outsideDialDigit: "9")
    }

    public func memberID(_ index: Int) -> MemberID {
        MemberID(uuid(.person, index % people))
    }

    public func person(_ index: Int) -> Person {
        let firstName = Self.firstNames[index % Self.firstNames.count]
        let lastName = Self.lastNames[(index / Self.firstNames.count) % Self.lastNames.count]
        let member = Member(
            id: memberID(index), organisation: organisation.id, kind: .person, location: location.summary,
            firstName: firstName, lastName: lastName, extension: String(100_000 + index),
            phoneNumber: "+1860\(5_600_000 + index)", licence: .professional)
        return Person(
            member: member, email: "person\(index)@company.example", displayName: "\(firstName) \(lastName)",
            title: nil, department: nil, roles: [], created: Self.created, lastModified: Self.created)
    }

    public func application(_ index: Int) -> Application {
        Application(
            id: EndpointID(uuid(.application, index)), person: memberID(index),
            browserID: EndpointID(uuid(.browser, index)),
            settings: ApplicationSettings(
                ringsForClickToDial: true, ringsForGroupPage: true, ringsForCallPark: true,
                browserClientEnabled: true, desktopClientEnabled: true, tabletClientEnabled: true,
                mobileClientEnabled: true))
    }

    /// The ten lines of a person's app; another mark makes another list of the same members.
    public func lines(_ index: Int, mark: String) -> [Line] {
        (0..<Self.linesPerList).map { offset in
            Line(
                member: memberID(index + offset), port: offset + 1, weight: 1, label: "Line \(offset + 1) \(mark)",
                hotline: nil, allowsCallDecline: true, t38FaxCompression: false)
        }
    }

    // MARK: - Names and ids

    private enum Kind: UInt64 {
        case organisation = 1
        case location, person, application, browser
    }

    private static let created = Date(timeIntervalSince1970: 1_767_600_000)
    private static let firstNames = [
        "Adaeze", "Björn", "Chloe", "Daniel", "Emily", "Fatima", "Grace", "Hannah", "Ivan", "Jin-ho", "Kwame", "Lucía",
    ]
    private static let lastNames = [
        "Bell", "Carter", "Dubois", "Ellis", "Fernández", "Goldberg", "Håkansson", "Jones", "Kowalczyk", "Mensah",
        "Nowak", "Okafor", "Patel", "Raman", "Sokolov", "Whitfield",
    ]

    private func uuid(_ kind: Kind, _ index: Int) -> UUID {
        let high = Self.mixed(kind.rawValue << 40 | UInt64(index))
        let low = Self.mixed(high ^ UInt64(index))
        var bytes: [UInt8] = []
        for word in [high, low] { withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) } }
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    /// Scatters a counter over all 64 bits (a multiplicative hash with shifted halves folded in).
    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        for _ in 0..<3 {
            mixed ^= mixed >> 31
            mixed = mixed &* 0xD6E8_FEB8_6659_FD93
        }
        return mixed ^ mixed >> 32
    }
}

extension SampleOrganisation {
    /// Stores the whole organisation in an empty store.
    public func fill(_ store: some Store) async throws {
        try await commit([.addOrganisation(organisation), .addLocation(location)], to: store)
        try await commitInParts(to: store) { index in
            [.addPerson(person(index)), .addApplication(application(index))]
        }
        try await commitInParts(to: store) { index in
            let replacement = MemberListReplacement(
                endpoint: application(index).id, expectedVersion: 1, before: [.primaryOwner(memberID(index))],
                after: lines(index, mark: "of \(index)"))
            return [.replaceList(replacement)]
        }
    }

    private func commitInParts(to store: some Store, _ edits: (Int) -> [Edit]) async throws {
        let part = 500
        for start in stride(from: 0, to: people, by: part) {
            try await commit((start..<min(start + part, people)).flatMap(edits), to: store)
        }
    }

    private func commit(_ edits: [Edit], to store: some Store) async throws {
        try await store.commit(
            Commit(
                organisation: organisation.id,
                origin: ChangeOrigin(actor: "command-line", trackingID: "benchmark", at: Self.created),
                cause: .imported, edits: edits, answer: nil))
    }
}
