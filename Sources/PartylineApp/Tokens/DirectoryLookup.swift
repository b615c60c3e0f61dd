// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import WebexWire

/// Finds what somebody names by Webex id, UUID or name.
struct DirectoryLookup {
    let store: any Store

    /// The organisation of that name; without a name, the only one there is.
    func organisation(named name: String?) async throws -> Organisation {
        let organisations = try await store.organisations()
        let names = organisations.map(\.name).sorted().joined(separator: ", ")
        if organisations.isEmpty {
            throw CommandFailure.failed(
                "the database holds no organisation; bring one in with: partyline import --demo, or import FILE.yaml")
        }
        guard let name else {
            guard organisations.count == 1, let only = organisations.first else {
                throw CommandFailure.usage("there are several organisations, so name one with --org: \(names)")
            }
            return only
        }
        let uuid = Self.uuid(in: name, of: .organization)
        let found = organisations.filter { uuid == $0.id.uuid || Self.sameName($0.name, name) }
        guard let organisation = found.first else {
            throw CommandFailure.failed("--org \(name): no such organisation; there is \(names)")
        }
        guard found.count == 1 else {
            throw CommandFailure.usage("--org \(name): several organisations are called so; give the id")
        }
        return organisation
    }

    /// The locations of those names. Every name that finds none, or several, is named in the failure.
    func locations(named names: [String], in organisation: Organisation) async throws -> [Location] {
        if names.isEmpty { return [] }
        let all = try await everyLocation(of: organisation.id)
        var found: [Location] = []
        var problems: [String] = []
        for name in names {
            let uuid = Self.uuid(in: name, of: .location)
            let matches = all.filter { uuid == $0.id.uuid || Self.sameName($0.name, name) }
            found += matches
            if matches.isEmpty {
                let known = all.map(\.name).joined(separator: ", ")
                problems.append("--location \(name): no such location in \(organisation.name); there is \(known)")
            } else if matches.count > 1 {
                problems.append("--location \(name): several locations are called so; give the id")
            }
        }
        guard problems.isEmpty else { throw CommandFailure(.failed, problems) }
        return found
    }

    private func everyLocation(of organisation: OrganisationID) async throws -> [Location] {
        let query = LocationQuery(organisation: organisation, reach: .everywhere)
        var locations: [Location] = []
        while true {
            let page = try await store.locations(query, page: Page(start: locations.count, max: 1000))
            locations += page.items
            if !page.hasMore || page.items.isEmpty { return locations }
        }
    }

    /// The UUID inside a Webex id of that kind, or a bare one.
    private static func uuid(in text: String, of kind: WebexIDKind) -> UUID? {
        guard let id = WebexID.parse(text), id.kind == nil || id.kind == kind else { return nil }
        return id.uuid
    }

    private static func sameName(_ left: String, _ right: String) -> Bool {
        left.compare(right, options: [.caseInsensitive]) == .orderedSame
    }
}
