// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Changes are found by organisation, endpoint, actor and location, and tell of undo and plans.
    ///
    /// The location is the one of the endpoint's owner at that time; it refers to nothing, because a change outlives what it
    /// is about.
    static let changeFilters = Migration(
        number: 5,
        statements: [
            "ALTER TABLE change ADD COLUMN location_id uuid",
            """
            UPDATE change c SET location_id = m.location_id FROM endpoint e JOIN member m ON m.id = e.owner_id
            WHERE e.id = c.subject_id AND c.subject_kind IN ('application', 'device', 'member_list')
            """,
            "ALTER TABLE change DROP CONSTRAINT change_cause_check",
            """
            ALTER TABLE change
                ADD CONSTRAINT change_cause_check CHECK (
                    cause IN ('edit', 'undo', 'plan', 'member_deleted', 'endpoint_deleted', 'import')),
                ADD CONSTRAINT change_location_check CHECK (
                    location_id IS NULL OR subject_kind IN ('application', 'device', 'member_list'))
            """,
            "CREATE INDEX change_by_organisation ON change (organisation_id, sequence)",
            "CREATE INDEX change_by_subject ON change (subject_id, sequence)",
            "CREATE INDEX change_by_actor ON change (organisation_id, actor, sequence)",
            "CREATE INDEX change_by_location ON change (location_id, sequence) WHERE location_id IS NOT NULL",
        ])
}
