// SPDX-License-Identifier: Apache-2.0

/// The statements that commits are made of. What an edit expects is asked with `refuse_unless`, which fails the
/// transaction at once.
enum SQL {
    // MARK: - Lists

    static let moveVersion = expecting(
        """
        UPDATE endpoint SET version = version + 1 WHERE id = $1 AND organisation_id = $2 AND version = $3 \
        AND (held_by IS NULL OR held_by = $4)
        """)

    static let deleteLines = expecting(
        """
        DELETE FROM line n USING unnest($2::uuid[], $3::bigint[]) gone (member_id, port) \
        WHERE n.endpoint_id = $1 AND n.port = gone.port AND n.member_id = gone.member_id
        """, rows: "cardinality($2::uuid[])")

    static let updateLines = expecting(
        """
        UPDATE line n SET label = new.label, hotline = new.hotline, allows_call_decline = new.allows_call_decline, \
        t38_fax_compression = new.t38_fax_compression \
        FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::boolean[], $7::boolean[]) \
        new (member_id, port, label, hotline, allows_call_decline, t38_fax_compression) \
        WHERE n.endpoint_id = $1 AND n.port = new.port AND n.member_id = new.member_id
        """, rows: "cardinality($2::uuid[])")

    static let insertLines = """
        INSERT INTO line (organisation_id, endpoint_id, member_id, port, label, hotline, allows_call_decline, \
        t38_fax_compression, weight) \
        SELECT $8, $1, new.* \
        FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::boolean[], $7::boolean[], $9::bigint[]) new
        """

    static let lockEndpoints = """
        SELECT count(*) FROM (SELECT 1 FROM endpoint WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE) locked
        """
    static let lockMembers = """
        SELECT count(*) FROM (SELECT 1 FROM member WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE) locked
        """

    // MARK: - Changes, tombstones, answers

    static let recordChanges = recordingChanges()
    /// The same, noting whose they are.
    static let recordChangesOfJob = recordingChanges(
        and: ", listed AS (INSERT INTO job_change (job_id, sequence) SELECT $13, sequence FROM made)")

    private static func recordingChanges(and more: String = "") -> String {
        """
        WITH made AS (\
        INSERT INTO change (organisation_id, cause, actor, tracking_id, at, subject_kind, subject_id, version, before, \
        after, location_id) SELECT $1, $2, $3, $4, $5, new.kind, new.id, new.version, new.before, new.after, \
        coalesce(new.location_id, m.location_id) \
        FROM unnest($6::text[], $7::uuid[], $8::bigint[], $9::text[], $10::text[], $11::uuid[], $12::uuid[]) \
        WITH ORDINALITY new (kind, id, version, before, after, endpoint_id, location_id, place) \
        LEFT JOIN endpoint e ON e.id = new.endpoint_id LEFT JOIN member m ON m.id = e.owner_id \
        ORDER BY new.place RETURNING sequence)\(more) \
        SELECT max(sequence) FROM made
        """
    }

    static let bury = """
        INSERT INTO tombstone (organisation_id, id, kind, deleted) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (organisation_id, id) DO UPDATE SET kind = excluded.kind, deleted = excluded.deleted
        """
    static let unearth = "DELETE FROM tombstone WHERE organisation_id = $1 AND id = $2"

    /// A few old answers go with each new one, so that their number stays bounded without a sweeper.
    static let sweepAnswers = """
        DELETE FROM idempotent_answer WHERE (token_id, key) IN (SELECT token_id, key FROM idempotent_answer \
        WHERE at < $1 ORDER BY at LIMIT 4 FOR UPDATE SKIP LOCKED)
        """
    static let storeAnswer = expecting(
        """
        INSERT INTO idempotent_answer (token_id, key, request_hash, status, etag, body, at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (token_id, key) DO UPDATE \
        SET request_hash = excluded.request_hash, status = excluded.status, etag = excluded.etag, \
        body = excluded.body, at = excluded.at WHERE idempotent_answer.at < $8
        """)

    /// The statement with the demand that it touches so many rows.
    static func expecting(_ sql: String, rows: String = "1") -> String {
        "WITH touched AS (\(sql) RETURNING 1) SELECT refuse_unless((SELECT count(*) FROM touched) = \(rows))"
    }
}
