// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LinePlan
import LineTool
import PartylineApp

struct LinesApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Write what a plan, or a file, says.",
        discussion: """
            Lists that somebody has changed since the plan was made are never overwritten: apply then refuses before it \
            writes anything. A journal beside the plan makes it go on after Ctrl-C, kill or power loss: run the same \
            command again. The rollback file beside it is a plan too: `partyline lines undo` it to put back exactly \
            what was there.

            Exit code 0: everything stands as planned; 1: not everything; 130: stopped by Ctrl-C.

            EXAMPLES
              partyline lines apply hartford.csv.plan
              partyline lines apply hartford.csv --yes --max-changes 50
              partyline lines apply site.plan --yes --output json > report.json
              partyline lines apply site.plan --atomic
            """)

    @Argument(help: ArgumentHelp("A plan, or what should be: CSV or YAML.", valueName: "PLAN|FILE"))
    var file: String

    @OptionGroup var options: ApplyOptions
    @OptionGroup var access: AccessOptions

    func run() async throws {
        let (file, options) = (file, options)
        try await LinesSession.run(access) { session in
            let source = try WantedSource(file)
            let run = ApplyRun(session: session, options: options)
            switch source {
            case .plan(let plan): try await run.carryOut(plan, at: URL(fileURLWithPath: file))
            case .wanted(let wanted): try await run.planAndCarryOut(wanted)
            }
        }
    }
}

/// What is asked of every command that writes.
struct ApplyOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Option(help: ArgumentHelp("Refuse to write more lists than this.", valueName: "N"))
    var maxChanges: Int?

    @Flag(help: "Begin no further list after one that fails.")
    var stopOnError = false

    @Flag(help: "Send the whole plan as one that is stored entirely or not at all (Partyline alone).")
    var atomic = false

    @Option(help: "table (what did not go well), json or csv (every list).")
    var output = ReportOutput.table
}
