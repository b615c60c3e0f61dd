// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LinePlan
import LineTool
import PartylineApp
import WebexClient
import WebexWire

struct LinesHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Say who has changed a list, when and how (Partyline alone).",
        discussion: """
            Newest first. The id of a change is what undo takes.

            EXAMPLES
              partyline lines history app:ada@example.com
              partyline lines history device:00005E005302 --max 5 --output json
            """)

    @Argument(help: ArgumentHelp("app:EMAIL or device:MAC.", valueName: "ENDPOINT"))
    var endpoint: String

    @Option(help: ArgumentHelp("How many changes, from 1 to 200.", valueName: "N"))
    var max = 20

    @Option(help: "table, json or csv.")
    var output = ReportOutput.table

    @OptionGroup var access: AccessOptions

    func validate() throws {
        if !(1...200).contains(max) { throw ValidationError("--max is a whole number from 1 to 200.") }
    }

    func run() async throws {
        let (endpoint, max, output) = (endpoint, max, output)
        try await LinesSession.run(access) { session in
            let directory = try await session.reader.directory()
            let found: LineEndpoint
            do {
                found = try directory.resolve(endpoint: endpoint)
            } catch {
                throw ToolFailure("\(error)")
            }
            let changes = try await session.onPartyline {
                try await session.client.history(of: found.address.webexID, max: max)
            }
            try output.print(changes.map(HistoryRow.init))
        }
    }
}

/// A version of a list.
struct HistoryRow: TableRow {
    static let headings = ["change", "at", "version", "cause", "actor", "lines"]

    let change: String
    let at: String
    let version: Int64?
    let cause: String
    let actor: String
    let lines: String

    init(_ record: ChangeItem) {
        change = record.cursor.text
        at = record.at.text
        version = record.version
        cause = record.cause
        actor = record.actor
        lines = Self.difference(record.linesBefore, record.linesAfter)
    }

    var cells: [String] { [change, at, version.map { String($0) } ?? "", cause, actor, lines] }

    private static func difference(_ before: [ChangeLine], _ after: [ChangeLine]) -> String {
        let old = Dictionary(before.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let staying = Set(after.map(\.id))
        let added = after.filter { old[$0.id] == nil }.map { "+ \($0.name)" }
        let removed = before.filter { !staying.contains($0.id) }.map { "- \($0.name)" }
        let altered = after.filter { line in old[line.id].map { $0 != line } ?? false }.map { "~ \($0.name)" }
        return (added + removed + altered).joined(separator: ", ")
    }
}

extension ChangeLine {
    /// Of today; nobody remembers that of a deleted member.
    fileprivate var name: String {
        let name = [firstName, lastName].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
        return name.isEmpty ? "a deleted member" : name
    }
}

extension LinesSession {
    /// Explains the 404 of a server that has nothing beside Webex's operations.
    func onPartyline<Result: Sendable>(_ work: @Sendable () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch let error as WebexClientError where error.status == 404 && error.problem == nil {
            throw ToolFailure(
                "\(client.baseURL) keeps neither history nor jobs: only Partyline does. "
                    + "Keep the rollback file of apply for it.")
        }
    }
}
