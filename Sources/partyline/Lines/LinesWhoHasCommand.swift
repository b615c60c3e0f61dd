// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import LinePlan
import LineTool
import SharedLine
import WebexClient
import WebexWire

struct LinesWhoHasCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "who-has",
        abstract: "List every endpoint that shows a line.",
        discussion: """
            The server knows on which devices a line stands; all apps are read to find those that show it.

            EXAMPLES
              partyline lines who-has "Service Desk"
              partyline lines who-has +18605550180 --output csv
            """)

    @Argument(help: ArgumentHelp("Whose line: e-mail, extension, number, id or name.", valueName: "LINE"))
    var line: String

    @Option(help: "table, json or csv.")
    var output = ReportOutput.table

    @OptionGroup var access: AccessOptions

    func run() async throws {
        let (line, output) = (line, output)
        try await LinesSession.run(access) { session in
            let rows = try await session.uses(of: line)
            try output.print(rows)
        }
    }
}

/// An endpoint with a line.
struct UseRow: TableRow {
    static let headings = ["endpoint", "title", "location", "port", "label", "hotline"]

    let endpoint: String
    let title: String
    let location: String?
    let port: Int
    let label: String?
    let hotline: String?

    var cells: [String] { [endpoint, title, location ?? "", String(port), label ?? "", hotline ?? ""] }
}

extension LinesSession {
    fileprivate func uses(of text: String) async throws -> [UseRow] {
        let directory = try await reader.directory()
        let member: Member
        do {
            member = try directory.resolve(member: text)
        } catch {
            throw ToolFailure("\(error)")
        }
        let devices = try await client.devices(showing: WebexID(member.kind.idKind, member.id.uuid))
        let apps = directory.ordered.map(\.address).filter { !$0.isDevice }
        let addresses = Set(apps + devices.map { .device(EndpointID($0.id.uuid)) })
        let (lists, known) = try await withBar("reading") { onProgress in
            try await reader.lists(at: addresses, in: directory, onProgress: onProgress)
        }
        return known.ordered.compactMap { endpoint in
            guard let line = lists[endpoint.address]?.lines.first(where: { $0.member == member.id }) else { return nil }
            return UseRow(
                endpoint: known.text(of: endpoint), title: known.title(of: endpoint),
                location: known.owner(of: endpoint)?.location?.name, port: line.port, label: line.label,
                hotline: line.hotline?.digits)
        }
    }
}
