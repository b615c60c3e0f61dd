// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LineTool
import PartylineApp
import WebexClient
import WebexWire

struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Keep a server's URL and a token for partyline lines.",
        discussion: """
            The token is read from standard input, never from the command line. It is tried, then kept in \
            $XDG_CONFIG_HOME/partyline/profiles.json (else ~/.config), which nobody else can read. Without a profile, \
            PARTYLINE_URL and PARTYLINE_TOKEN say the same.

            EXAMPLES
              partyline login --url http://127.0.0.1:8080
              partyline login --profile webex
              partyline token create --role full_admin | partyline login --url http://127.0.0.1:8080
              partyline login --list
            """)

    @Option(help: ArgumentHelp("The base URL; Webex itself by default.", valueName: "URL"))
    var url = BaseURL.webex.description

    @Option(help: ArgumentHelp("The profile's name.", valueName: "NAME"))
    var profile = ProfileStore.defaultName

    @Flag(help: "Show the profiles there are, without their tokens, and end.")
    var list = false

    func run() async throws {
        try await reportingFailures {
            let store = ProfileStore(environment: ProcessInfo.processInfo.environment)
            do {
                if list { return try show(store) }
                try await logIn(store)
            } catch let failure as ToolFailure {
                throw CommandFailure(.failed, failure.lines)
            }
        }
    }

    private func show(_ store: ProfileStore) throws {
        for (name, profile) in try store.all().sorted(by: { $0.key < $1.key }) { print("\(name)  \(profile.url)") }
    }

    private func logIn(_ store: ProfileStore) async throws {
        guard let baseURL = BaseURL(url) else {
            throw CommandFailure(.usage, ["\"\(url)\" is no base URL; write it like https://webexapis.com/v1"])
        }
        let kept = Profile(url: baseURL.description, token: try Self.readToken())
        let access = try Access(kept)
        let client = WebexClient(baseURL: access.baseURL, token: access.token)
        let name: String
        do {
            name = try await client.me().displayName
        } catch {
            try? await client.shutdown()
            throw CommandFailure(.failed, ["not logged in: \(error)"])
        }
        try await client.shutdown()
        try store.save(kept, as: profile)
        StandardError.write("Logged in to \(baseURL) as \(name); kept in \(store.file.path) as \"\(profile)\".")
    }

    /// Without an echo where somebody types it.
    private static func readToken() throws -> String {
        let isTyped = isatty(STDIN_FILENO) == 1
        var before = termios()
        if isTyped {
            FileHandle.standardError.write(Data("Token: ".utf8))
            tcgetattr(STDIN_FILENO, &before)
            var silent = before
            silent.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        }
        let line = readLine()
        if isTyped {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            StandardError.write("")
        }
        guard let token = line?.trimmingCharacters(in: .whitespaces), !token.isEmpty else {
            throw CommandFailure(.usage, ["no token came on standard input"])
        }
        return token
    }
}
