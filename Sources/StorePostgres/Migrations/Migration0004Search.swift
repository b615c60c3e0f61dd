// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// The index that finds contained text: every part of a member's name and numbers that is 1, 2 or 3 (or, of digits,
    /// 6) characters long, and its location. See `docs/decisions/0007-postgresql.md`.
    ///
    /// The words are made by a function of the row and stand in the index alone. The organisation's last eight digits
    /// begin every word, so that one organisation's search does not walk through another's. The function calls none of
    /// ours, since a restore builds the index with an empty search path.
    static let search = Migration(
        number: 4,
        statements: [
            """
            CREATE FUNCTION member_words(
                organisation_id uuid, location_id uuid, folded_name text, phone_number text, extension text
            ) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
                SELECT array_agg(DISTINCT right(organisation_id::text, 8) || word)
                FROM (
                    SELECT 'n' || substr(folded_name, first, size)
                    FROM unnest('{1,2,3}'::integer[]) size,
                        generate_series(1, char_length(folded_name) - size + 1) first
                    UNION ALL
                    SELECT 'p' || substr(phone_number, first, size)
                    FROM unnest('{1,2,3,6}'::integer[]) size,
                        generate_series(1, char_length(phone_number) - size + 1) first
                    UNION ALL
                    SELECT 'x' || substr(extension, first, size)
                    FROM unnest('{1,2,3,6}'::integer[]) size,
                        generate_series(1, char_length(extension) - size + 1) first
                    UNION ALL
                    SELECT 'l' || location_id::text WHERE location_id IS NOT NULL
                ) words (word)
            $$
            """,
            """
            CREATE INDEX member_by_words ON member USING gin (
                member_words(organisation_id, location_id, folded_name, phone_number, extension))
            """,
            "CREATE INDEX member_by_kind ON member (organisation_id, kind, id)",
        ])
}
