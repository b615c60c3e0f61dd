// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

/// A seed file as it is written: one organisation, every value checked by itself, nothing put together yet.
///
/// `docs/reference/seed-file.md` describes each key.
struct SeedFile {
    var organisation: SeedOrganisation?
    var locations: [SeedLocation] = []
    var people: [SeedPerson] = []
    var workspaces: [SeedWorkspace] = []
    var virtualLines: [SeedVirtualLine] = []
    var devices: [SeedDevice] = []
    var lists: [SeedList] = []
}

struct SeedOrganisation {
    let name: String
    let created: Date
    let requiresIfMatch: Bool
}

struct SeedLocation {
    let place: SeedPlace
    let name: String
    let address: Address
    let timeZone: String
    let preferredLanguage: String
    let announcementLanguage: String
    let routingPrefix: String?
    let mainNumber: String?
    let outsideDialDigit: String?
}

/// What everybody with a line has.
struct SeedStation {
    /// A location's name; nil exactly without calling.
    let location: String?
    let `extension`: String?
    let phoneNumber: String?
    let licence: CallingLicence?
}

struct SeedPerson {
    let place: SeedPlace
    let email: String
    let firstName: String
    let lastName: String
    let displayName: String?
    let title: String?
    let department: String?
    let station: SeedStation
    let roles: Set<Role>
    let clients: ApplicationSettings
}

struct SeedWorkspace {
    let place: SeedPlace
    let name: String
    let station: SeedStation
    let capacity: Int?
    let type: String
    let notes: String?
}

struct SeedVirtualLine {
    let place: SeedPlace
    let firstName: String
    let lastName: String
    let displayName: String?
    let station: SeedStation

    /// By which the rest of the file refers to it.
    var name: String { "\(firstName) \(lastName)" }
}

struct SeedDevice {
    let place: SeedPlace
    let owner: String
    let model: EndpointModel
    let mac: String
    let tags: [String]
}

struct SeedList {
    let place: SeedPlace
    let endpoint: String
    let lines: [SeedLine]
}

struct SeedLine {
    let place: SeedPlace
    let member: String
    let port: Int?
    let weight: Int
    let label: String?
    let hotline: String?
    let allowsDecline: Bool
    let t38: Bool
}

/// Where in the file something stands: `people[3]`, line 41.
struct SeedPlace: Hashable {
    let path: String
    let line: Int?

    func key(_ key: String) -> SeedPlace { SeedPlace(path: path.isEmpty ? key : "\(path).\(key)", line: line) }
}

/// Everything that is wrong with a file, gathered on the way through it.
final class SeedProblems {
    private(set) var lines: [String] = []

    var isEmpty: Bool { lines.isEmpty }

    func note(_ place: SeedPlace, _ text: String) {
        lines.append("\(place.path)\(place.line.map { " (line \($0))" } ?? ""): \(text)")
    }
}
