// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import PartylineApp

struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move everything from an SQLite file into an empty PostgreSQL database.",
        discussion: """
            Tokens stay good, and cursors of the change feed go on. Every row is compared in the end, and until then no \
            server starts on the target. Stopped by Ctrl-C, or by anything else, the same command goes on where it was. \
            The file is only read; no server may have it open.

            --to is the database of the settings where it is left out: keep a password out of the command line with \
            PARTYLINE_DATABASE, a settings file, or PGPASSFILE.

            EXAMPLES
              partyline move --from sqlite:/var/lib/partyline/partyline.sqlite --to postgres://partyline@db.example/partyline
              PARTYLINE_DATABASE="$URL" partyline move --from sqlite:partyline.sqlite --output json
              partyline move --anew --from sqlite:partyline.sqlite --to postgres://db.example/partyline
            """)

    @Option(help: ArgumentHelp("The database to move.", valueName: "sqlite:FILE"))
    var from: String

    @Option(help: ArgumentHelp("The empty database to move it into.", valueName: "postgres://HOST/DATABASE"))
    var to: String?

    @Flag(help: "Throw away what an unfinished move has brought, and begin again.")
    var anew = false

    @Option(help: "table or json.")
    var output = OutputFormat.table

    @Option(help: ArgumentHelp("A YAML file with settings.", valueName: "FILE"))
    var config: String?

    func run() async throws {
        try await reportingFailures {
            let desk = try MoveDesk(from: location(from), to: location(to))
            let report = try await desk.run(isAnew: anew)
            StandardError.write("moved \(report.from) to \(report.to): \(report.summary)")
            if output == .json { print(try report.json()) }
        }
    }

    /// Read as the setting is, wherever it stands.
    private func location(_ url: String?) throws -> DatabaseLocation {
        let sources = SettingSources(
            flags: url.map { [.database: $0] } ?? [:], configFlag: config,
            environment: ProcessInfo.processInfo.environment)
        return try Settings(from: sources).database
    }
}
