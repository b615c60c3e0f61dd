// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

extension PostgresStore {
    /// What a commit that failed at that step is refused for, by code and constraint; the error itself where it is no
    /// refusal.
    func meaning(of error: ServerError, at step: CommitPlan.Step, of commit: Commit) async throws -> any Error {
        switch (error.code, error.constraint) {
        case (ServerError.refused, _): try await holder(behind: step.refusal, of: commit) ?? step.refusal
        case (ServerError.foreignKeyViolation, _): CommitRefusal.constraint
        case (ServerError.checkViolation, "line_sharing_limit"), (ServerError.checkViolation, "line_ports"):
            CommitRefusal.constraint
        case (ServerError.uniqueViolation, let constraint?):
            try await taken(constraint, by: step.edit, of: commit) ?? CommitRefusal.constraint
        default: error
        }
    }

    /// Whose a unique value is that the edit wanted.
    private func taken(_ constraint: String, by edit: Edit?, of commit: Commit) async throws -> CommitRefusal? {
        switch (edit, constraint) {
        case (.addOrganisation(let organisation), _): .exists(.init(kind: .organisation, id: organisation.id.uuid))
        case (.addLocation(let location), "location_main_number"): location.mainNumber.map { .numberInUse($0) }
        case (.addLocation(let location), _): .exists(.init(kind: .location, id: location.id.uuid))
        case (.addPerson(let person), "person_email"):
            try await owner(
                .person, Self.personByEmail,
                [.uuid(commit.organisation.uuid), .text(FoldedText(person.email).text)])
        case (.addPerson(let person), _): try await taken(constraint, by: person.member)
        case (.addWorkspace(let workspace), _): try await taken(constraint, by: workspace.member)
        case (.addVirtualLine(let virtualLine), _): try await taken(constraint, by: virtualLine.member)
        case (.addApplication(let application), _):
            try await owner(
                .application, Self.applicationByTaken,
                [.uuid(application.id.uuid), .uuid(application.person.uuid), .uuid(application.browserID.uuid)])
                ?? .exists(.init(kind: .application, id: application.id.uuid))
        case (.addDevice(let device), "device_mac"):
            try await owner(.device, Self.deviceByMAC, [.text(device.mac)])
        case (.addDevice(let device), _): try await exists(endpoint: device.endpoint.id)
        case (.addToken(let token, let hash), _):
            try await owner(.token, Self.tokenByTaken, [.uuid(token.id.uuid), .bytes(hash.bytes)])
        default: nil
        }
    }

    private func taken(_ constraint: String, by member: Member) async throws -> CommitRefusal? {
        switch constraint {
        case "member_phone_number": member.phoneNumber.map { .numberInUse($0) }
        case "member_extension": member.extension.map { .extensionInUse($0) }
        default:
            try await read(Self.kindOfMember, [.uuid(member.id.uuid)]).first { row in
                .exists(ChangeSubject(kind: .init(try row.next() as MemberKind), id: member.id.uuid))
            }
        }
    }

    private func exists(endpoint: EndpointID) async throws -> CommitRefusal? {
        try await read(Self.kindOfEndpoint, [.uuid(endpoint.uuid)]).first { row in
            .exists(ChangeSubject(kind: try row.next(), id: endpoint.uuid))
        }
    }

    private func owner(
        _ kind: ChangeSubject.Kind, _ sql: String, _ values: [Value]
    ) async throws -> CommitRefusal? {
        try await read(sql, values).first { row in .exists(ChangeSubject(kind: kind, id: try row.next())) }
    }

    private static let kindOfMember = "SELECT kind FROM member WHERE id = $1"
    private static let kindOfEndpoint = "SELECT kind FROM endpoint WHERE id = $1"
    private static let personByEmail = "SELECT member_id FROM person WHERE organisation_id = $1 AND folded_email = $2"
    private static let deviceByMAC = "SELECT endpoint_id FROM device WHERE mac = $1"
    private static let tokenByTaken = "SELECT id FROM token WHERE id = $1 OR hash = $2"
    /// Another app of the person, or with the browser's id.
    private static let applicationByTaken = """
        SELECT id FROM endpoint WHERE owner_id = $2 AND kind = 'application' AND id <> $1 \
        UNION ALL SELECT endpoint_id FROM application WHERE browser_id = $3 AND endpoint_id <> $1
        """
}

extension ChangeSubject.Kind {
    fileprivate init(_ kind: MemberKind) {
        self =
            switch kind {
            case .person: .person
            case .workspace: .workspace
            case .virtualLine: .virtualLine
            }
    }
}
