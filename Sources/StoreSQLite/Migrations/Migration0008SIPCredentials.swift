// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// How endpoints prove themselves to the SIP registrar.
    static let sipCredentials = Migration(
        number: 6,
        sql: """
            CREATE TABLE sip_credential (
                endpoint_id BLOB PRIMARY KEY NOT NULL REFERENCES endpoint (id),
                ha1 TEXT NOT NULL CHECK (length(ha1) = 32 AND ha1 NOT GLOB '*[^0-9a-f]*'),
                created INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            """)
}
