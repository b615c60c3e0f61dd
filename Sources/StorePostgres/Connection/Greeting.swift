// SPDX-License-Identifier: Apache-2.0

extension Lane.Configuration {
    /// What every connection is told first: our limits and habits, whatever the database's or the role's are. Commits wait
    /// for the disk at least; where more is set, more is waited for.
    private static let greeting = """
        SELECT pg_backend_pid(), current_setting('server_version_num')::integer, current_setting('server_encoding'), \
        current_setting('transaction_read_only')::boolean, set_config('statement_timeout', $1, false), \
        set_config('default_transaction_isolation', 'read committed', false), set_config('jit', 'off', false), \
        set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN 'on' \
        ELSE current_setting('synchronous_commit') END, false)
        """

    /// - Parameters:
    ///   - timeLimit: How long the server works at one statement; nil for no limit.
    ///   - more: What follows the greeting.
    static func checked(
        url: PostgresURL, limits: Schedule.Limits, patience: Schedule.Patience, timeLimit: Duration?,
        _ more: [Statement] = []
    ) -> Lane.Configuration {
        let milliseconds = timeLimit.map { Int($0 / .milliseconds(1)) } ?? 0
        let greeting = Statement.once(greeting, [.text(String(milliseconds))])
        return Lane.Configuration(
            url: url, limits: limits, patience: patience,
            greeting: StatementGroup(statements: [greeting] + more, isRepeatable: true),
            check: check, silence: timeLimit.map { $0 + .seconds(3) } ?? .seconds(3600))
    }

    private static func check(_ answer: [Rows?], _ process: Int) throws {
        let found = try answer.first??.first { row in
            (
                process: try row.next() as Int, version: try row.next() as Int, encoding: try row.next() as String,
                isReadOnly: try row.next() as Bool
            )
        }
        guard let found else { throw LaneFailure.lost }
        if found.process != process { throw PostgresOpenError.pooler }
        if found.version < PostgresOpenError.oldestServer { throw PostgresOpenError.oldServer(version: found.version) }
        if found.encoding != "UTF8" { throw PostgresOpenError.notUTF8(encoding: found.encoding) }
        if found.isReadOnly { throw PostgresOpenError.readOnly }
    }
}
