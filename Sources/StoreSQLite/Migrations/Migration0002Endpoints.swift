// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Apps, devices and the lines that stand on them.
    ///
    /// What spans lists is held here: a member's line stands on at most 35 endpoints
    /// (`MemberListRules.maximumEndpointsPerMember`), once on each, of its own organisation, and no two overlap.
    static let endpoints = Migration(
        number: 2,
        sql: """
            CREATE TABLE endpoint (
                id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
                organisation_id BLOB NOT NULL,
                owner_id BLOB NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('application', 'device')),
                model TEXT NOT NULL CHECK (model <> ''),
                version INTEGER NOT NULL CHECK (version >= 1),
                FOREIGN KEY (organisation_id, owner_id) REFERENCES member (organisation_id, id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX endpoint_by_owner ON endpoint (owner_id);
            CREATE UNIQUE INDEX endpoint_one_application ON endpoint (owner_id) WHERE kind = 'application';

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

            CREATE TABLE device (
                endpoint_id BLOB PRIMARY KEY NOT NULL REFERENCES endpoint (id),
                organisation_id BLOB NOT NULL REFERENCES organisation (id),
                mac TEXT NOT NULL UNIQUE CHECK (length(mac) = 12 AND mac NOT GLOB '*[^0-9A-F]*'),
                created INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX device_by_id ON device (organisation_id, endpoint_id);

            CREATE TABLE device_tag (
                endpoint_id BLOB NOT NULL REFERENCES device (endpoint_id) ON DELETE CASCADE,
                position INTEGER NOT NULL CHECK (position >= 0),
                tag TEXT NOT NULL,
                PRIMARY KEY (endpoint_id, position)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX device_tag_by_tag ON device_tag (tag, endpoint_id);

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

            CREATE TRIGGER line_sharing_limit BEFORE INSERT ON line
            WHEN (SELECT count(*) FROM line WHERE member_id = NEW.member_id) >= 35
            BEGIN
                SELECT RAISE(ABORT, 'a line stands on at most 35 endpoints');
            END;

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
            """)
}
