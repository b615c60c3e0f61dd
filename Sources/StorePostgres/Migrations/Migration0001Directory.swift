// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Organisations, locations and whoever has a line.
    ///
    /// `folded_…` columns hold what searches and orders compare (`FoldedText`), by the order of their bytes. A missing
    /// value comes before every other, hence NULLS FIRST. `refuse_unless` turns an expectation that does not hold into an
    /// error, so that the rest of a commit is skipped and the whole of it undone without asking back.
    static let directory = Migration(
        number: 1,
        statements: [
            """
            CREATE FUNCTION refuse_unless(held boolean) RETURNS void LANGUAGE plpgsql AS $$
            BEGIN
                IF held IS NOT TRUE THEN
                    RAISE EXCEPTION 'an expectation of the commit does not hold' USING ERRCODE = 'PL001';
                END IF;
            END
            $$
            """,
            """
            CREATE TABLE organisation (
                id uuid CONSTRAINT organisation_id PRIMARY KEY,
                name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 256),
                created timestamptz NOT NULL,
                requires_if_match boolean NOT NULL
            )
            """,
            """
            CREATE TABLE location (
                id uuid CONSTRAINT location_id PRIMARY KEY,
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                name text NOT NULL CHECK (name <> ''),
                folded_name text COLLATE "C" NOT NULL,
                street text NOT NULL,
                street_second_line text,
                city text NOT NULL,
                state text NOT NULL,
                postal_code text NOT NULL,
                country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
                time_zone text NOT NULL,
                preferred_language text NOT NULL,
                announcement_language text NOT NULL,
                routing_prefix text CHECK (routing_prefix ~ '^[0-9]+$'),
                main_number text COLLATE "C" CONSTRAINT location_main_number UNIQUE
                    CHECK (main_number ~ '^\\+[1-9][0-9]{6,14}$'),
                outside_dial_digit text CHECK (outside_dial_digit ~ '^[0-9*#]$'),
                CONSTRAINT location_of_organisation UNIQUE (organisation_id, id)
            )
            """,
            "CREATE INDEX location_by_name ON location (organisation_id, folded_name, id)",
            """
            CREATE TABLE member (
                id uuid CONSTRAINT member_id PRIMARY KEY,
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                kind text NOT NULL CHECK (kind IN ('person', 'workspace', 'virtual_line')),
                location_id uuid,
                first_name text NOT NULL,
                last_name text NOT NULL,
                folded_first_name text COLLATE "C" NOT NULL,
                folded_last_name text COLLATE "C" NOT NULL,
                folded_name text COLLATE "C" NOT NULL GENERATED ALWAYS AS (
                    folded_first_name
                    || CASE WHEN folded_first_name = '' OR folded_last_name = '' THEN '' ELSE ' ' END
                    || folded_last_name) STORED,
                extension text COLLATE "C" CHECK (extension ~ '^[0-9]{2,10}$'),
                phone_number text COLLATE "C" CONSTRAINT member_phone_number UNIQUE
                    CHECK (phone_number ~ '^\\+[1-9][0-9]{6,14}$'),
                licence text CHECK (licence IN ('professional', 'basic', 'workspaces')),
                CONSTRAINT member_of_organisation UNIQUE (organisation_id, id),
                CONSTRAINT member_extension UNIQUE (location_id, extension),
                FOREIGN KEY (organisation_id, location_id) REFERENCES location (organisation_id, id),
                CHECK ((location_id IS NULL) = (licence IS NULL)),
                CHECK (licence IS NOT NULL OR (extension IS NULL AND phone_number IS NULL)),
                CHECK (licence <> 'workspaces' OR kind = 'workspace')
            )
            """,
            "CREATE INDEX member_by_location ON member (location_id, id)",
            """
            CREATE INDEX member_by_licence ON member (organisation_id, licence, kind, id) WHERE licence IS NOT NULL
            """,
            """
            CREATE INDEX member_by_first_name ON member (organisation_id, folded_first_name, folded_last_name, id)
                WHERE licence IS NOT NULL
            """,
            """
            CREATE INDEX member_by_last_name ON member (organisation_id, folded_last_name, folded_first_name, id)
                WHERE licence IS NOT NULL
            """,
            """
            CREATE INDEX member_by_phone_number ON member
                (organisation_id, phone_number NULLS FIRST, extension NULLS FIRST, id)
                WHERE licence IS NOT NULL
            """,
            """
            CREATE INDEX member_by_extension ON member (organisation_id, extension NULLS FIRST, id)
                WHERE licence IS NOT NULL
            """,
            """
            CREATE TABLE person (
                organisation_id uuid NOT NULL,
                member_id uuid NOT NULL,
                email text NOT NULL CHECK (email <> ''),
                folded_email text COLLATE "C" NOT NULL,
                display_name text NOT NULL,
                folded_display_name text COLLATE "C" NOT NULL,
                title text,
                department text,
                created timestamptz NOT NULL,
                last_modified timestamptz NOT NULL,
                PRIMARY KEY (organisation_id, member_id),
                CONSTRAINT person_email UNIQUE (organisation_id, folded_email),
                FOREIGN KEY (organisation_id, member_id) REFERENCES member (organisation_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX person_by_display_name ON person (organisation_id, folded_display_name)",
            """
            CREATE TABLE person_role (
                organisation_id uuid NOT NULL,
                member_id uuid NOT NULL,
                role text NOT NULL CHECK (
                    role IN ('full_admin', 'user_admin', 'location_admin', 'device_admin', 'read_only_admin')),
                PRIMARY KEY (organisation_id, member_id, role),
                FOREIGN KEY (organisation_id, member_id) REFERENCES person (organisation_id, member_id)
                    ON DELETE CASCADE
            )
            """,
            "CREATE INDEX person_role_by_role ON person_role (organisation_id, role, member_id)",
            """
            CREATE TABLE workspace (
                organisation_id uuid NOT NULL,
                member_id uuid NOT NULL,
                capacity bigint CHECK (capacity >= 0),
                type text NOT NULL,
                notes text,
                created timestamptz NOT NULL,
                PRIMARY KEY (organisation_id, member_id),
                FOREIGN KEY (organisation_id, member_id) REFERENCES member (organisation_id, id) ON DELETE CASCADE
            )
            """,
            """
            CREATE TABLE virtual_line (
                organisation_id uuid NOT NULL,
                member_id uuid NOT NULL,
                display_name text,
                caller_id_first_name text,
                caller_id_last_name text,
                caller_id_number text,
                PRIMARY KEY (organisation_id, member_id),
                FOREIGN KEY (organisation_id, member_id) REFERENCES member (organisation_id, id) ON DELETE CASCADE
            )
            """,
        ])
}
