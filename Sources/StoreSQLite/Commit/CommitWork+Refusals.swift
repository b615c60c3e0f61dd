// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SharedLine

extension CommitWork {
    /// What a step that the schema refused is refused for. Which unique value was taken is found out by asking, since
    /// SQLite tells it in a message only.
    func refusal(of step: CommitStep, _ error: DatabaseError) throws -> any Error {
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            guard case .edit(let edit) = step else { return CommitRefusal.constraint }
            return try taken(by: edit) ?? CommitRefusal.constraint
        case .SQLITE_CONSTRAINT_FOREIGNKEY, .SQLITE_CONSTRAINT_TRIGGER:
            return CommitRefusal.constraint
        default:
            return error
        }
    }

    private func taken(by edit: Edit) throws -> CommitRefusal? {
        switch edit {
        case .addOrganisation(let organisation): try exists(.organisation, "organisation", organisation.id.uuid)
        case .addLocation(let location): try taken(by: location)
        // The address first: where it was refused, the member's row is in already.
        case .addPerson(let person): try emailTaken(by: person) ?? taken(by: person.member)
        case .addWorkspace(let workspace): try taken(by: workspace.member)
        case .addVirtualLine(let virtualLine): try taken(by: virtualLine.member)
        case .addApplication(let application): try taken(by: application)
        case .addDevice(let device): try taken(by: device)
        case .addToken(let token, let hash): try taken(by: token, hash)
        case .replaceList, .setApplication, .setSIPCredential, .removeEndpoint, .removeMember, .revokeToken: nil
        }
    }

    private func exists(_ kind: ChangeSubject.Kind, _ table: String, _ id: UUID) throws -> CommitRefusal? {
        try db.has("SELECT 1 FROM \(table) WHERE id = ?", [id]) ? .exists(ChangeSubject(kind: kind, id: id)) : nil
    }

    private func taken(by location: Location) throws -> CommitRefusal? {
        if let refusal = try exists(.location, "location", location.id.uuid) { return refusal }
        return try location.mainNumber.flatMap { number in
            try db.has("SELECT 1 FROM location WHERE main_number = ?", [number]) ? .numberInUse(number) : nil
        }
    }

    private func taken(by member: Member) throws -> CommitRefusal? {
        let kind = try db.row("SELECT kind FROM member WHERE id = ?", [member.id.uuid]) { row in
            try row.value(0, of: "member.kind") as MemberKind
        }
        if let kind { return .exists(ChangeSubject(kind: .init(kind), id: member.id.uuid)) }
        if let number = member.phoneNumber, try db.has("SELECT 1 FROM member WHERE phone_number = ?", [number]) {
            return .numberInUse(number)
        }
        if let digits = member.extension, let location = member.location?.id.uuid,
            try db.has("SELECT 1 FROM member WHERE location_id = ? AND extension = ?", [location, digits])
        {
            return .extensionInUse(digits)
        }
        return nil
    }

    private func emailTaken(by person: Person) throws -> CommitRefusal? {
        try db.row(
            "SELECT member_id FROM person WHERE organisation_id = ? AND folded_email = ?",
            [commit.organisation.uuid, FoldedText(person.email).text]
        ) { row in .exists(ChangeSubject(kind: .person, id: row[0])) }
    }

    private func taken(by application: Application) throws -> CommitRefusal? {
        // Another app first: where the browser's id was refused, the app's own row is in already.
        let other = try db.row(
            """
            SELECT endpoint_id FROM application WHERE browser_id = ?3 AND endpoint_id <> ?1 \
            UNION ALL SELECT id FROM endpoint WHERE owner_id = ?2 AND kind = 'application' AND id <> ?1
            """, [application.id.uuid, application.person.uuid, application.browserID.uuid]
        ) { $0[0] as UUID }
        return .exists(ChangeSubject(kind: .application, id: other ?? application.id.uuid))
    }

    private func taken(by device: Device) throws -> CommitRefusal? {
        let id = device.endpoint.id.uuid
        return try db.row("SELECT endpoint_id FROM device WHERE mac = ? OR endpoint_id = ?", [device.mac, id]) { row in
            .exists(ChangeSubject(kind: .device, id: row[0]))
        } ?? exists(.application, "endpoint", id)
    }

    private func taken(by token: Token, _ hash: TokenHash) throws -> CommitRefusal? {
        try db.row("SELECT id FROM token WHERE id = ? OR hash = ?", [token.id.uuid, hash.bytes]) { row in
            .exists(ChangeSubject(kind: .token, id: row[0]))
        }
    }
}

extension ChangeSubject.Kind {
    init(_ kind: MemberKind) {
        self =
            switch kind {
            case .person: .person
            case .workspace: .workspace
            case .virtualLine: .virtualLine
            }
    }
}
