// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Makes it cheaper to note a change, which every edit does.
    ///
    /// The location moves into the index of the organisation, which grows at its end alone: an index of its own cost every
    /// edit a page more to write. Three or more values after IN are put into a table of their own each time a row is
    /// checked, so that the checks compare one after the other. A CHECK cannot be altered, so the table is made anew. Its
    /// rows keep their sequence.
    static let cheaperChanges = Migration(
        number: 6,
        sql: """
            CREATE TABLE change_anew (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                organisation_id BLOB NOT NULL REFERENCES organisation (id),
                subject_kind TEXT NOT NULL CHECK (
                    subject_kind = 'member_list' OR subject_kind = 'application' OR subject_kind = 'device'
                    OR subject_kind = 'organisation' OR subject_kind = 'location' OR subject_kind = 'person'
                    OR subject_kind = 'workspace' OR subject_kind = 'virtual_line' OR subject_kind = 'token'),
                subject_id BLOB NOT NULL CHECK (length(subject_id) = 16),
                location_id BLOB CHECK (length(location_id) = 16),
                cause TEXT NOT NULL CHECK (
                    cause = 'edit' OR cause = 'undo' OR cause = 'plan' OR cause = 'member_deleted'
                    OR cause = 'endpoint_deleted' OR cause = 'import'),
                actor TEXT NOT NULL CHECK (actor <> ''),
                tracking_id TEXT NOT NULL,
                at INTEGER NOT NULL,
                version INTEGER CHECK (version >= 1),
                before TEXT,
                after TEXT,
                CHECK ((version IS NOT NULL) = (subject_kind = 'member_list')),
                CHECK (
                    location_id IS NULL OR subject_kind = 'member_list' OR subject_kind = 'application'
                    OR subject_kind = 'device')
            ) STRICT;
            INSERT INTO change_anew SELECT * FROM change ORDER BY sequence;
            DROP TABLE change;
            ALTER TABLE change_anew RENAME TO change;
            CREATE INDEX change_by_organisation ON change (organisation_id, sequence, location_id);
            CREATE INDEX change_by_subject ON change (subject_id, sequence);
            CREATE INDEX change_by_actor ON change (organisation_id, actor, sequence);
            """)
}
