// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// How endpoints prove themselves to the SIP registrar.
    static let sipCredentials = Migration(
        number: 6,
        statements: [
            """
            CREATE TABLE sip_credential (
                endpoint_id uuid PRIMARY KEY REFERENCES endpoint (id),
                ha1 text NOT NULL CHECK (ha1 ~ '^[0-9a-f]{32}$'),
                created timestamptz NOT NULL
            )
            """
        ])
}
