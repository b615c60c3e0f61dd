// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// Committed changes, and the statements that find them.
enum ChangeRows {
    static let source = """
        SELECT sequence, organisation_id, subject_kind, subject_id, location_id, cause, actor, tracking_id, at, \
        version, before, after FROM change
        """

    static func change(_ row: inout Row) throws -> Change {
        Change(
            sequence: try row.next(), organisation: try row.next(),
            subject: ChangeSubject(kind: try row.next(), id: try row.next()), location: try row.next(),
            cause: try row.next(),
            origin: ChangeOrigin(actor: try row.next(), trackingID: try row.next(), at: try row.next()),
            version: try row.next(), before: try row.next(), after: try row.next())
    }

    static let after = "\(source) WHERE sequence > $1 AND sequence <= \(Horizon.noted) ORDER BY sequence LIMIT $2"

    /// The changes of one member list. They are in order without the horizon: whoever changes a list holds its endpoint
    /// from before the number is drawn until the end.
    private static let ofList = """
        \(source) WHERE subject_id = $1 AND organisation_id = $2 AND subject_kind = 'member_list'
        """
    static let ofListBefore = "\(ofList) AND sequence < $3 ORDER BY sequence DESC LIMIT $4"
    static let ofListByVersion = "\(ofList) AND version = $3 ORDER BY sequence DESC LIMIT 1"

    static func conditions(of query: ChangeQuery, after sequence: Int64) -> Conditions {
        var conditions = Conditions()
        conditions.require("organisation_id = ?", .uuid(query.organisation.uuid))
        if let endpoint = query.endpoint {
            conditions.require(
                "subject_id = ? AND subject_kind IN ('application', 'device', 'member_list')", .uuid(endpoint.uuid))
        }
        conditions.require("location_id", within: query.reach)
        if let actor = query.actor { conditions.require("actor = ?", .text(actor)) }
        conditions.require("sequence > ? AND sequence <= \(Horizon.noted)", .int(sequence))
        return conditions
    }
}
