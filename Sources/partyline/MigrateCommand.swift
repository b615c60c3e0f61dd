// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import PartylineApp

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database's schema up to date, or say what that would do.",
        discussion: """
            Every other command does the same when it opens the database; this one does nothing else, for whoever wants \
            to see it beforehand or do it at a time of their own. An empty database gets its tables. Steps are numbered and \
            never taken twice, whatever else starts at the same moment.

            With --dry-run nothing is changed, and the SQL of the missing steps goes to standard output.

            EXAMPLES
              partyline migrate --dry-run
              partyline migrate --database sqlite:/var/lib/partyline/partyline.sqlite
              PARTYLINE_DATABASE='postgres://partyline@db.example/partyline' partyline migrate --output json
            """)

    @Flag(help: "Change nothing; show the steps that are missing.")
    var dryRun = false

    @Option(help: "table or json.")
    var output = OutputFormat.table

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try await reportingFailures {
            let desk = MigrateDesk(try database.settings().database)
            let report = try await dryRun ? desk.plan() : desk.run()
            StandardError.write(report.summary)
            switch output {
            case .json: print(try report.json())
            case .table: if dryRun, !report.steps.isEmpty { print(report.sql) }
            }
        }
    }
}
