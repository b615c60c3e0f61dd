// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

/// An organisation of 500 locations whose names are as uneven as real ones: the name in place n is had about 1/n as
/// often as the first. The same number of people always makes the same organisation.
struct SkewedOrganisation {
    let people: Int
    let id: OrganisationID
    private(set) var locations: [Location] = []
    private var firstNames = ["Ann", "Anna", "James", "Mary", "John", "Linda", "David", "Łukasz", "Zoë"]
    private var lastNames = ["Smith", "Johnson", "Williams", "Brown", "Jones", "O'Brien", "Müller", "Nowak"]
    private var random = Scatter()
    private let created = Date(timeIntervalSince1970: 1_767_600_000)

    init(people: Int) {
        self.people = people
        id = OrganisationID(random.uuid())
        for index in 0..<500 {
            let location = Location(
                id: LocationID(random.uuid()), organisation: id, name: "Site \(index)",
                address: Address(
                    street: "Street", streetSecondLine: nil, city: "City", state: "CT", postalCode: "1", country: "US"),
                timeZone: "UTC", preferredLanguage: "en_US", announcementLanguage: "en_us",
                routingPrefix: String(8_000 + index), mainNumber: nil, outsideDialDigit: nil)
            locations.append(location)
        }
        for _ in 0..<3_000 { firstNames.append(random.name(syllables: 1...3)) }
        for _ in 0..<40_000 { lastNames.append(random.name(syllables: 2...4)) }
        // One person in about 2,000; no other name has a q.
        lastNames[200] = "Quick"
    }

    /// Stores the whole organisation in an empty store.
    func fill(_ store: some Store) async throws {
        var copy = self
        let organisation = Organisation(id: id, name: "Skewed", created: created, requiresIfMatch: false)
        try await commit([.addOrganisation(organisation)] + locations.map(Edit.addLocation), to: store)
        for start in stride(from: 0, to: people, by: 2_000) {
            try await commit((start..<min(start + 2_000, people)).map { .addPerson(copy.person($0)) }, to: store)
        }
    }

    /// Every third person has no number. From 5,000,000 people on, numbers would have a digit more.
    func phoneNumber(_ index: Int) -> String? {
        index % 3 == 2 ? nil : "+1408\(5_000_000 + index)"
    }

    private mutating func person(_ index: Int) -> Person {
        let member = Member(
            id: MemberID(random.uuid()), organisation: id, kind: .person,
            location: locations[index % locations.count].summary, firstName: random.skewed(firstNames),
            lastName: random.skewed(lastNames), extension: String(10_000 + index / locations.count),
            phoneNumber: phoneNumber(index), licence: .professional)
        return Person(
            member: member, email: "person\(index)@company.example", displayName: member.fullName, title: nil,
            department: nil, roles: [], created: created, lastModified: created)
    }

    private func commit(_ edits: [Edit], to store: some Store) async throws {
        let origin = ChangeOrigin(actor: "command-line", trackingID: "benchmark", at: created)
        try await store.commit(Commit(organisation: id, origin: origin, cause: .imported, edits: edits, answer: nil))
    }
}

/// Random and the same in every run: the upper half of a congruential generator of 128 bits.
private struct Scatter: RandomNumberGenerator {
    private static let consonants = "b d f g h k l m n p r s t v w z th sh ch br st".split(separator: " ")
    private static let vowels = "a e i o u a e ie ou ö ł".split(separator: " ")
    private static let syllables = consonants.flatMap { first in vowels.map { "\(first)\($0)" } }
    private var state: UInt128 = 0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835

    mutating func next() -> UInt64 {
        state = state &* 0xDA94_2042_E4DD_58B5 &+ 1
        return UInt64(truncatingIfNeeded: state >> 64)
    }

    mutating func uuid() -> UUID {
        withUnsafeBytes(of: (next(), next())) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    mutating func name(syllables: ClosedRange<Int>) -> String {
        let count = Int.random(in: syllables, using: &self)
        return (0..<count).compactMap { _ in Self.syllables.randomElement(using: &self) }.joined().capitalized
    }

    mutating func skewed(_ names: [String]) -> String {
        names[Int(pow(Double(names.count), Double.random(in: 0..<1, using: &self))) - 1]
    }
}
