// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import PartylineApp

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring an organisation in from a seed file, or the demo organisation.",
        discussion: """
            Everything that is wrong with the file is said at once, and nothing is stored then. An organisation that is \
            there already is refused; the demo organisation is left as it stands.

            EXAMPLES
              partyline import company.yaml --database sqlite:partyline.sqlite
              partyline import --demo
            """)

    @Argument(help: ArgumentHelp("The seed file (YAML).", valueName: "FILE"))
    var file: String?

    @Flag(help: "The demo organisation that comes with the program.")
    var demo = false

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        if (file == nil) != demo { throw ValidationError("Name either a FILE or --demo.") }
    }

    func run() async throws {
        try await reportingFailures {
            let location = try database.settings().database
            let seed = try SeedImport(file: file)
            let outcome = try await seed.run(on: location, now: Date())
            StandardError.write(outcome)
        }
    }
}
