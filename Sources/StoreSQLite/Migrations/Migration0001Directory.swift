// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Organisations, locations and whoever has a line.
    ///
    /// Ids are the 16 bytes of a UUID and times are milliseconds since 1970. `folded_…` columns hold what searches and
    /// orders compare (`FoldedText`). The integer keys of organisation and member exist for the text index alone.
    static let directory = Migration(
        number: 1,
        sql: """
            CREATE TABLE organisation (
                key INTEGER PRIMARY KEY,
                id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
                name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 256),
                created INTEGER NOT NULL,
                requires_if_match INTEGER NOT NULL CHECK (requires_if_match IN (0, 1))
            ) STRICT;

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
            CREATE INDEX location_by_name ON location (organisation_id, folded_name, id);

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
            CREATE UNIQUE INDEX member_by_id ON member (organisation_id, id);
            CREATE INDEX member_by_location ON member (location_id, id);
            CREATE INDEX member_by_licence ON member (organisation_id, licence, kind, id)
                WHERE licence IS NOT NULL;
            CREATE INDEX member_by_first_name ON member (organisation_id, folded_first_name, folded_last_name, id)
                WHERE licence IS NOT NULL;
            CREATE INDEX member_by_last_name ON member (organisation_id, folded_last_name, folded_first_name, id)
                WHERE licence IS NOT NULL;
            CREATE INDEX member_by_phone_number ON member (organisation_id, phone_number, extension, id)
                WHERE licence IS NOT NULL;
            CREATE INDEX member_by_extension ON member (organisation_id, extension, id)
                WHERE licence IS NOT NULL;

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
            CREATE INDEX person_by_display_name ON person (organisation_id, folded_display_name);

            CREATE TABLE person_role (
                organisation_id BLOB NOT NULL,
                member_id BLOB NOT NULL,
                role TEXT NOT NULL CHECK (
                    role IN ('full_admin', 'user_admin', 'location_admin', 'device_admin', 'read_only_admin')),
                PRIMARY KEY (organisation_id, member_id, role),
                FOREIGN KEY (organisation_id, member_id) REFERENCES person (organisation_id, member_id)
                    ON DELETE CASCADE
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX person_role_by_role ON person_role (organisation_id, role, member_id);

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
            """)
}
