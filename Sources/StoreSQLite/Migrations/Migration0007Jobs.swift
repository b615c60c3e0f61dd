// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Plans that are carried out as a whole, what they are to do until they have ended, which changes they made, and which
    /// endpoints they hold meanwhile.
    ///
    /// The hold stands in the endpoint's own row, so that a commit sees it where it moves the version, at no cost. What a job
    /// is to do stands apart: it may be megabytes, and the job's row is written every moment.
    static let jobs = Migration(
        number: 7,
        sql: """
            CREATE TABLE job (
                id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
                organisation_id BLOB NOT NULL REFERENCES organisation (id),
                token_id BLOB NOT NULL CHECK (length(token_id) = 16),
                tracking_id TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
                lists INTEGER NOT NULL CHECK (lists >= 0),
                decided INTEGER NOT NULL CHECK (decided BETWEEN 0 AND lists),
                changed INTEGER CHECK (changed BETWEEN 0 AND lists),
                problem BLOB,
                attempts INTEGER NOT NULL CHECK (attempts >= 0),
                created INTEGER NOT NULL,
                started INTEGER,
                ended INTEGER,
                runner BLOB CHECK (length(runner) = 16),
                lease INTEGER,
                CHECK ((ended IS NOT NULL) = (state IN ('done', 'failed', 'cancelled'))),
                CHECK ((changed IS NOT NULL) = (state = 'done')),
                CHECK ((problem IS NOT NULL) = (state = 'failed')),
                CHECK ((runner IS NOT NULL) = (state = 'running')),
                CHECK ((lease IS NOT NULL) = (state = 'running'))
            ) STRICT;
            CREATE INDEX job_open ON job (created) WHERE ended IS NULL;

            CREATE TABLE job_work (
                job_id BLOB PRIMARY KEY NOT NULL REFERENCES job (id),
                body BLOB,
                is_strict INTEGER NOT NULL CHECK (is_strict IN (0, 1)),
                undoes BLOB REFERENCES job (id),
                CHECK ((body IS NULL) <> (undoes IS NULL))
            ) STRICT;
            CREATE INDEX job_work_by_undone ON job_work (undoes) WHERE undoes IS NOT NULL;

            CREATE TABLE job_change (
                job_id BLOB NOT NULL REFERENCES job (id),
                sequence INTEGER NOT NULL REFERENCES change (sequence),
                PRIMARY KEY (job_id, sequence)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX job_change_by_change ON job_change (sequence);

            ALTER TABLE endpoint ADD COLUMN held_by BLOB REFERENCES job (id);
            CREATE INDEX endpoint_held ON endpoint (held_by) WHERE held_by IS NOT NULL;
            """)
}
