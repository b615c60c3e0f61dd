// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinePlan
import SharedLine
import WebexWire

/// The rows of the directory as they were answered, and what they mean together.
struct DirectoryRows {
    let people: [WebexPerson]
    let workspaces: [WebexWorkspace]
    let virtualLines: [WebexVirtualLineItem]
    let locations: [WebexTelephonyLocationItem]
    let devices: [WebexDevice]
    /// Numbers of workspaces, which no row of theirs says.
    let numbers: [WebexNumber]
    /// Licences of workspaces whose line can be shown nowhere else.
    let basicLicences: Set<WebexID>

    var directory: LineDirectory {
        let places = Dictionary(
            locations.map { location in
                (
                    location.id.uuid,
                    LocationSummary(
                        id: LocationID(location.id.uuid), name: location.name, routingPrefix: location.routingPrefix)
                )
            }, uniquingKeysWith: { first, _ in first })
        // A person without calling has no location, and no line.
        let persons = people.compactMap { person in
            person.locationId.flatMap { places[$0.uuid] }.map { member(person, at: $0) }
        }
        let owned = Dictionary(
            numbers.compactMap { number in number.owner.map { ($0.id.uuid, number) } },
            uniquingKeysWith: { first, _ in first })
        let rooms = workspaces.compactMap { member($0, owned[$0.id.uuid], places) }
        let organisation = (people.first?.orgId ?? workspaces.first?.orgId ?? devices.first?.orgId)?.uuid ?? UUID()
        let lines = virtualLines.map { line in
            DirectoryMember(member: Member(line, of: OrganisationID(organisation)), email: nil)
        }
        let apps = persons.map { person in
            LineEndpoint(
                address: .application(of: person.member.id), owner: person.member.id, model: .desktopApplication,
                mac: nil, tags: [], isEnabled: true)
        }
        let known = Set((persons + rooms).map(\.member.id))
        let phones = devices.compactMap(LineEndpoint.init).filter { known.contains($0.owner) }
        return LineDirectory(members: persons + rooms + lines, endpoints: apps + phones)
    }

    private func member(_ person: WebexPerson, at location: LocationSummary) -> DirectoryMember {
        let number = person.phoneNumbers?.first { $0.type == .work }?.value
        // Professional or basic: no rule of lines asks which, of a person.
        let member = Member(
            id: MemberID(person.id.uuid), organisation: OrganisationID(person.orgId.uuid), kind: .person,
            location: location, firstName: person.firstName ?? person.displayName, lastName: person.lastName ?? "",
            extension: person.extension, phoneNumber: number, licence: .professional)
        return DirectoryMember(member: member, email: person.emails.first)
    }

    private func member(
        _ workspace: WebexWorkspace, _ number: WebexNumber?, _ places: [UUID: LocationSummary]
    ) -> DirectoryMember? {
        guard workspace.calling.type == .webexCalling else { return nil }
        let licences = workspace.calling.webexCalling?.licenses ?? []
        let isBasic = !licences.isEmpty && licences.allSatisfy(basicLicences.contains)
        let member = Member(
            id: MemberID(workspace.id.uuid), organisation: OrganisationID(workspace.orgId.uuid), kind: .workspace,
            location: (workspace.locationId ?? workspace.workspaceLocationId).flatMap { places[$0.uuid] },
            firstName: workspace.displayName, lastName: "", extension: number?.extension,
            phoneNumber: number?.phoneNumber, licence: isBasic ? .workspaces : .professional)
        return DirectoryMember(member: member, email: nil)
    }
}

extension Member {
    fileprivate init(_ line: WebexVirtualLineItem, of organisation: OrganisationID) {
        self.init(
            id: MemberID(line.id.uuid), organisation: organisation, kind: .virtualLine,
            location: LocationSummary(
                id: LocationID(line.location.id.uuid), name: line.location.name,
                routingPrefix: line.number.routingPrefix),
            firstName: line.firstName, lastName: line.lastName, extension: line.number.extension,
            phoneNumber: line.number.external, licence: .professional)
    }

    /// A member as a list shows it.
    init(_ item: MemberItem, of organisation: OrganisationID) {
        self.init(
            id: MemberID(item.id.uuid), organisation: organisation,
            kind: MemberKind(item.id.kind) ?? .person,
            location: item.location.map {
                LocationSummary(id: LocationID($0.id.uuid), name: $0.name, routingPrefix: item.routingPrefix)
            },
            firstName: item.firstName, lastName: item.lastName, extension: item.extension,
            phoneNumber: item.phoneNumber, licence: .professional)
    }
}

extension LineEndpoint {
    /// nil for a device without an owner that could have lines.
    fileprivate init?(_ device: WebexDevice) {
        guard let owner = device.personId ?? device.workspaceId else { return nil }
        let known = EndpointModel.devices.first { $0.displayName == device.product || $0.name == device.product }
        self.init(
            address: .device(EndpointID(device.callingDeviceId.uuid)), owner: MemberID(owner.uuid),
            // A model that the catalogue lacks gets its number of ports with its list.
            model: known ?? .described(name: device.product, maxLineCount: 1), mac: device.mac, tags: device.tags,
            isEnabled: true)
    }
}
