// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Apps, devices and the lines that stand on them.
    ///
    /// What spans lists is held here: a member's line stands on at most 35 endpoints
    /// (`MemberListRules.maximumEndpointsPerMember`), once on each, of its own organisation, and no two overlap.
    ///
    /// Two writers could each count 34 endpoints and both add one. `line_limits` therefore locks the members first, in the
    /// order of their ids so that no two writers wait for each other, and counts what the lock made it wait for.
    static let endpoints = Migration(
        number: 2,
        statements: [
            """
            CREATE TABLE endpoint (
                id uuid CONSTRAINT endpoint_id PRIMARY KEY,
                organisation_id uuid NOT NULL,
                owner_id uuid NOT NULL,
                kind text NOT NULL CHECK (kind IN ('application', 'device')),
                model text NOT NULL CHECK (model <> ''),
                version bigint NOT NULL CHECK (version >= 1),
                CONSTRAINT endpoint_of_organisation UNIQUE (organisation_id, id),
                FOREIGN KEY (organisation_id, owner_id) REFERENCES member (organisation_id, id)
            ) WITH (fillfactor = 80)
            """,
            "CREATE INDEX endpoint_by_owner ON endpoint (owner_id)",
            "CREATE UNIQUE INDEX endpoint_one_application ON endpoint (owner_id) WHERE kind = 'application'",
            """
            CREATE TABLE application (
                endpoint_id uuid PRIMARY KEY REFERENCES endpoint (id),
                browser_id uuid NOT NULL CONSTRAINT application_browser UNIQUE,
                rings_for_click_to_dial boolean NOT NULL,
                rings_for_group_page boolean NOT NULL,
                rings_for_call_park boolean NOT NULL,
                browser_client_enabled boolean NOT NULL,
                desktop_client_enabled boolean NOT NULL,
                tablet_client_enabled boolean NOT NULL,
                mobile_client_enabled boolean NOT NULL
            )
            """,
            """
            CREATE TABLE device (
                endpoint_id uuid PRIMARY KEY REFERENCES endpoint (id),
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                mac text COLLATE "C" NOT NULL CONSTRAINT device_mac UNIQUE CHECK (mac ~ '^[0-9A-F]{12}$'),
                created timestamptz NOT NULL
            )
            """,
            "CREATE INDEX device_by_id ON device (organisation_id, endpoint_id)",
            """
            CREATE TABLE device_tag (
                endpoint_id uuid NOT NULL REFERENCES device (endpoint_id) ON DELETE CASCADE,
                position integer NOT NULL CHECK (position >= 0),
                tag text COLLATE "C" NOT NULL,
                PRIMARY KEY (endpoint_id, position)
            )
            """,
            "CREATE INDEX device_tag_by_tag ON device_tag (tag, endpoint_id)",
            """
            CREATE TABLE line (
                endpoint_id uuid NOT NULL,
                port integer NOT NULL CHECK (port >= 1),
                weight integer NOT NULL CHECK (weight >= 1),
                organisation_id uuid NOT NULL,
                member_id uuid NOT NULL,
                label text CHECK (char_length(label) BETWEEN 1 AND 80),
                hotline text CHECK (hotline ~ '^[0-9+*#]{1,23}$'),
                allows_call_decline boolean NOT NULL,
                t38_fax_compression boolean NOT NULL,
                CONSTRAINT line_port PRIMARY KEY (endpoint_id, port),
                CONSTRAINT line_once UNIQUE (member_id, endpoint_id),
                CONSTRAINT line_endpoint FOREIGN KEY (organisation_id, endpoint_id)
                    REFERENCES endpoint (organisation_id, id),
                CONSTRAINT line_member FOREIGN KEY (organisation_id, member_id) REFERENCES member (organisation_id, id)
            ) WITH (fillfactor = 80)
            """,
            """
            CREATE FUNCTION line_limits() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM 1 FROM member WHERE id IN (SELECT member_id FROM added) ORDER BY id FOR NO KEY UPDATE;
                IF EXISTS (
                    SELECT 1 FROM line WHERE member_id IN (SELECT member_id FROM added)
                    GROUP BY member_id HAVING count(*) > 35
                ) THEN
                    RAISE EXCEPTION 'a line stands on at most 35 endpoints'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'line_sharing_limit';
                END IF;
                IF EXISTS (
                    SELECT 1 FROM line one JOIN line other ON other.endpoint_id = one.endpoint_id
                    WHERE one.endpoint_id IN (SELECT endpoint_id FROM added)
                        AND one.port < other.port AND one.port + one.weight > other.port
                ) THEN
                    RAISE EXCEPTION 'no two lines of an endpoint overlap'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'line_ports';
                END IF;
                RETURN NULL;
            END
            $$
            """,
            """
            CREATE TRIGGER line_limits AFTER INSERT ON line REFERENCING NEW TABLE AS added
                FOR EACH STATEMENT EXECUTE FUNCTION line_limits()
            """,
        ])
}
