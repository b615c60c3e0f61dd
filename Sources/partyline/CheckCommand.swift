// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import PartylineApp

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what is wrong with settings, database, certificate and TCP port.",
        discussion: """
            Takes the flags of serve, looks at everything that serve would need, and starts nothing. Exit code 0 means \
            that serve would start, 1 that it would not.

            EXAMPLES
              partyline check
              partyline check --config partyline.yaml --output json
            """)

    @Option(help: "table or json.")
    var output = OutputFormat.table

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var server: ServerOptions

    func run() async throws {
        try await reportingFailures {
            let flags = database.flags.merging(server.flags) { first, _ in first }
            let inspection = await Inspection.of(database.sources(flags))
            print(try inspection.render(as: output))
            if !inspection.isGood { throw ExitCode(CommandFailure.Kind.failed.rawValue) }
        }
    }
}

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version.",
        discussion: """
            EXAMPLES
              partyline version
            """)

    func run() {
        print(BuildVersion.text)
    }
}
