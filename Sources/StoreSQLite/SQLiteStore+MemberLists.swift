// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
public import SharedLine

extension SQLiteStore {
    public func memberList(
        at address: EndpointAddress, in organisation: OrganisationID
    ) async throws -> MemberList? {
        try await quickRead { db in
            try EndpointRows.head(at: address, in: organisation, db).map { try EndpointRows.list($0, db) }
        }
    }

    public func snapshot(
        at address: EndpointAddress, naming members: [MemberID], in organisation: OrganisationID
    ) async throws -> MemberListSnapshot? {
        try await quickRead { db in
            guard let head = try EndpointRows.head(at: address, in: organisation, db) else { return nil }
            let list = try EndpointRows.list(head, db)
            // Members that stand on the list have been read with it.
            let standing = Dictionary(
                list.entries.map { ($0.line.member, $0.member) }, uniquingKeysWith: { first, _ in first })
            var named: [MemberID: NamedMember] = [:]
            for id in members where named[id] == nil {
                guard let member = try standing[id] ?? MemberRows.member(id, in: organisation, db) else { continue }
                named[id] = NamedMember(member: member, endpointCount: try Self.endpointCount(of: id, db))
            }
            return MemberListSnapshot(list: list, named: named)
        }
    }

    private static func endpointCount(of member: MemberID, _ db: Database) throws -> Int {
        try db.row("SELECT count(*) FROM line WHERE member_id = ?", [member.uuid]) { $0[0] } ?? 0
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
        return try await quickRead { db in
            let uses = try db.rows(sql, [member.uuid, organisation.uuid]) { row in
                (line: try EndpointRows.line(row), id: EndpointID(row[7] as UUID), isDevice: row[8] == "device")
            }
            return try uses.compactMap { use in
                if use.isDevice {
                    return try EndpointRows.device(use.id, in: organisation, db).map {
                        EndpointUse(endpoint: $0.endpoint, device: $0, line: use.line)
                    }
                }
                return try EndpointRows.endpoint(use.id, in: organisation, db).map {
                    EndpointUse(endpoint: $0, device: nil, line: use.line)
                }
            }
        }
    }
}
