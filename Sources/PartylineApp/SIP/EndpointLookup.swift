// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import WebexWire

/// Finds the endpoints that somebody names: a person's app by e-mail address, a device by MAC address, either by id.
struct EndpointLookup {
    let store: any Store
    let organisation: Organisation

    /// The lists of the endpoints named, in that order. Every name that finds none is in the failure.
    func lists(named names: [String]) async throws -> [MemberList] {
        var (lists, problems): ([MemberList], [String]) = ([], [])
        for name in names {
            if let list = try await list(named: name) {
                lists.append(list)
            } else {
                problems.append(
                    "\(name): no such app or device in \(organisation.name); name a person's e-mail address, a device's "
                        + "MAC address, or an id")
            }
        }
        guard problems.isEmpty else { throw CommandFailure(.failed, problems) }
        return lists
    }

    private func list(named name: String) async throws -> MemberList? {
        guard let address = try await address(named: name) else { return nil }
        return try await store.memberList(at: address, in: organisation.id)
    }

    private func address(named name: String) async throws -> EndpointAddress? {
        if name.contains("@") {
            var query = PeopleQuery(organisation: organisation.id, reach: .everywhere, max: 1)
            query.email = name
            return try await store.people(query).items.first.map { .application(of: $0.member.id) }
        }
        let hexadecimal = name.uppercased().filter { $0 != ":" && $0 != "-" && $0 != "." }
        if hexadecimal.utf8.count == 12, hexadecimal.allSatisfy(\.isHexDigit) {
            var query = DeviceQuery(organisation: organisation.id, reach: .everywhere)
            query.mac = hexadecimal
            let found = try await store.devices(query, page: Page(start: 0, max: 1)).items.first
            return found.map { .device($0.endpoint.id) }
        }
        guard let id = WebexID.parse(name) else { return nil }
        switch try await store.identities([id.uuid], in: organisation.id)[id.uuid] {
        case .member(let member) where member.kind == .person: return .application(of: member.id)
        case .endpoint(let endpoint) where endpoint.model.family == .application:
            return .application(of: endpoint.owner.id)
        case .endpoint(let endpoint): return .device(endpoint.id)
        case .member, .deleted, nil: return nil
        }
    }
}
