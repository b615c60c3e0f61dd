// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// What was committed, what was deleted, who may ask, and what was answered.
    static let changes = Migration(
        number: 3,
        sql: """
            CREATE TABLE change (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                organisation_id BLOB NOT NULL REFERENCES organisation (id),
                subject_kind TEXT NOT NULL CHECK (
                    subject_kind IN (
                        'organisation', 'location', 'person', 'workspace', 'virtual_line', 'application', 'device',
                        'member_list', 'token')),
                subject_id BLOB NOT NULL CHECK (length(subject_id) = 16),
                cause TEXT NOT NULL CHECK (cause IN ('edit', 'member_deleted', 'endpoint_deleted', 'import')),
                actor TEXT NOT NULL CHECK (actor <> ''),
                tracking_id TEXT NOT NULL,
                at INTEGER NOT NULL,
                version INTEGER CHECK (version >= 1),
                before TEXT,
                after TEXT,
                CHECK ((version IS NOT NULL) = (subject_kind = 'member_list'))
            ) STRICT;

            CREATE TABLE tombstone (
                organisation_id BLOB NOT NULL REFERENCES organisation (id),
                id BLOB NOT NULL CHECK (length(id) = 16),
                kind TEXT NOT NULL CHECK (kind IN ('person', 'workspace', 'virtual_line', 'application', 'device')),
                deleted INTEGER NOT NULL,
                PRIMARY KEY (organisation_id, id)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE token (
                id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
                organisation_id BLOB NOT NULL REFERENCES organisation (id),
                hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
                role TEXT NOT NULL CHECK (
                    role IN ('full_admin', 'user_admin', 'location_admin', 'device_admin', 'read_only_admin')),
                scopes TEXT NOT NULL,
                created INTEGER NOT NULL,
                expires INTEGER,
                revoked INTEGER
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX token_by_organisation ON token (organisation_id, created);

            CREATE TABLE token_location (
                token_id BLOB NOT NULL REFERENCES token (id),
                location_id BLOB NOT NULL REFERENCES location (id),
                PRIMARY KEY (token_id, location_id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX token_location_by_location ON token_location (location_id);

            CREATE TABLE idempotent_answer (
                token_id BLOB NOT NULL,
                key TEXT NOT NULL,
                request_hash BLOB NOT NULL,
                status INTEGER NOT NULL CHECK (status BETWEEN 100 AND 599),
                etag TEXT,
                body BLOB NOT NULL,
                at INTEGER NOT NULL,
                PRIMARY KEY (token_id, key)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX idempotent_answer_by_age ON idempotent_answer (at);
            """)
}
