// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import PartylineApp

struct SIPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sip",
        abstract: "What phones need to register.",
        subcommands: [SIPCredentialsCommand.self])
}

struct SIPCredentialsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credentials",
        abstract: "Make, list and remove what apps and devices register with.",
        discussion: """
            An endpoint is named by its person's e-mail address (the app), by MAC address (a device), or by id. A running \
            server obeys at once: no restart is needed.

            EXAMPLES
              partyline sip credentials create adaeze.okafor@partyline.example
              partyline sip credentials list --output json
              partyline sip credentials remove 0011223344AA
            """,
        subcommands: [
            SIPCredentialsCreateCommand.self, SIPCredentialsListCommand.self, SIPCredentialsRemoveCommand.self,
        ])
}

struct SIPCredentialsCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make new secrets and print them, this once.",
        discussion: """
            A secret takes the place of the one before, which is refused from then on. Only a hash of it is stored: it cannot \
            be shown again.

            EXAMPLES
              partyline sip credentials create adaeze.okafor@partyline.example zoe.lindqvist@partyline.example
              partyline sip credentials create 00:11:22:33:44:AA --output json
            """)

    @Argument(help: ArgumentHelp("Whose app, or which device.", valueName: "ENDPOINT"))
    var endpoints: [String]

    @Option(help: "table or json.")
    var output = OutputFormat.table

    @Option(
        name: .customLong("org"),
        help: ArgumentHelp("The organisation where there are several, by name or id.", valueName: "ORGANISATION"))
    var organisation: String?

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try await reportingFailures {
            let listings = try await database.settings().database.withStore(.existing) { store in
                var generator = SystemRandomNumberGenerator()
                return try await SIPCredentialDesk(store: store, now: Date()).issue(
                    for: endpoints, organisation: organisation, using: &generator)
            }
            StandardError.write("new secrets; they are shown this once:")
            print(try SIPCredentialListing.render(listings, as: output))
        }
    }
}

struct SIPCredentialsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the endpoints that may register; never a secret.",
        discussion: """
            EXAMPLES
              partyline sip credentials list
              partyline sip credentials list --output json
            """)

    @Option(help: "table or json.")
    var output = OutputFormat.table

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try await reportingFailures {
            let listings = try await database.settings().database.withStore(.existing) { store in
                try await SIPCredentialDesk(store: store, now: Date()).list()
            }
            print(try SIPCredentialListing.render(listings, as: output))
        }
    }
}

struct SIPCredentialsRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Let endpoints register no more.",
        discussion: """
            EXAMPLES
              partyline sip credentials remove adaeze.okafor@partyline.example
            """)

    @Argument(help: ArgumentHelp("Whose app, or which device.", valueName: "ENDPOINT"))
    var endpoints: [String]

    @Option(
        name: .customLong("org"),
        help: ArgumentHelp("The organisation where there are several, by name or id.", valueName: "ORGANISATION"))
    var organisation: String?

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try await reportingFailures {
            try await database.settings().database.withStore(.existing) { store in
                try await SIPCredentialDesk(store: store, now: Date()).remove(
                    from: endpoints, organisation: organisation)
            }
            StandardError.write("removed; calls that are under way go on")
        }
    }
}
