// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SharedLine

extension PostgresStore {
    /// A row for each line, the credential's columns first.
    private static let source = """
        SELECT s.ha1, s.created, \(EndpointRows.listColumns) \(EndpointRows.listSource) \
        JOIN sip_credential s ON s.endpoint_id = e.id
        """
    private static let one = "\(source) WHERE s.endpoint_id = $1 ORDER BY n.port"
    private static let page = """
        \(source) WHERE s.endpoint_id IN (SELECT p.endpoint_id FROM sip_credential p \
        WHERE $1::uuid IS NULL OR p.endpoint_id > $1 ORDER BY p.endpoint_id LIMIT $2) ORDER BY s.endpoint_id, n.port
        """

    public func sipEndpoint(_ id: EndpointID) async throws -> SIPEndpoint? {
        try Self.endpoints(try await read(Self.one, [.uuid(id.uuid)])).first
    }

    public func sipEndpoints(after id: EndpointID?, max: Int) async throws -> [SIPEndpoint] {
        try Self.endpoints(try await read(Self.page, [.uuid(id?.uuid), .int(max)]))
    }

    private static func endpoints(_ rows: Rows) throws -> [SIPEndpoint] {
        let lines = try rows.map { row in
            (ha1: try row.next() as String, created: try row.next() as Date, entry: try EndpointRows.entry(&row))
        }
        return try lines.split { $0.entry.id != $1.entry.id }.compactMap { run in
            guard let first = run.first, let list = try EndpointRows.list(run.map(\.entry)) else { return nil }
            return SIPEndpoint(
                credential: SIPCredential(endpoint: first.entry.id, ha1: first.ha1, created: first.created),
                list: list)
        }
    }
}
