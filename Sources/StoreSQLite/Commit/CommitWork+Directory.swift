// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SharedLine

extension CommitWork {
    mutating func add(_ organisation: Organisation) throws {
        try checkTenant(organisation.id)
        try db.run(
            "INSERT INTO organisation (id, name, created, requires_if_match) VALUES (?, ?, ?, ?)",
            [
                organisation.id.uuid, organisation.name, organisation.created.milliseconds,
                organisation.requiresIfMatch,
            ])
        try record(
            .organisation, organisation.id.uuid, before: nil, after: OrganisationRecord(organisation).json())
    }

    mutating func add(_ location: Location) throws {
        try checkTenant(location.organisation)
        let address = location.address
        try db.run(
            """
            INSERT INTO location (id, organisation_id, name, folded_name, street, street_second_line, city, state, \
            postal_code, country, time_zone, preferred_language, announcement_language, routing_prefix, \
            main_number, outside_dial_digit) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                location.id.uuid, location.organisation.uuid, location.name, FoldedText(location.name).text,
                address.street, address.streetSecondLine, address.city, address.state, address.postalCode,
                address.country, location.timeZone, location.preferredLanguage, location.announcementLanguage,
                location.routingPrefix, location.mainNumber, location.outsideDialDigit,
            ])
        try record(.location, location.id.uuid, before: nil, after: LocationRecord(location).json())
    }

    // MARK: - Members

    mutating func add(_ person: Person) throws {
        let member = person.member
        try insert(member)
        try db.run(
            """
            INSERT INTO person (organisation_id, member_id, email, folded_email, display_name, folded_display_name, \
            title, department, created, last_modified) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                member.organisation.uuid, member.id.uuid, person.email, FoldedText(person.email).text,
                person.displayName, FoldedText(person.displayName).text, person.title, person.department,
                person.created.milliseconds, person.lastModified.milliseconds,
            ])
        for role in person.roles {
            try db.run(
                "INSERT INTO person_role (organisation_id, member_id, role) VALUES (?, ?, ?)",
                [member.organisation.uuid, member.id.uuid, role.rawValue])
        }
        try record(.person, member.id.uuid, before: nil, after: PersonRecord(person).json())
    }

    mutating func add(_ workspace: Workspace) throws {
        let member = workspace.member
        try insert(member)
        try db.run(
            """
            INSERT INTO workspace (organisation_id, member_id, capacity, type, notes, created) \
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                member.organisation.uuid, member.id.uuid, workspace.capacity, workspace.type, workspace.notes,
                workspace.created.milliseconds,
            ])
        try record(.workspace, member.id.uuid, before: nil, after: WorkspaceRecord(workspace).json())
    }

    mutating func add(_ virtualLine: VirtualLine) throws {
        let member = virtualLine.member
        try insert(member)
        try db.run(
            """
            INSERT INTO virtual_line (organisation_id, member_id, display_name, caller_id_first_name, \
            caller_id_last_name, caller_id_number) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                member.organisation.uuid, member.id.uuid, virtualLine.displayName, virtualLine.callerIDFirstName,
                virtualLine.callerIDLastName, virtualLine.callerIDNumber,
            ])
        try record(.virtualLine, member.id.uuid, before: nil, after: VirtualLineRecord(virtualLine).json())
    }

    private func insert(_ member: Member) throws {
        try checkTenant(member.organisation)
        try db.run(
            """
            INSERT INTO member (id, organisation_id, kind, location_id, first_name, last_name, folded_first_name, \
            folded_last_name, extension, phone_number, licence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                member.id.uuid, member.organisation.uuid, member.kind.rawValue, member.location?.id.uuid,
                member.firstName, member.lastName, FoldedText(member.firstName).text,
                FoldedText(member.lastName).text, member.extension, member.phoneNumber, member.licence?.rawValue,
            ])
        try MemberText.add(key: db.lastInsertedRowID, db)
        try unearth(member.id.uuid)
    }

    mutating func remove(_ member: Member) throws {
        let (kind, before) = try state(of: member)
        guard let before else { throw CommitRefusal.constraint }
        try MemberText.remove(member.id, db)
        try db.run(
            "DELETE FROM member WHERE id = ? AND organisation_id = ?", [member.id.uuid, commit.organisation.uuid])
        try bury(kind, member.id.uuid)
        try record(kind, member.id.uuid, before: before, after: nil)
    }

    private func state(of member: Member) throws -> (ChangeSubject.Kind, String?) {
        let organisation = commit.organisation
        switch member.kind {
        case .person:
            let person = try MemberRows.person(member.id, in: organisation, db)
            return (.person, try person.map { try PersonRecord($0).json() })
        case .workspace:
            let workspace = try MemberRows.workspace(member.id, in: organisation, db)
            return (.workspace, try workspace.map { try WorkspaceRecord($0).json() })
        case .virtualLine:
            let virtualLine = try MemberRows.virtualLine(member.id, in: organisation, db)
            return (.virtualLine, try virtualLine.map { try VirtualLineRecord($0).json() })
        }
    }

    // MARK: - Tokens

    mutating func add(_ token: Token, hash: TokenHash) throws {
        try checkTenant(token.organisation)
        try db.run(
            """
            INSERT INTO token (id, organisation_id, hash, role, scopes, created, expires, revoked) \
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                token.id.uuid, token.organisation.uuid, hash.bytes, token.role.rawValue,
                token.scopes.map(\.rawValue).sorted().joined(separator: " "), token.created.milliseconds,
                token.expires?.milliseconds, token.revoked?.milliseconds,
            ])
        for location in token.locations.sorted() {
            try db.run(
                """
                INSERT INTO token_location (token_id, location_id) \
                SELECT ?, id FROM location WHERE id = ? AND organisation_id = ?
                """, [token.id.uuid, location.uuid, token.organisation.uuid])
            guard db.changesCount == 1 else { throw CommitRefusal.constraint }
        }
        try record(.token, token.id.uuid, before: nil, after: TokenRecord(token).json())
    }

    /// A token is revoked once: the first moment stands.
    mutating func revoke(_ token: Token, at moment: Date) throws {
        let before = try tokenState(token.id)
        let revoked = try db.run(
            "UPDATE token SET revoked = ? WHERE id = ? AND organisation_id = ? AND revoked IS NULL",
            [moment.milliseconds, token.id.uuid, commit.organisation.uuid])
        guard revoked == 1 else { throw CommitRefusal.constraint }
        try record(.token, token.id.uuid, before: before, after: tokenState(token.id))
    }

    private func tokenState(_ id: TokenID) throws -> String? {
        let token = try db.row("\(TokenRows.source) WHERE t.id = ?", [id.uuid], TokenRows.token)
        return try token.map { try TokenRecord($0).json() }
    }
}
