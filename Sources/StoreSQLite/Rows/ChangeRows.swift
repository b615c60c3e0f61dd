// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SharedLine

/// Committed changes, and the statements that find them along an index.
enum ChangeRows {
    static let source = """
        SELECT sequence, organisation_id, subject_kind, subject_id, location_id, cause, actor, tracking_id, at, \
        version, before, after FROM change
        """

    static func change(_ row: Row) throws -> Change {
        Change(
            sequence: row[0], organisation: OrganisationID(row[1]),
            subject: ChangeSubject(kind: try row.value(2, of: "change.subject_kind"), id: row[3]),
            location: (row[4] as UUID?).map(LocationID.init), cause: try row.value(5, of: "change.cause"),
            origin: ChangeOrigin(actor: row[6], trackingID: row[7], at: row.date(8)), version: row[9],
            before: row[10], after: row[11])
    }

    /// The kinds of `ChangeSubject.Kind.isOfEndpoint`.
    private static let ofEndpoint = "subject_kind IN ('application', 'device', 'member_list')"

    /// Finds changes along the index of an endpoint, an actor or the organisation, whichever is asked for first. The index
    /// of the organisation holds locations too, so that rows out of reach are passed over unread. The `+` keeps SQLite
    /// from another index than that.
    static func statement(_ query: ChangeQuery) -> (sql: String, arguments: StatementArguments) {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        if let endpoint = query.endpoint {
            conditions.append("subject_id = ? AND \(ofEndpoint)")
            arguments += [endpoint.uuid]
        }
        conditions.append(query.endpoint == nil ? "organisation_id = ?" : "+organisation_id = ?")
        arguments += [query.organisation.uuid]
        if let actor = query.actor {
            conditions.append("actor = ?")
            arguments += [actor.bindable]
        }
        if case .only(let locations) = query.reach {
            conditions.append("location_id IN (\(locations.map { _ in "?" }.joined(separator: ", ")))")
            arguments += StatementArguments(locations.map(\.uuid))
        }
        let condition = conditions.joined(separator: " AND ")
        return ("\(source) WHERE \(condition) AND sequence > ? ORDER BY sequence LIMIT ?", arguments)
    }

    static func found(by query: ChangeQuery, after sequence: Int64, max: Int, _ db: Database) throws -> [Change] {
        let (sql, arguments) = statement(query)
        return try db.rows(sql, arguments + [sequence, max], change)
    }

    /// The changes of one member list: its endpoint, then the organisation.
    static let ofList = "\(source) WHERE subject_id = ? AND +organisation_id = ? AND subject_kind = 'member_list'"
}
