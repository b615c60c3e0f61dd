// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SharedLine

extension PostgresStore {
    private static let list = "SELECT \(EndpointRows.listColumns) \(EndpointRows.listSource)"
    static let deviceList = "\(list) WHERE \(EndpointRows.isDevice) ORDER BY n.port"
    static let applicationList = "\(list) WHERE \(EndpointRows.isApplicationOf) ORDER BY n.port"

    public func memberList(
        at address: EndpointAddress, in organisation: OrganisationID
    ) async throws -> MemberList? {
        let (sql, id) =
            switch address {
            case .application(let person): (Self.applicationList, person.uuid)
            case .device(let device): (Self.deviceList, device.uuid)
            }
        let rows = try await read(sql, [.uuid(id), .uuid(organisation.uuid)])
        return try EndpointRows.list(rows.map(EndpointRows.entry))
    }

    // MARK: - Snapshots

    /// The list's rows, then the named members' with their counts and NULL for what is the list's.
    private static func snapshotStatement(_ condition: String) -> String {
        """
        SELECT \(EndpointRows.listColumns), NULL::bigint \(EndpointRows.listSource) WHERE \(condition) \
        UNION ALL \
        SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, \(MemberRows.columns), \
        (SELECT count(*) FROM line n WHERE n.member_id = m.id) FROM member m \(MemberRows.withLocation) \
        WHERE m.organisation_id = $2 AND m.id = ANY ($3) ORDER BY port NULLS LAST
        """
    }

    static let deviceSnapshot = snapshotStatement(EndpointRows.isDevice)
    static let applicationSnapshot = snapshotStatement(EndpointRows.isApplicationOf)

    private enum SnapshotRow {
        case entry(EndpointRows.Entry)
        case named(NamedMember)
    }

    private static func snapshotRow(_ row: inout Row) throws -> SnapshotRow {
        var ahead = row
        if try ahead.next() as EndpointID? != nil { return .entry(try EndpointRows.entry(&row)) }
        row.skip(13)
        return .named(NamedMember(member: try MemberRows.member(&row), endpointCount: try row.next()))
    }

    public func snapshot(
        at address: EndpointAddress, naming members: [MemberID], in organisation: OrganisationID
    ) async throws -> MemberListSnapshot? {
        let (sql, id) =
            switch address {
            case .application(let person): (Self.applicationSnapshot, person.uuid)
            case .device(let device): (Self.deviceSnapshot, device.uuid)
            }
        let rows = try await read(sql, [.uuid(id), .uuid(organisation.uuid), .uuids(members.map(\.uuid))])
        var entries: [EndpointRows.Entry] = []
        var named: [MemberID: NamedMember] = [:]
        for row in try rows.map(Self.snapshotRow) {
            switch row {
            case .entry(let entry): entries.append(entry)
            case .named(let member): named[member.member.id] = member
            }
        }
        return try EndpointRows.list(entries).map { MemberListSnapshot(list: $0, named: named) }
    }

    // MARK: - Where a member stands

    static let listsShowing = """
        SELECT \(EndpointRows.listColumns) \(EndpointRows.listSource) WHERE e.organisation_id = $2 AND e.id IN \
        (SELECT endpoint_id FROM line WHERE member_id = $1 UNION SELECT id FROM endpoint WHERE owner_id = $1) \
        ORDER BY e.id, n.port
        """

    public func memberLists(
        showing member: MemberID, in organisation: OrganisationID
    ) async throws -> [MemberList] {
        let entries = try await read(Self.listsShowing, [.uuid(member.uuid), .uuid(organisation.uuid)])
            .map(EndpointRows.entry)
        return try entries.split { $0.id != $1.id }.compactMap(EndpointRows.list)
    }

    static let uses = """
        \(EndpointRows.useSource) WHERE n.member_id = $1 AND e.organisation_id = $2 \
        ORDER BY e.owner_id <> n.member_id, e.id
        """

    public func endpointUses(
        of member: MemberID, in organisation: OrganisationID
    ) async throws -> [EndpointUse] {
        try await read(Self.uses, [.uuid(member.uuid), .uuid(organisation.uuid)]).map(EndpointRows.use)
    }
}

extension Array {
    /// The runs of elements between which the condition does not hold.
    func split(where parts: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
        var runs: [ArraySlice<Element>] = []
        var start = startIndex
        for index in indices.dropFirst() where parts(self[index - 1], self[index]) {
            runs.append(self[start..<index])
            start = index
        }
        return isEmpty ? [] : runs + [self[start...]]
    }
}
