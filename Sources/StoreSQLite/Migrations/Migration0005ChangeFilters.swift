// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Changes are found by organisation, endpoint, actor and location, and tell of undo and plans.
    ///
    /// The location is the one of the endpoint's owner at that time; it refers to nothing, because a change outlives what it
    /// is about. A CHECK cannot be altered, so the table is made anew. Its rows keep their sequence.
    static let changeFilters = Migration(
        number: 5,
        sql: """
            CREATE TABLE change_anew (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                organisation_id BLOB NOT NULL REFERENCES organisation (id),
                subject_kind TEXT NOT NULL CHECK (
                    subject_kind IN (
                        'organisation', 'location', 'person', 'workspace', 'virtual_line', 'application', 'device',
                        'member_list', 'token')),
                subject_id BLOB NOT NULL CHECK (length(subject_id) = 16),
                location_id BLOB CHECK (length(location_id) = 16),
                cause TEXT NOT NULL CHECK (
                    cause IN ('edit', 'undo', 'plan', 'member_deleted', 'endpoint_deleted', 'import')),
                actor TEXT NOT NULL CHECK (actor <> ''),
                tracking_id TEXT NOT NULL,
                at INTEGER NOT NULL,
                version INTEGER CHECK (version >= 1),
                before TEXT,
                after TEXT,
                CHECK ((version IS NOT NULL) = (subject_kind = 'member_list')),
                CHECK (location_id IS NULL OR subject_kind IN ('application', 'device', 'member_list'))
            ) STRICT;
            INSERT INTO change_anew (
                sequence, organisation_id, subject_kind, subject_id, location_id, cause, actor, tracking_id, at, version,
                before, after)
            SELECT c.sequence, c.organisation_id, c.subject_kind, c.subject_id,
                iif(
                    c.subject_kind IN ('application', 'device', 'member_list'),
                    (SELECT m.location_id FROM endpoint e JOIN member m ON m.id = e.owner_id WHERE e.id = c.subject_id),
                    NULL),
                c.cause, c.actor, c.tracking_id, c.at, c.version, c.before, c.after
            FROM change c ORDER BY c.sequence;
            DROP TABLE change;
            ALTER TABLE change_anew RENAME TO change;
            CREATE INDEX change_by_organisation ON change (organisation_id, sequence);
            CREATE INDEX change_by_subject ON change (subject_id, sequence);
            CREATE INDEX change_by_actor ON change (organisation_id, actor, sequence);
            CREATE INDEX change_by_location ON change (location_id, sequence) WHERE location_id IS NOT NULL;
            """)
}
