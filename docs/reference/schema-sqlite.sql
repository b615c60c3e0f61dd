-- SPDX-License-Identifier: Apache-2.0
-- The schema of the SQLite store after migration 8. Written by a test; see CONTRIBUTING.

CREATE TABLE application (
    endpoint_id BLOB PRIMARY KEY NOT NULL REFERENCES endpoint (id),
    browser_id BLOB NOT NULL UNIQUE CHECK (length(browser_id) = 16),
    rings_for_click_to_dial INTEGER NOT NULL CHECK (rings_for_click_to_dial IN (0, 1)),
    rings_for_group_page INTEGER NOT NULL CHECK (rings_for_group_page IN (0, 1)),
    rings_for_call_park INTEGER NOT NULL CHECK (rings_for_call_park IN (0, 1)),
    browser_client_enabled INTEGER NOT NULL CHECK (browser_client_enabled IN (0, 1)),
    desktop_client_enabled INTEGER NOT NULL CHECK (desktop_client_enabled IN (0, 1)),
    tablet_client_enabled INTEGER NOT NULL CHECK (tablet_client_enabled IN (0, 1)),
    mobile_client_enabled INTEGER NOT NULL CHECK (mobile_client_enabled IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE "change" (
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

CREATE TABLE device (
    endpoint_id BLOB PRIMARY KEY NOT NULL REFERENCES endpoint (id),
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    mac TEXT NOT NULL UNIQUE CHECK (length(mac) = 12 AND mac NOT GLOB '*[^0-9A-F]*'),
    created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device_tag (
    endpoint_id BLOB NOT NULL REFERENCES device (endpoint_id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    tag TEXT NOT NULL,
    PRIMARY KEY (endpoint_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE endpoint (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    organisation_id BLOB NOT NULL,
    owner_id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('application', 'device')),
    model TEXT NOT NULL CHECK (model <> ''),
    version INTEGER NOT NULL CHECK (version >= 1), held_by BLOB REFERENCES job (id),
    FOREIGN KEY (organisation_id, owner_id) REFERENCES member (organisation_id, id)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE job (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    token_id BLOB NOT NULL CHECK (length(token_id) = 16),
    tracking_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    lists INTEGER NOT NULL CHECK (lists >= 0),
    decided INTEGER NOT NULL CHECK (decided BETWEEN 0 AND lists),
    changed INTEGER CHECK (changed BETWEEN 0 AND lists),
    problem BLOB,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    created INTEGER NOT NULL,
    started INTEGER,
    ended INTEGER,
    runner BLOB CHECK (length(runner) = 16),
    lease INTEGER,
    CHECK ((ended IS NOT NULL) = (state IN ('done', 'failed', 'cancelled'))),
    CHECK ((changed IS NOT NULL) = (state = 'done')),
    CHECK ((problem IS NOT NULL) = (state = 'failed')),
    CHECK ((runner IS NOT NULL) = (state = 'running')),
    CHECK ((lease IS NOT NULL) = (state = 'running'))
) STRICT;

CREATE TABLE job_change (
    job_id BLOB NOT NULL REFERENCES job (id),
    sequence INTEGER NOT NULL REFERENCES change (sequence),
    PRIMARY KEY (job_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE job_work (
    job_id BLOB PRIMARY KEY NOT NULL REFERENCES job (id),
    body BLOB,
    is_strict INTEGER NOT NULL CHECK (is_strict IN (0, 1)),
    undoes BLOB REFERENCES job (id),
    CHECK ((body IS NULL) <> (undoes IS NULL))
) STRICT;

CREATE TABLE line (
    endpoint_id BLOB NOT NULL REFERENCES endpoint (id),
    port INTEGER NOT NULL CHECK (port >= 1),
    weight INTEGER NOT NULL CHECK (weight >= 1),
    member_id BLOB NOT NULL REFERENCES member (id),
    label TEXT CHECK (length(label) BETWEEN 1 AND 80),
    hotline TEXT CHECK (length(hotline) BETWEEN 1 AND 23 AND hotline NOT GLOB '*[^0-9+*#]*'),
    allows_call_decline INTEGER NOT NULL CHECK (allows_call_decline IN (0, 1)),
    t38_fax_compression INTEGER NOT NULL CHECK (t38_fax_compression IN (0, 1)),
    PRIMARY KEY (endpoint_id, port),
    UNIQUE (member_id, endpoint_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE location (
    id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL CHECK (name <> ''),
    folded_name TEXT NOT NULL,
    street TEXT NOT NULL,
    street_second_line TEXT,
    city TEXT NOT NULL,
    state TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    country TEXT NOT NULL CHECK (country GLOB '[A-Z][A-Z]'),
    time_zone TEXT NOT NULL,
    preferred_language TEXT NOT NULL,
    announcement_language TEXT NOT NULL,
    routing_prefix TEXT CHECK (routing_prefix <> '' AND routing_prefix NOT GLOB '*[^0-9]*'),
    main_number TEXT UNIQUE CHECK (
        main_number GLOB '+[1-9]*' AND substr(main_number, 2) NOT GLOB '*[^0-9]*'
        AND length(main_number) BETWEEN 8 AND 16),
    outside_dial_digit TEXT CHECK (outside_dial_digit GLOB '[0-9*#]'),
    UNIQUE (organisation_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL CHECK (kind IN ('person', 'workspace', 'virtual_line')),
    location_id BLOB,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    folded_first_name TEXT NOT NULL,
    folded_last_name TEXT NOT NULL,
    folded_name TEXT NOT NULL GENERATED ALWAYS AS (
        folded_first_name || iif(folded_first_name = '' OR folded_last_name = '', '', ' ')
        || folded_last_name) VIRTUAL,
    extension TEXT CHECK (length(extension) BETWEEN 2 AND 10 AND extension NOT GLOB '*[^0-9]*'),
    phone_number TEXT UNIQUE CHECK (
        phone_number GLOB '+[1-9]*' AND substr(phone_number, 2) NOT GLOB '*[^0-9]*'
        AND length(phone_number) BETWEEN 8 AND 16),
    licence TEXT CHECK (licence IN ('professional', 'basic', 'workspaces')),
    UNIQUE (location_id, extension),
    FOREIGN KEY (organisation_id, location_id) REFERENCES location (organisation_id, id),
    CHECK ((location_id IS NULL) = (licence IS NULL)),
    CHECK (licence IS NOT NULL OR (extension IS NULL AND phone_number IS NULL)),
    CHECK (licence <> 'workspaces' OR kind = 'workspace')
) STRICT;

CREATE VIRTUAL TABLE member_text USING fts5 (
    tokens, content = '', columnsize = 0, detail = none, tokenize = 'ascii'
);

CREATE TABLE organisation (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 256),
    created INTEGER NOT NULL,
    requires_if_match INTEGER NOT NULL CHECK (requires_if_match IN (0, 1))
) STRICT;

CREATE TABLE person (
    organisation_id BLOB NOT NULL,
    member_id BLOB NOT NULL,
    email TEXT NOT NULL CHECK (email <> ''),
    folded_email TEXT NOT NULL,
    display_name TEXT NOT NULL,
    folded_display_name TEXT NOT NULL,
    title TEXT,
    department TEXT,
    created INTEGER NOT NULL,
    last_modified INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, member_id),
    UNIQUE (organisation_id, folded_email),
    FOREIGN KEY (organisation_id, member_id) REFERENCES member (organisation_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE person_role (
    organisation_id BLOB NOT NULL,
    member_id BLOB NOT NULL,
    role TEXT NOT NULL CHECK (
        role IN ('full_admin', 'user_admin', 'location_admin', 'device_admin', 'read_only_admin')),
    PRIMARY KEY (organisation_id, member_id, role),
    FOREIGN KEY (organisation_id, member_id) REFERENCES person (organisation_id, member_id)
        ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE sip_credential (
    endpoint_id BLOB PRIMARY KEY NOT NULL REFERENCES endpoint (id),
    ha1 TEXT NOT NULL CHECK (length(ha1) = 32 AND ha1 NOT GLOB '*[^0-9a-f]*'),
    created INTEGER NOT NULL
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

CREATE TABLE token_location (
    token_id BLOB NOT NULL REFERENCES token (id),
    location_id BLOB NOT NULL REFERENCES location (id),
    PRIMARY KEY (token_id, location_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstone (
    organisation_id BLOB NOT NULL REFERENCES organisation (id),
    id BLOB NOT NULL CHECK (length(id) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('person', 'workspace', 'virtual_line', 'application', 'device')),
    deleted INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE virtual_line (
    organisation_id BLOB NOT NULL,
    member_id BLOB NOT NULL,
    display_name TEXT,
    caller_id_first_name TEXT,
    caller_id_last_name TEXT,
    caller_id_number TEXT,
    PRIMARY KEY (organisation_id, member_id),
    FOREIGN KEY (organisation_id, member_id) REFERENCES member (organisation_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE workspace (
    organisation_id BLOB NOT NULL,
    member_id BLOB NOT NULL,
    capacity INTEGER CHECK (capacity >= 0),
    type TEXT NOT NULL,
    notes TEXT,
    created INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, member_id),
    FOREIGN KEY (organisation_id, member_id) REFERENCES member (organisation_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX change_by_actor ON change (organisation_id, actor, sequence);

CREATE INDEX change_by_organisation ON change (organisation_id, sequence, location_id);

CREATE INDEX change_by_subject ON change (subject_id, sequence);

CREATE INDEX device_by_id ON device (organisation_id, endpoint_id);

CREATE INDEX device_tag_by_tag ON device_tag (tag, endpoint_id);

CREATE INDEX endpoint_by_owner ON endpoint (owner_id);

CREATE INDEX endpoint_held ON endpoint (held_by) WHERE held_by IS NOT NULL;

CREATE UNIQUE INDEX endpoint_one_application ON endpoint (owner_id) WHERE kind = 'application';

CREATE INDEX idempotent_answer_by_age ON idempotent_answer (at);

CREATE INDEX job_open ON job (created) WHERE ended IS NULL;

CREATE INDEX job_change_by_change ON job_change (sequence);

CREATE INDEX job_work_by_undone ON job_work (undoes) WHERE undoes IS NOT NULL;

CREATE INDEX location_by_name ON location (organisation_id, folded_name, id);

CREATE INDEX member_by_extension ON member (organisation_id, extension, id)
    WHERE licence IS NOT NULL;

CREATE INDEX member_by_first_name ON member (organisation_id, folded_first_name, folded_last_name, id)
    WHERE licence IS NOT NULL;

CREATE UNIQUE INDEX member_by_id ON member (organisation_id, id);

CREATE INDEX member_by_last_name ON member (organisation_id, folded_last_name, folded_first_name, id)
    WHERE licence IS NOT NULL;

CREATE INDEX member_by_licence ON member (organisation_id, licence, kind, id)
    WHERE licence IS NOT NULL;

CREATE INDEX member_by_location ON member (location_id, id);

CREATE INDEX member_by_phone_number ON member (organisation_id, phone_number, extension, id)
    WHERE licence IS NOT NULL;

CREATE INDEX person_by_display_name ON person (organisation_id, folded_display_name);

CREATE INDEX person_role_by_role ON person_role (organisation_id, role, member_id);

CREATE INDEX token_by_organisation ON token (organisation_id, created);

CREATE INDEX token_location_by_location ON token_location (location_id);

CREATE TRIGGER line_organisation BEFORE INSERT ON line
WHEN (SELECT organisation_id FROM member WHERE id = NEW.member_id)
    <> (SELECT organisation_id FROM endpoint WHERE id = NEW.endpoint_id)
BEGIN
    SELECT RAISE(ABORT, 'a line stands on endpoints of its organisation alone');
END;

CREATE TRIGGER line_ports BEFORE INSERT ON line
WHEN EXISTS (
    SELECT 1 FROM line
    WHERE endpoint_id = NEW.endpoint_id AND port < NEW.port + NEW.weight AND port + weight > NEW.port
        AND port <> NEW.port)
BEGIN
    SELECT RAISE(ABORT, 'no two lines of an endpoint overlap');
END;

CREATE TRIGGER line_sharing_limit BEFORE INSERT ON line
WHEN (SELECT count(*) FROM line WHERE member_id = NEW.member_id) >= 35
BEGIN
    SELECT RAISE(ABORT, 'a line stands on at most 35 endpoints');
END;
