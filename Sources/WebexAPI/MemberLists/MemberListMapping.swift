// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import WebexWire

// MARK: Wire to domain

extension MemberListEdit {
    init(_ request: MemberListRequest, from family: MemberListFamily, isStrict: Bool) {
        self.init(
            lines: request.elements.map(WantedLine.init), keptWhenLeftOut: family.fieldsItCannotKnow,
            isStrict: isStrict)
    }
}

extension MemberListFamily {
    /// Settings that the family's request schema lacks.
    fileprivate var fieldsItCannotKnow: Set<LineField> {
        switch self {
        case .currentApplication: [.hotlineEnabled, .hotlineDestination, .t38FaxCompressionEnabled]
        case .deprecatedApplication, .device: []
        }
    }
}

extension WantedLine {
    init(_ element: MemberListRequest.Element) {
        self.init()
        guard case .member(let request) = element else {
            member = .invalid
            return
        }
        member = Wanted(request.id) { WantedMember($0) }
        port = Wanted(request.port) { $0 }
        primaryOwner = Wanted(request.primaryOwner) { $0 }
        lineType = Wanted(request.lineType) { $0 == .primary ? .primary : .sharedCallAppearance }
        lineWeight = Wanted(request.lineWeight) { $0 }
        lineLabel = Wanted(request.lineLabel) { $0 }
        hotlineEnabled = Wanted(request.hotlineEnabled) { $0 }
        hotlineDestination = Wanted(request.hotlineDestination) { destination in
            switch destination {
            case .text(let digits): .digits(digits)
            case .asStored: .asStored
            }
        }
        allowsCallDecline = Wanted(request.allowCallDeclineEnabled) { $0 }
        t38FaxCompression = Wanted(request.t38FaxCompressionEnabled) { $0 }
    }
}

extension WantedMember {
    /// nil where the id is of a kind that has no line.
    init?(_ parsed: ParsedID) {
        let kind = parsed.kind.map(MemberKind.init)
        if case .some(.none) = kind { return nil }
        self.init(id: MemberID(parsed.uuid), kind: kind ?? nil)
    }
}

extension Wanted {
    fileprivate init<Sent>(_ field: Field<Sent>, _ transform: (Sent) -> Value?) {
        switch field {
        case .absent: self = .leftOut
        case .invalid: self = .invalid
        case .value(let sent): self = transform(sent).map(Wanted.value) ?? .invalid
        }
    }
}

// MARK: Domain to wire

extension MemberListResponse {
    init(_ list: MemberList) {
        self.init(
            model: list.endpoint.model.name,
            members: list.entries.map { MemberItem($0, on: list) },
            maxLineCount: list.endpoint.model.maxLineCount)
    }
}

extension MemberItem {
    fileprivate init(_ entry: MemberListEntry, on list: MemberList) {
        let (line, member) = (entry.line, entry.member)
        let owns = list.isPrimaryOwner(member.id)
        self.init(
            id: member.webexID, memberType: member.kind.webexType, firstName: member.firstName,
            lastName: member.lastName, phoneNumber: member.phoneNumber, extension: member.extension,
            routingPrefix: member.location?.routingPrefix, esn: member.esn,
            location: member.location.map(WebexLocationReference.init), port: line.port, primaryOwner: owns,
            lineType: owns ? .primary : .sharedCallAppearance, lineWeight: line.weight, lineLabel: line.label,
            hotlineDestination: line.hotline?.digits, allowCallDeclineEnabled: line.allowsCallDecline,
            t38FaxCompressionEnabled: list.endpoint.model.supportsT38 ? line.t38FaxCompression : nil)
    }
}

extension AvailableMemberItem {
    /// - Parameter model: the endpoint's model; nil for a device that does not exist yet.
    init(_ member: Member, for model: EndpointModel?) {
        self.init(
            id: member.webexID, memberType: member.kind.webexType, firstName: member.firstName,
            lastName: member.lastName, phoneNumber: member.phoneNumber, extension: member.extension,
            routingPrefix: member.location?.routingPrefix, esn: member.esn, lineType: .sharedCallAppearance,
            allowCallDeclineEnabled: true, t38FaxCompressionEnabled: model?.supportsT38 == true ? false : nil,
            location: member.location.map(WebexLocationReference.init))
    }
}

extension Member {
    var webexID: WebexID { WebexID(kind.webexKind, id.uuid) }
}

extension MemberKind {
    var webexType: WebexMemberType {
        switch self {
        case .person: .people
        case .workspace: .place
        case .virtualLine: .virtualLine
        }
    }
}

extension WebexLocationReference {
    init(_ location: LocationSummary) {
        self.init(id: WebexID(.location, location.id.uuid), name: location.name)
    }
}
