// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import PartylineApp

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make, list and revoke the bearer tokens of the API.",
        discussion: """
            A running server obeys at once: no restart is needed.

            EXAMPLES
              partyline token create --role full_admin
              partyline token list --output json
              partyline token revoke 0b0c1b8e-5a0e-4f6e-9a53-0b7d8d3e9c11
            """,
        subcommands: [TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self])
}

struct TokenCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a token and print it, this once.",
        discussion: """
            The token alone goes to standard output. Only a hash of it is stored: it cannot be shown again.

            EXAMPLES
              partyline token create --role full_admin --expires 90d
              partyline token create --role location_admin --location Hartford --location Columbus
              partyline token create --role read_only_admin --scope spark-admin:telephony_config_read
              TOKEN=$(partyline token create --role full_admin --database sqlite:partyline.sqlite)
            """)

    @Option(help: "full_admin, user_admin, location_admin, device_admin or read_only_admin.")
    var role: String

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("A location of a location_admin, by name or id; may be repeated.", valueName: "LOCATION"))
    var location: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("A scope; may be repeated. Without any, the token has its role's.", valueName: "SCOPE"))
    var scope: [String] = []

    @Option(help: ArgumentHelp("How long it is good, such as 90d, 12h or 30m.", valueName: "DURATION"))
    var expires: String?

    @Option(
        name: .customLong("org"),
        help: ArgumentHelp("The organisation where there are several, by name or id.", valueName: "ORGANISATION"))
    var organisation: String?

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try await reportingFailures {
            let request = TokenRequest(
                role: role, scopes: scope, locations: location, expires: expires, organisation: organisation)
            let issued = try await database.settings().database.withStore(.existing) { store in
                var generator = SystemRandomNumberGenerator()
                return try await TokenDesk(store: store, now: Date()).issue(request, using: &generator)
            }
            StandardError.write("\(issued.summary); it is shown this once:")
            print(issued.secret.text)
        }
    }
}

struct TokenListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the tokens, revoked and expired ones included; never a secret.",
        discussion: """
            EXAMPLES
              partyline token list
              partyline token list --output json --org "Partyline Demo"
            """)

    @Option(help: "table or json.")
    var output = OutputFormat.table

    @Option(
        name: .customLong("org"),
        help: ArgumentHelp("One organisation alone, by name or id.", valueName: "ORGANISATION"))
    var organisation: String?

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try await reportingFailures {
            let listings = try await database.settings().database.withStore(.existing) { store in
                try await TokenDesk(store: store, now: Date()).list(organisation: organisation)
            }
            print(try TokenListing.render(listings, as: output))
        }
    }
}

struct TokenRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Make a token useless from now on.",
        discussion: """
            EXAMPLES
              partyline token revoke 0b0c1b8e-5a0e-4f6e-9a53-0b7d8d3e9c11
            """)

    @Argument(help: "The token's id, as token list shows it.")
    var id: String

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try await reportingFailures {
            let isNew = try await database.settings().database.withStore(.existing) { store in
                try await TokenDesk(store: store, now: Date()).revoke(id)
            }
            StandardError.write(isNew ? "token \(id) is revoked" : "token \(id) had been revoked before")
        }
    }
}
