// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

/// Calling people whose apps show ten lines each. Ids are numbers written as UUIDs, which pgbench can make as well.
struct NumberedOrganisation: Sendable {
    let lists: Int
    let id = OrganisationID(Self.uuid(1))

    private static let apps = 1_000_000_000
    private static let browsers = 2_000_000_000

    static func uuid(_ number: Int) -> UUID {
        let digits = String(number)
        var bytes = [UInt8](repeating: 0, count: 16)
        for (place, digit) in digits.utf8.reversed().enumerated() {
            bytes[15 - place / 2] |= (digit - UInt8(ascii: "0")) << (place.isMultiple(of: 2) ? 0 : 4)
        }
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    /// Of the list's place from 1.
    func member(_ list: Int) -> MemberID { MemberID(Self.uuid((list - 1) % lists + 1)) }

    func lines(_ list: Int, mark: String) -> [Line] {
        (0..<10).map { offset in
            Line(
                member: member(list + offset), port: offset + 1, weight: 1, label: "Line \(offset + 1) \(mark)",
                hotline: nil, allowsCallDecline: true, t38FaxCompression: false)
        }
    }

    /// Changes the label of each of the ten lines.
    func commit(_ list: Int, version: Int64) -> Commit {
        let replacement = MemberListReplacement(
            endpoint: EndpointID(Self.uuid(Self.apps + list)), expectedVersion: version,
            before: lines(list, mark: "at \(version)"), after: lines(list, mark: "at \(version + 1)"))
        return Commit(
            organisation: id, origin: ChangeOrigin(actor: "benchmark", trackingID: "BENCHMARK", at: Date()),
            cause: .edit, edits: [.replaceList(replacement)], answer: nil)
    }

    // MARK: - The same in SQL

    private static func sql(_ number: String) -> String { "lpad((\(number))::text, 32, '0')::uuid" }

    /// Fills an empty database.
    var statements: [String] {
        let (own, person) = ("'\(id)'", Self.sql("n"))
        let everybody = "FROM generate_series(1, \(lists)) n"
        return [
            "INSERT INTO organisation VALUES (\(own), 'Benchmark Company', now(), false)",
            """
            INSERT INTO location (id, organisation_id, name, folded_name, street, city, state, postal_code, country, \
            time_zone, preferred_language, announcement_language, routing_prefix) VALUES (\(own), \(own), 'Hartford', \
            'hartford', '', '', '', '', 'US', 'UTC', 'en_US', 'en_us', '8100')
            """,
            """
            INSERT INTO member (id, organisation_id, kind, location_id, first_name, last_name, folded_first_name, \
            folded_last_name, extension, phone_number, licence) SELECT \(person), \(own), 'person', \(own), \
            'Given' || n, 'Family' || n, 'given' || n, 'family' || n, (100000 + n)::text, '+1860' || (1000000 + n), \
            'professional' \(everybody)
            """,
            """
            INSERT INTO endpoint SELECT \(Self.sql("\(Self.apps) + n")), \(own), \(person), 'application', \
            'Business Communicator - PC', 1 \(everybody)
            """,
            """
            INSERT INTO application SELECT \(Self.sql("\(Self.apps) + n")), \(Self.sql("\(Self.browsers) + n")), true, \
            true, true, true, true, true, true \(everybody)
            """,
            """
            INSERT INTO line SELECT \(Self.sql("\(Self.apps) + n")), k + 1, 1, \(own), \
            \(Self.sql("(n - 1 + k) % \(lists) + 1")), 'Line ' || k + 1 || ' at 1', NULL, true, false \
            \(everybody), generate_series(0, 9) k
            """,
            "VACUUM ANALYZE",
        ]
    }

    private var chosen: String { "\\set n random(1, \(lists))\n" }

    /// What `memberList` sends.
    var get: String {
        """
        \(chosen)SELECT e.id, e.organisation_id, e.owner_id, e.model, e.version, \
        coalesce(a.desktop_client_enabled, true), n.member_id, n.port, n.weight, n.label, n.hotline, \
        n.allows_call_decline, n.t38_fax_compression, m.id, m.organisation_id, m.kind, m.first_name, m.last_name, \
        m.extension, m.phone_number, m.licence, l.id, l.name, l.routing_prefix FROM endpoint e \
        LEFT JOIN application a ON a.endpoint_id = e.id JOIN line n ON n.endpoint_id = e.id \
        JOIN member m ON m.id = n.member_id LEFT JOIN location l ON l.id = m.location_id \
        WHERE e.owner_id = \(Self.sql(":n")) AND e.kind = 'application' AND e.organisation_id = '\(id)' ORDER BY n.port;
        """
    }

    /// What a commit of ten new labels sends, as a plain transaction.
    var put: String {
        let endpoint = Self.sql("\(Self.apps) + :n")
        let members = (0..<10).map { Self.sql("(:n - 1 + \($0)) % \(lists) + 1") }.joined(separator: ", ")
        let labels = (0..<10).map { "'Line \($0 + 1) by pgbench'" }.joined(separator: ", ")
        let flags = { (value: String) in Array(repeating: value, count: 10).joined(separator: ", ") }
        let json = LineRecord.json(of: lines(1, mark: "by pgbench"))
        return """
            \(chosen)BEGIN;
            WITH touched AS (UPDATE endpoint SET version = version + 1 WHERE id = \(endpoint) \
            AND organisation_id = '\(id)' AND version >= 1 RETURNING 1) \
            SELECT refuse_unless((SELECT count(*) FROM touched) = 1);
            WITH touched AS (UPDATE line n SET label = new.label, hotline = new.hotline, \
            allows_call_decline = new.allows_call_decline, t38_fax_compression = new.t38_fax_compression \
            FROM unnest(ARRAY[\(members)], ARRAY[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]::bigint[], ARRAY[\(labels)], \
            ARRAY[\(flags("NULL"))]::text[], ARRAY[\(flags("true"))], ARRAY[\(flags("false"))]) \
            new (member_id, port, label, hotline, allows_call_decline, t38_fax_compression) \
            WHERE n.endpoint_id = \(endpoint) AND n.port = new.port AND n.member_id = new.member_id RETURNING 1) \
            SELECT refuse_unless((SELECT count(*) FROM touched) = 10);
            WITH made AS (INSERT INTO change (organisation_id, cause, actor, tracking_id, at, subject_kind, subject_id, \
            version, before, after, location_id) SELECT '\(id)', 'edit', 'benchmark', 'BENCHMARK', now(), new.kind, new.id, \
            new.version, new.before, new.after, coalesce(new.location_id, m.location_id) \
            FROM unnest(ARRAY['member_list'], ARRAY[\(endpoint)], ARRAY[2::bigint], ARRAY['\(json)'], ARRAY['\(json)'], \
            ARRAY[\(endpoint)], ARRAY[NULL::uuid]) \
            WITH ORDINALITY new (kind, id, version, before, after, endpoint_id, location_id, place) \
            LEFT JOIN endpoint e ON e.id = new.endpoint_id LEFT JOIN member m ON m.id = e.owner_id \
            ORDER BY new.place RETURNING sequence) SELECT max(sequence) FROM made;
            END;
            """
    }
}
