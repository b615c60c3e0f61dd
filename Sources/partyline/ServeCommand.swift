// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import PartylineApp

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the API until a signal says stop.",
        discussion: """
            Each flag is also a PARTYLINE_* name in the environment and a key of the --config file; a flag wins over \
            the environment, the environment over the file. SIGTERM and Ctrl-C let open requests finish; a second \
            Ctrl-C does not.

            EXAMPLES
              partyline serve --demo
              partyline serve --tcp-port 9000 --host 0.0.0.0 --database sqlite:/var/lib/partyline/partyline.sqlite
              partyline serve --tls-certificate chain.pem --tls-key key.pem
              partyline serve --demo --kamailio http://127.0.0.1:5480/RPC
              PARTYLINE_RATE_LIMIT=0 partyline serve --config partyline.yaml --print-settings
            """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var server: ServerOptions

    @Flag(help: "Show every setting and where it comes from, and end.")
    var printSettings = false

    func run() async throws {
        try await reportingFailures {
            let sources = database.sources(database.flags.merging(server.flags) { first, _ in first })
            let settings = try Settings(from: sources)
            if printSettings {
                print(settings.listing.joined(separator: "\n"))
                return
            }
            let style = LogStyle(format: settings.logFormat, environment: sources.environment)
            try await Server(settings: settings, logger: style.logger(level: settings.logLevel)).run()
        }
    }
}
