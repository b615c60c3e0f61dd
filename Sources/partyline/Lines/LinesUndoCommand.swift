// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LinePlan
import LineTool
import PartylineApp
import WebexClient
import WebexWire

struct LinesUndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take an applied plan, a job or a single change back.",
        discussion: """
            A rollback file works against any server; with --atomic all of it or nothing. A job, whose id apply --atomic \
            says, is taken back entirely or not at all. A change, whose id stands in history, is one list's. Jobs and \
            changes are kept by Partyline alone. What somebody has changed since is never overwritten.

            EXAMPLES
              partyline lines undo hartford.csv.plan.1f0c9a34.rollback
              partyline lines undo 5f0c9a34-8c1e-4a53-9f0f-7a0f2a1d9c55
              partyline lines undo 000000000000002a
              partyline lines undo site.plan.1f0c9a34.rollback --atomic --yes
            """)

    @Argument(help: ArgumentHelp("A rollback file, or the id of a job or of a change.", valueName: "WHAT"))
    var what: String

    @OptionGroup var options: ApplyOptions
    @OptionGroup var access: AccessOptions

    func run() async throws {
        let (what, options) = (what, options)
        try await LinesSession.run(access) { session in
            if FileManager.default.fileExists(atPath: what) {
                guard case .plan(let plan) = try WantedSource(what) else {
                    throw CommandFailure(.usage, ["\(what) is no rollback file"])
                }
                let run = ApplyRun(session: session, options: options)
                try await run.carryOut(plan, at: URL(fileURLWithPath: what))
            } else if what.utf8.count == 16, what.allSatisfy(\.isHexDigit) {
                try await session.undoChange(what, options)
            } else if UUID(uuidString: what) != nil {
                try await session.undoJob(what.lowercased(), options)
            } else {
                throw CommandFailure(.usage, ["\(what) is neither a file nor the id of a job or of a change"])
            }
        }
    }
}

extension LinesSession {
    fileprivate func undoChange(_ id: String, _ options: ApplyOptions) async throws {
        let record = try await onPartyline { try await client.change(id) }
        guard record.subjectKind == ChangeItem.memberListKind, let version = record.version,
            case .webex(let list) = record.subjectID
        else { throw ToolFailure("change \(id) is of no member list; only those can be undone") }
        guard version > 1, record.before != nil else { throw ToolFailure("there was no list before change \(id)") }
        if !options.yes {
            StandardError.write("\(record.at.text), \(record.actor): \(HistoryRow(record).lines)")
            try terminal.confirm("Put the list back as it was before?")
        }
        try await client.undoList(
            list, to: version - 1, from: version, idempotencyKey: "undo/\(UUID())")
        StandardError.write("The list stands as before change \(id).")
    }
}
