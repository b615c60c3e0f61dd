// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import PartylineApp

/// The command line: parses, calls `PartylineApp`, and gives the shell its exit code.
@main
struct PartylineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partyline",
        abstract: "Shared lines for Webex Calling clients, on your own machine.",
        discussion: """
            Results go to standard output, everything said about them to standard error.
            Exit codes: 0 done, 1 not possible, 64 wrong command line, setting or file, 75 try again later, \
            130 stopped by Ctrl-C.

            Completion for your shell: partyline --generate-completion-script bash|zsh|fish
            """,
        version: BuildVersion.text,
        subcommands: [
            ServeCommand.self, TokenCommand.self, ImportCommand.self, BackupCommand.self, RestoreCommand.self,
            MigrateCommand.self, MoveCommand.self, CheckCommand.self, SIPCommand.self, LinesCommand.self,
            LoginCommand.self, VersionCommand.self,
        ])
}

/// Runs a command's work and turns its failure into words on standard error and an exit code.
func reportingFailures(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let failure as CommandFailure {
        for line in failure.lines { StandardError.write("partyline: \(line)") }
        throw ExitCode(failure.kind.rawValue)
    } catch let code as ExitCode {
        throw code
    } catch {
        StandardError.write("partyline: \(error)")
        throw ExitCode(CommandFailure.Kind.failed.rawValue)
    }
}

extension OutputFormat: ExpressibleByArgument {}
