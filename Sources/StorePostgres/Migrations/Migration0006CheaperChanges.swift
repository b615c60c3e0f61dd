// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Makes it cheaper to note a change, which every edit does: the location moves into the index of the organisation, which
    /// grows at its end alone.
    static let cheaperChanges = Migration(
        number: 6,
        statements: [
            "DROP INDEX change_by_location",
            "DROP INDEX change_by_organisation",
            "CREATE INDEX change_by_organisation ON change (organisation_id, sequence, location_id)",
        ])
}
