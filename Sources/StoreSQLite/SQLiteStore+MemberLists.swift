// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
public import SharedLine

extension SQLiteStore {
    public func memberList(
        at address: EndpointAddress, in organisation: OrganisationID
    ) async throws -> MemberList? {
        try await read { db in
            try EndpointRows.head(at: address, in: organisation, db).map { try EndpointRows.list($0, db) }
        }
    }

    public func snapshot(
        at address: EndpointAddress, naming members: [MemberID], in organisation: OrganisationID
    ) async throws -> MemberListSnapshot? {
        try await read { db in
            guard let head = try EndpointRows.head(at: address, in: organisation, db) else { return nil }
            let list = try EndpointRows.list(head, db)
            var named: [MemberID: NamedMember] = [:]
            for id in members where named[id] == nil {
                named[id] = try Self.named(id, in: organisation, db)
            }
            return MemberListSnapshot(list: list, named: named)
        }
    }

    private static func named(
        _ id: MemberID, in organisation: OrganisationID, _ db: Database
    ) throws -> NamedMember? {
        let sql = """
            SELECT \(MemberRows.columns), (SELECT count(*) FROM line WHERE member_id = m.id) \
            FROM member m \(MemberRows.withLocation) WHERE m.id = ? AND m.organisation_id = ?
            """
        return try db.row(sql, [id.uuid, organisation.uuid]) { row in
            NamedMember(member: try MemberRows.member(row), endpointCount: row[MemberRows.columnCount])
        }
    }

    public func memberLists(
        showing member: MemberID, in organisation: OrganisationID
    ) async throws -> [MemberList] {
        let sql = """
            SELECT endpoint_id FROM line WHERE member_id = ?1 \
            UNION SELECT id FROM endpoint WHERE owner_id = ?1 ORDER BY 1
            """
        return try await read { db in
            let endpoints = try db.rows(sql, [member.uuid]) { EndpointID($0[0]) }
            return try endpoints.compactMap { id in
                try EndpointRows.head(of: id, in: organisation, db).map { try EndpointRows.list($0, db) }
            }
        }
    }

    public func endpointUses(
        of member: MemberID, in organisation: OrganisationID
    ) async throws -> [EndpointUse] {
        let sql = """
            SELECT \(EndpointRows.lineColumns), e.id, e.kind, e.owner_id FROM line n \
            JOIN endpoint e ON e.id = n.endpoint_id WHERE n.member_id = ? AND e.organisation_id = ? \
            ORDER BY e.owner_id <> n.member_id, e.id
            """
        return try await read { db in
            let uses = try db.rows(sql, [member.uuid, organisation.uuid]) { row in
                (line: try EndpointRows.line(row), id: EndpointID(row[7] as UUID), isDevice: row[8] == "device")
            }
            return try uses.compactMap { use in
                if use.isDevice {
                    return try EndpointRows.device(use.id, in: organisation, db).map {
                        EndpointUse(endpoint: $0.endpoint, device: $0, line: use.line)
                    }
                }
                return try Self.applicationEndpoint(use.id, in: organisation, db).map {
                    EndpointUse(endpoint: $0, device: nil, line: use.line)
                }
            }
        }
    }

    private static func applicationEndpoint(
        _ id: EndpointID, in organisation: OrganisationID, _ db: Database
    ) throws -> Endpoint? {
        guard let head = try EndpointRows.head(of: id, in: organisation, db),
            let owner = try MemberRows.member(head.owner, in: organisation, db)
        else { return nil }
        return Endpoint(
            id: id, organisation: organisation, owner: owner, model: head.model, isEnabled: head.isEnabled)
    }
}
