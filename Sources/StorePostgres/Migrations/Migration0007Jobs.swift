// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Plans that are carried out as a whole, what they are to do until they have ended, which changes they made, and which
    /// endpoints they hold meanwhile.
    ///
    /// The hold stands in the endpoint's own row, so that a commit sees it where it moves the version, at no cost. What a job
    /// is to do stands apart: it may be megabytes, and the job's row is written every moment.
    static let jobs = Migration(
        number: 7,
        statements: [
            """
            CREATE TABLE job (
                id uuid CONSTRAINT job_id PRIMARY KEY,
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                token_id uuid NOT NULL,
                tracking_id text NOT NULL,
                state text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
                lists bigint NOT NULL CHECK (lists >= 0),
                decided bigint NOT NULL CHECK (decided BETWEEN 0 AND lists),
                changed bigint CHECK (changed BETWEEN 0 AND lists),
                problem bytea,
                attempts bigint NOT NULL CHECK (attempts >= 0),
                created timestamptz NOT NULL,
                started timestamptz,
                ended timestamptz,
                runner uuid,
                lease timestamptz,
                CHECK ((ended IS NOT NULL) = (state IN ('done', 'failed', 'cancelled'))),
                CHECK ((changed IS NOT NULL) = (state = 'done')),
                CHECK ((problem IS NOT NULL) = (state = 'failed')),
                CHECK ((runner IS NOT NULL) = (state = 'running')),
                CHECK ((lease IS NOT NULL) = (state = 'running'))
            )
            """,
            "CREATE INDEX job_by_organisation ON job (organisation_id)",
            "CREATE INDEX job_open ON job (created) WHERE ended IS NULL",
            """
            CREATE TABLE job_work (
                job_id uuid PRIMARY KEY REFERENCES job (id),
                body bytea,
                is_strict boolean NOT NULL,
                undoes uuid REFERENCES job (id),
                CHECK ((body IS NULL) <> (undoes IS NULL))
            )
            """,
            "CREATE INDEX job_work_by_undone ON job_work (undoes) WHERE undoes IS NOT NULL",
            """
            CREATE TABLE job_change (
                job_id uuid NOT NULL REFERENCES job (id),
                sequence bigint NOT NULL REFERENCES change (sequence),
                PRIMARY KEY (job_id, sequence)
            )
            """,
            "CREATE INDEX job_change_by_change ON job_change (sequence)",
            "ALTER TABLE endpoint ADD COLUMN held_by uuid REFERENCES job (id)",
            "CREATE INDEX endpoint_held ON endpoint (held_by) WHERE held_by IS NOT NULL",
        ])
}
