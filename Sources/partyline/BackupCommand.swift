// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import PartylineApp

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database into one file, while servers go on writing.",
        discussion: """
            The copy holds everything committed at one moment. It is checked and synced before it gets its name, and only \
            its owner can read it. It holds hashes of tokens and all phone numbers: keep it as safe as the database.

            EXAMPLES
              partyline backup /backup/partyline-monday.sqlite
              partyline backup --force /backup/latest.sqlite --database sqlite:/var/lib/partyline/partyline.sqlite
              partyline backup nightly.sqlite --output json
            """)

    @Argument(help: ArgumentHelp("The backup to write.", valueName: "FILE"))
    var file: String

    @Flag(help: "Write over a file of that name.")
    var force = false

    @Option(help: "table or json.")
    var output = OutputFormat.table

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try await reportingFailures {
            let report = try await BackupDesk(database.settings().database).backUp(to: file, force: force)
            StandardError.write("backed up to \(file): \(report.summary)")
            if output == .json { print(try report.json()) }
        }
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the database's place, while no server runs.",
        discussion: """
            The backup is checked first. The database then holds what the backup holds, or what it held before: nothing in \
            between, whatever happens. A backup of an older schema is brought up to date by the next start.

            EXAMPLES
              partyline restore /backup/partyline-monday.sqlite --database sqlite:/var/lib/partyline/partyline.sqlite
              partyline restore --force /backup/latest.sqlite
            """)

    @Argument(help: ArgumentHelp("The backup to read.", valueName: "FILE"))
    var file: String

    @Flag(help: "Give up what the database holds now.")
    var force = false

    @Option(help: "table or json.")
    var output = OutputFormat.table

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try await reportingFailures {
            let report = try await BackupDesk(database.settings().database).restore(from: file, force: force)
            StandardError.write("restored \(report.database) from \(file): \(report.summary)")
            if output == .json { print(try report.json()) }
        }
    }
}
