// SPDX-License-Identifier: Apache-2.0

import Foundation
import LineService
import SharedLine
import WebexWire

extension ChangeItem {
    /// - Parameter identities: what the ids in the change stand for today.
    init(_ told: ToldChange, _ identities: [UUID: Identity]) {
        let change = told.change
        let owner = identities[change.subject.id]?.owner
        self.init(
            cursor: ChangeCursor(change.sequence), at: WebexTimestamp(change.origin.at), actor: change.origin.actor,
            trackingID: change.origin.trackingID, cause: change.cause.wireName,
            subjectKind: change.subject.kind.wireName, subjectID: ChangeItemID(change.subject, identities),
            version: change.version, before: told.before.map { State($0, owner: owner, identities) },
            after: told.after.map { State($0, owner: owner, identities) })
    }
}

extension ChangeItem.State {
    fileprivate init(_ state: ToldChange.State, owner: MemberID?, _ identities: [UUID: Identity]) {
        switch state {
        case .lines(let lines): self = .lines(lines.map { ChangeLine($0, owner: owner, identities) })
        case .record(let json): self = .record(json: json)
        }
    }
}

extension ChangeLine {
    fileprivate init(_ line: Line, owner: MemberID?, _ identities: [UUID: Identity]) {
        let identity = identities[line.member.uuid]
        var member: Member?
        if case .member(let known)? = identity { member = known }
        let kind = identity?.memberKind
        self.init(
            id: kind.map { .webex(WebexID($0.webexKind, line.member.uuid)) } ?? .bare(line.member.uuid),
            memberType: kind?.webexType, firstName: member?.firstName, lastName: member?.lastName, port: line.port,
            primaryOwner: owner.map { $0 == line.member }, lineWeight: line.weight, lineLabel: line.label,
            hotlineDestination: line.hotline?.digits, allowCallDeclineEnabled: line.allowsCallDecline,
            t38FaxCompressionEnabled: line.t38FaxCompression)
    }
}

extension ChangeItemID {
    fileprivate init(_ subject: ChangeSubject, _ identities: [UUID: Identity]) {
        let kind: WebexIDKind? =
            switch subject.kind {
            case .organisation: .organization
            case .location: .location
            case .person: .person
            case .workspace: .place
            case .virtualLine: .virtualLine
            case .application: .application
            case .device: .callingDevice
            case .memberList: identities[subject.id]?.endpointKind
            case .token: nil
            }
        self = kind.map { .webex(WebexID($0, subject.id)) } ?? .bare(subject.id)
    }
}

extension Identity {
    /// Who owns the endpoint, where it is one.
    fileprivate var owner: MemberID? {
        if case .endpoint(let endpoint) = self { endpoint.owner.id } else { nil }
    }

    fileprivate var endpointKind: WebexIDKind? {
        switch self {
        case .endpoint(let endpoint): endpoint.webexID.kind
        case .deleted(let tombstone) where tombstone.subject.kind == .application: .application
        case .deleted(let tombstone) where tombstone.subject.kind == .device: .callingDevice
        case .member, .deleted: nil
        }
    }

    fileprivate var memberKind: MemberKind? {
        switch self {
        case .member(let member): member.kind
        case .deleted(let tombstone): MemberKind.allCases.first { $0.subject == tombstone.subject.kind }
        case .endpoint: nil
        }
    }
}

extension Endpoint {
    /// As telephony names it.
    var webexID: WebexID { WebexID(model.family == .application ? .application : .callingDevice, id.uuid) }
}

extension EndpointReference {
    init(_ endpoint: Endpoint) {
        let owner = endpoint.owner.webexID
        self.init(
            id: endpoint.webexID,
            kind: endpoint.model.family == .application ? .application(person: owner) : .device(owner: owner),
            model: endpoint.model.name)
    }
}

extension ChangeCause {
    fileprivate var wireName: String {
        switch self {
        case .edit: "edit"
        case .undo: "undo"
        case .plan: "plan"
        case .memberDeleted: "memberDeleted"
        case .endpointDeleted: "endpointDeleted"
        case .imported: "import"
        }
    }
}

extension ChangeSubject.Kind {
    fileprivate var wireName: String {
        switch self {
        case .organisation: "organization"
        case .location: "location"
        case .person: "person"
        case .workspace: "workspace"
        case .virtualLine: "virtualLine"
        case .application: "application"
        case .device: "device"
        case .memberList: "memberList"
        case .token: "token"
        }
    }
}
