// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

extension CommitPlan {
    private static let insertOrganisation = """
        INSERT INTO organisation (id, name, created, requires_if_match) VALUES ($1, $2, $3, $4)
        """

    mutating func add(_ organisation: Organisation) throws {
        try checkTenant(organisation.id)
        add(
            Self.insertOrganisation,
            [
                .uuid(organisation.id.uuid), .text(organisation.name), .date(organisation.created),
                .bool(organisation.requiresIfMatch),
            ], refusal: .constraint)
        record(.organisation, organisation.id.uuid, before: nil, after: try OrganisationRecord(organisation).json())
    }

    private static let insertLocation = """
        INSERT INTO location (id, organisation_id, name, folded_name, street, street_second_line, city, state, \
        postal_code, country, time_zone, preferred_language, announcement_language, routing_prefix, main_number, \
        outside_dial_digit) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        """

    mutating func add(_ location: Location) throws {
        try checkTenant(location.organisation)
        let address = location.address
        let texts = [
            location.name, FoldedText(location.name).text, address.street, address.streetSecondLine, address.city,
            address.state, address.postalCode, address.country, location.timeZone, location.preferredLanguage,
            location.announcementLanguage, location.routingPrefix, location.mainNumber, location.outsideDialDigit,
        ]
        add(
            Self.insertLocation,
            [.uuid(location.id.uuid), .uuid(location.organisation.uuid)] + texts.map { .text($0) },
            refusal: .constraint)
        record(.location, location.id.uuid, before: nil, after: try LocationRecord(location).json())
    }

    // MARK: - Members

    private static let insertMember = """
        INSERT INTO member (id, organisation_id, kind, location_id, first_name, last_name, folded_first_name, \
        folded_last_name, extension, phone_number, licence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """

    private mutating func insert(_ member: Member) throws {
        try checkTenant(member.organisation)
        let names = [
            member.firstName, member.lastName, FoldedText(member.firstName).text, FoldedText(member.lastName).text,
        ]
        add(
            Self.insertMember,
            [
                .uuid(member.id.uuid), .uuid(member.organisation.uuid), .text(member.kind.rawValue),
                .uuid(member.location?.id.uuid),
            ] + names.map { .text($0) } + [
                .text(member.extension), .text(member.phoneNumber), .text(member.licence?.rawValue),
            ], refusal: .constraint)
        unearth(member.id.uuid)
    }

    private static let insertPerson = """
        INSERT INTO person (organisation_id, member_id, email, folded_email, display_name, folded_display_name, title, \
        department, created, last_modified) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """
    private static let insertRoles = """
        INSERT INTO person_role (organisation_id, member_id, role) SELECT $1, $2, role FROM unnest($3::text[]) role
        """

    mutating func add(_ person: Person) throws {
        let member = person.member
        let ids: [Value] = [.uuid(member.organisation.uuid), .uuid(member.id.uuid)]
        try insert(member)
        let texts = [
            person.email, FoldedText(person.email).text, person.displayName, FoldedText(person.displayName).text,
            person.title, person.department,
        ]
        add(
            Self.insertPerson,
            ids + texts.map { .text($0) } + [.date(person.created), .date(person.lastModified)],
            refusal: .constraint)
        if !person.roles.isEmpty {
            add(Self.insertRoles, ids + [.texts(person.roles.map(\.rawValue))], refusal: .constraint)
        }
        record(.person, member.id.uuid, before: nil, after: try PersonRecord(person).json())
    }

    private static let insertWorkspace = """
        INSERT INTO workspace (organisation_id, member_id, capacity, type, notes, created) \
        VALUES ($1, $2, $3, $4, $5, $6)
        """

    mutating func add(_ workspace: Workspace) throws {
        let member = workspace.member
        try insert(member)
        add(
            Self.insertWorkspace,
            [
                .uuid(member.organisation.uuid), .uuid(member.id.uuid), .int(workspace.capacity.map(Int64.init)),
                .text(workspace.type), .text(workspace.notes), .date(workspace.created),
            ], refusal: .constraint)
        record(.workspace, member.id.uuid, before: nil, after: try WorkspaceRecord(workspace).json())
    }

    private static let insertVirtualLine = """
        INSERT INTO virtual_line (organisation_id, member_id, display_name, caller_id_first_name, \
        caller_id_last_name, caller_id_number) VALUES ($1, $2, $3, $4, $5, $6)
        """

    mutating func add(_ virtualLine: VirtualLine) throws {
        let member = virtualLine.member
        try insert(member)
        let texts = [
            virtualLine.displayName, virtualLine.callerIDFirstName, virtualLine.callerIDLastName,
            virtualLine.callerIDNumber,
        ]
        add(
            Self.insertVirtualLine,
            [.uuid(member.organisation.uuid), .uuid(member.id.uuid)] + texts.map { .text($0) }, refusal: .constraint)
        record(.virtualLine, member.id.uuid, before: nil, after: try VirtualLineRecord(virtualLine).json())
    }

    private static let deleteMember = SQL.expecting("DELETE FROM member WHERE id = $1 AND organisation_id = $2")

    /// A member's fields never change while it exists, so that what was found is what is taken away.
    mutating func remove(_ member: Member, _ found: FoundState?) throws {
        let (kind, before): (ChangeSubject.Kind, String)
        switch found {
        case .person(let person): (kind, before) = (.person, try PersonRecord(person).json())
        case .workspace(let workspace): (kind, before) = (.workspace, try WorkspaceRecord(workspace).json())
        case .virtualLine(let line): (kind, before) = (.virtualLine, try VirtualLineRecord(line).json())
        case .application, .device, .nothing, nil: throw CommitRefusal.constraint
        }
        add(
            Self.deleteMember, [.uuid(member.id.uuid), .uuid(commit.organisation.uuid)], refusal: .constraint)
        bury(kind, member.id.uuid)
        record(kind, member.id.uuid, before: before, after: nil)
    }

    // MARK: - Tokens

    private static let insertToken = """
        INSERT INTO token (id, organisation_id, hash, role, scopes, created, expires, revoked) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """
    private static let insertTokenLocations = SQL.expecting(
        """
        INSERT INTO token_location (token_id, location_id) \
        SELECT $1, id FROM location WHERE id = ANY ($2) AND organisation_id = $3
        """, rows: "cardinality($2)")

    mutating func add(_ token: Token, hash: TokenHash) throws {
        try checkTenant(token.organisation)
        add(
            Self.insertToken,
            [
                .uuid(token.id.uuid), .uuid(token.organisation.uuid), .bytes(hash.bytes), .text(token.role.rawValue),
                .text(token.scopes.map(\.rawValue).sorted().joined(separator: " ")), .date(token.created),
                .date(token.expires), .date(token.revoked),
            ], refusal: .constraint)
        if !token.locations.isEmpty {
            add(
                Self.insertTokenLocations,
                [.uuid(token.id.uuid), .uuids(token.locations.map(\.uuid)), .uuid(token.organisation.uuid)],
                refusal: .constraint)
        }
        record(.token, token.id.uuid, before: nil, after: try TokenRecord(token).json())
    }

    private static let revokeToken = SQL.expecting(
        "UPDATE token SET revoked = $3 WHERE id = $1 AND organisation_id = $2 AND revoked IS NULL")

    /// A token is revoked once: the first moment stands. Nothing else of it ever changes.
    mutating func revoke(_ token: Token, at moment: Date) throws {
        add(
            Self.revokeToken, [.uuid(token.id.uuid), .uuid(commit.organisation.uuid), .date(moment)],
            refusal: .constraint)
        record(
            .token, token.id.uuid, before: try TokenRecord(token.revoked(at: nil)).json(),
            after: try TokenRecord(token.revoked(at: moment)).json())
    }
}

extension Token {
    fileprivate func revoked(at moment: Date?) -> Token {
        Token(
            id: id, organisation: organisation, role: role, scopes: scopes, locations: locations, created: created,
            expires: expires, revoked: moment)
    }
}
