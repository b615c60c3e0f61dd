// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import Wording
import Yams

/// Reads the text of a seed file. Whatever is wrong is noted; what comes back is whole only where nothing was.
struct SeedReader {
    let problems: SeedProblems

    func read(_ text: String) -> SeedFile {
        var file = SeedFile()
        let top = SeedPlace(path: "", line: nil)
        do {
            guard let node = try YAMLText.compose(text) else {
                problems.note(SeedPlace(path: "the file", line: nil), "is empty")
                return file
            }
            let keys: Set = ["organisation", "locations", "people", "workspaces", "virtualLines", "devices", "lines"]
            guard let root = SeedMapping(node, at: top, keys: keys, problems) else { return file }
            file.organisation = organisation(in: root)
            for key in ["locations", "people"] where !root.has(key) { root.note(key, "is missing") }
            file.locations = root.mappings("locations", keys: Self.locationKeys).compactMap(location)
            file.people = root.mappings("people", keys: Self.personKeys).map(person)
            file.workspaces = root.mappings("workspaces", keys: Self.workspaceKeys).map(workspace)
            file.virtualLines = root.mappings("virtualLines", keys: Self.virtualLineKeys).map(virtualLine)
            file.devices = root.mappings("devices", keys: ["owner", "model", "mac", "tags"]).compactMap(device)
            file.lists = root.mappings("lines", keys: ["endpoint", "lines"]).map(list)
        } catch {
            problems.note(SeedPlace(path: "the file", line: nil), "\(error)")
        }
        return file
    }

    private func organisation(in root: SeedMapping) -> SeedOrganisation? {
        guard let mapping = root.mapping("organisation", keys: ["name", "created", "requireIfMatch"]) else {
            if !root.has("organisation") { root.note("organisation", "is missing") }
            return nil
        }
        let name = mapping.required("name", .organisationName)
        let created = SeedCheck.date(from: mapping.required("created", .moment))
        return created.map {
            SeedOrganisation(name: name, created: $0, requiresIfMatch: mapping.flag("requireIfMatch", default: false))
        }
    }

    private static let locationKeys: Set = [
        "name", "address", "timeZone", "preferredLanguage", "announcementLanguage", "routingPrefix", "mainNumber",
        "outsideDialDigit",
    ]
    private static let addressKeys: Set = ["address1", "address2", "city", "state", "postalCode", "country"]

    private func location(_ mapping: SeedMapping) -> SeedLocation? {
        if !mapping.has("address") { mapping.note("address", "is missing") }
        let address = mapping.mapping("address", keys: Self.addressKeys).map { address in
            Address(
                street: address.required("address1"), streetSecondLine: address.text("address2"),
                city: address.required("city"), state: address.required("state"),
                postalCode: address.required("postalCode"), country: address.required("country", .country))
        }
        let name = mapping.required("name")
        guard let address else { return nil }
        return SeedLocation(
            place: mapping.place, name: name, address: address, timeZone: mapping.required("timeZone", .timeZone),
            preferredLanguage: mapping.required("preferredLanguage", .locale),
            announcementLanguage: mapping.required("announcementLanguage", .locale),
            routingPrefix: mapping.text("routingPrefix", .digits), mainNumber: mapping.text("mainNumber", .phoneNumber),
            outsideDialDigit: mapping.text("outsideDialDigit", .dialDigit))
    }

    private static let stationKeys: Set = ["location", "extension", "phoneNumber", "licence"]
    private static let clientKeys: Set = ["desktopClient", "mobileClient", "tabletClient", "browserClient"]
    private static let personKeys: Set = stationKeys.union(clientKeys).union([
        "email", "firstName", "lastName", "displayName", "title", "department", "roles",
    ])

    private func person(_ mapping: SeedMapping) -> SeedPerson {
        let licence: CallingLicence? = mapping.choice("licence", [.professional, .basic])
        let station = station(mapping, licence: licence)
        if mapping.has("licence") {
            if !mapping.has("location") { mapping.note("location", "is missing; it goes with a licence") }
            if !mapping.has("extension"), !mapping.has("phoneNumber") {
                mapping.note("extension", "is missing, and so is phoneNumber; one of them goes with a licence")
            }
        } else {
            for key in Self.stationKeys.union(Self.clientKeys).sorted() where mapping.has(key) {
                mapping.note(key, "goes with a licence alone; add licence or take it out")
            }
        }
        let known = Role.allCases.map(\.rawValue)
        let role = SeedCheck("one of \(known.joined(separator: ", "))") { known.contains($0) }
        return SeedPerson(
            place: mapping.place, email: mapping.required("email", .email), firstName: mapping.required("firstName"),
            lastName: mapping.required("lastName"), displayName: mapping.text("displayName"),
            title: mapping.text("title"), department: mapping.text("department"), station: station,
            roles: Set(mapping.texts("roles", role).compactMap(Role.init(rawValue:))), clients: clients(mapping))
    }

    private func clients(_ mapping: SeedMapping) -> ApplicationSettings {
        ApplicationSettings(
            ringsForClickToDial: true, ringsForGroupPage: true, ringsForCallPark: true,
            browserClientEnabled: mapping.flag("browserClient", default: true),
            desktopClientEnabled: mapping.flag("desktopClient", default: true),
            tabletClientEnabled: mapping.flag("tabletClient", default: true),
            mobileClientEnabled: mapping.flag("mobileClient", default: true))
    }

    private func station(_ mapping: SeedMapping, licence: CallingLicence?) -> SeedStation {
        SeedStation(
            location: mapping.text("location"), extension: mapping.text("extension", .extension),
            phoneNumber: mapping.text("phoneNumber", .phoneNumber), licence: licence)
    }

    private func noteMissingStation(_ mapping: SeedMapping) {
        for key in ["location", "extension"] where !mapping.has(key) { mapping.note(key, "is missing") }
    }

    private static let workspaceKeys: Set = stationKeys.union(["name", "capacity", "type", "notes"])

    private func workspace(_ mapping: SeedMapping) -> SeedWorkspace {
        noteMissingStation(mapping)
        if !mapping.has("licence") { mapping.note("licence", "is missing; it takes professional or workspaces") }
        let licence: CallingLicence? = mapping.choice("licence", [.professional, .workspaces])
        let type: SeedWorkspaceType? = mapping.choice("type", SeedWorkspaceType.allCases)
        return SeedWorkspace(
            place: mapping.place, name: mapping.required("name"), station: station(mapping, licence: licence),
            capacity: mapping.number("capacity", from: 0), type: (type ?? .notSet).rawValue,
            notes: mapping.text("notes", .anyText))
    }

    private static let virtualLineKeys: Set = [
        "firstName", "lastName", "displayName", "location", "extension", "phoneNumber",
    ]

    private func virtualLine(_ mapping: SeedMapping) -> SeedVirtualLine {
        noteMissingStation(mapping)
        return SeedVirtualLine(
            place: mapping.place, firstName: mapping.required("firstName"), lastName: mapping.required("lastName"),
            displayName: mapping.text("displayName"), station: station(mapping, licence: .professional))
    }

    private func device(_ mapping: SeedMapping) -> SeedDevice? {
        let owner = mapping.required("owner", .deviceOwner)
        let mac = mapping.required("mac", .mac)
        let tags = mapping.texts("tags")
        guard let model = EndpointModel.named(mapping.required("model", .model)) else { return nil }
        return SeedDevice(place: mapping.place, owner: owner, model: model, mac: mac, tags: tags)
    }

    private static let lineKeys: Set = ["member", "port", "weight", "label", "hotline", "allowDecline", "t38"]

    private func list(_ mapping: SeedMapping) -> SeedList {
        let lines = mapping.mappings("lines", keys: Self.lineKeys)
        if lines.isEmpty { mapping.note("lines", "is missing or empty; take the entry out, or name a line") }
        return SeedList(
            place: mapping.place, endpoint: mapping.required("endpoint", .endpoint), lines: lines.map(line))
    }

    /// Ports, weights, labels and hotlines are left to the rules that every list is held to.
    private func line(_ mapping: SeedMapping) -> SeedLine {
        SeedLine(
            place: mapping.place, member: mapping.required("member", .member), port: mapping.number("port", from: 1),
            weight: mapping.number("weight", from: 1) ?? 1, label: mapping.text("label", .anyText),
            hotline: mapping.text("hotline", .anyText), allowsDecline: mapping.flag("allowDecline", default: true),
            t38: mapping.flag("t38", default: false))
    }
}
