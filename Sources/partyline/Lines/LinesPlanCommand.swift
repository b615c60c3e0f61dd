// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LinePlan
import LineTool
import PartylineApp
import WebexClient

struct LinesPlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a file would change, and keep it as a plan.",
        discussion: """
            FILE holds what should be: whole lists, as CSV or YAML, or changes, as YAML. Everything that the server \
            would refuse is said at once, with the line of the file, before anything is written. The plan file holds \
            every list before and after; apply refuses it once somebody has changed one of them.

            Exit code 0: nothing to change; 2: changes; 1: errors.

            EXAMPLES
              partyline lines plan hartford.csv
              partyline lines plan leavers.yaml --out leavers.plan
              partyline lines plan site.yaml --output json | jq '.changes | length'
            """)

    @Argument(help: ArgumentHelp("What should be: CSV or YAML; - is standard input.", valueName: "FILE"))
    var file: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Where the plan is kept; FILE.plan by default.", valueName: "PLAN"))
    var out: String?

    @Option(help: "text or json.")
    var output = PlanOutput.text

    @OptionGroup var access: AccessOptions

    func run() async throws {
        let (file, output) = (file, output)
        let target = out ?? (file == "-" ? "lines.plan" : file + ".plan")
        try await LinesSession.run(access) { session in
            let plan = try await session.plan(for: try WantedSource.wanted(file))
            try output.print(plan, session.terminal)
            guard !plan.changes.isEmpty else { return }
            try DurableFile.replace(URL(fileURLWithPath: target), with: plan.json())
            StandardError.write("The plan is in \(target); nothing has been written yet. Apply it with:")
            StandardError.write("  partyline lines apply \(target)")
            throw LinesExit.changes
        }
    }
}

struct LinesDriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Say what differs from a file, for a nightly run.",
        discussion: """
            Like plan, but nothing is kept. Exit code 0: all stands as the file says; 2: something differs; 1: errors.

            EXAMPLES
              partyline lines drift site.yaml
              partyline lines drift site.csv --output json > drift.json
            """)

    @Argument(help: ArgumentHelp("What should be: CSV or YAML; - is standard input.", valueName: "FILE"))
    var file: String

    @Option(help: "text or json.")
    var output = PlanOutput.text

    @OptionGroup var access: AccessOptions

    func run() async throws {
        let (file, output) = (file, output)
        try await LinesSession.run(access) { session in
            let plan = try await session.plan(for: try WantedSource.wanted(file))
            try output.print(plan, session.terminal)
            if !plan.changes.isEmpty { throw LinesExit.changes }
        }
    }
}

enum LinesExit {
    /// There are changes.
    static let changes = ExitCode(2)
    static let failed = ExitCode(CommandFailure.Kind.failed.rawValue)
    static let interrupted = ExitCode(CommandFailure.Kind.interrupted.rawValue)
}

/// How a plan is shown.
enum PlanOutput: String, ExpressibleByArgument, CaseIterable {
    case text
    case json

    func print(_ plan: PlanFile, _ terminal: Terminal) throws {
        switch self {
        case .text: Swift.print(PlanText(plan, style: terminal.style).text)
        case .json: Swift.print(String(decoding: plan.json(), as: UTF8.self))
        }
        // What is said about it afterwards on standard error shall not overtake it.
        fflush(nil)
    }
}

extension LinesSession {
    /// Reads what the file is about and compares.
    func plan(for file: WantedFile) async throws -> PlanFile {
        let (plan, directory) = try await withBar("reading") { onProgress in
            try await PlanMaker(reader: reader).plan(file, onProgress: onProgress)
        }
        return PlanFile(plan, of: directory, id: UUID(), server: client.baseURL.description)
    }
}
