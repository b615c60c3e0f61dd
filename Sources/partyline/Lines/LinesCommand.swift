// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct LinesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lines",
        abstract: "Look at shared lines, plan changes to many of them, apply and undo them.",
        discussion: """
            Works against Partyline and against Webex itself, wherever `partyline login` has logged in, or \
            PARTYLINE_URL and PARTYLINE_TOKEN say. Results go to standard output, everything said about them to \
            standard error.

            plan, apply and drift end with 0 where nothing is to do, or all is done; plan and drift with 2 where there \
            are changes; all with 1 where something went wrong.

            EXAMPLES
              partyline lines show ada@example.com
              partyline lines export --location Hartford --out hartford.csv
              partyline lines plan hartford.csv
              partyline lines apply hartford.csv.plan
              partyline lines undo hartford.csv.plan.1f0c9a34.rollback
            """,
        subcommands: [
            LinesShowCommand.self, LinesWhoHasCommand.self, LinesExportCommand.self, LinesPlanCommand.self,
            LinesApplyCommand.self, LinesDriftCommand.self, LinesUndoCommand.self, LinesHistoryCommand.self,
            LinesAddCommand.self, LinesRemoveCommand.self, LinesMoveCommand.self, LinesLabelCommand.self,
        ])
}
