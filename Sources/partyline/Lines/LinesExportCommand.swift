// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LinePlan
import LineTool
import PartylineApp

struct LinesExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write lists as a file that can be edited and planned.",
        discussion: """
            Without a selection: all of them. CSV has a row for each key and survives a spreadsheet; YAML has a comment \
            for each endpoint. Planning an export that nobody has edited changes nothing.

            EXAMPLES
              partyline lines export --location Hartford --out hartford.csv
              partyline lines export --format yaml > site.yaml
            """)

    @OptionGroup(title: "Which endpoints") var endpoints: SelectorOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to; standard output by default.", valueName: "FILE"))
    var out: String?

    @Option(help: "csv or yaml; by default as the name of the file says, else csv.")
    var format: ExportFormat?

    @OptionGroup var access: AccessOptions

    func run() async throws {
        let (selector, out) = (endpoints.selector, out)
        let format = format ?? ExportFormat(fileName: out)
        try await LinesSession.run(access) { session in
            let directory = try await session.reader.directory()
            let addresses = try Planner(directory: directory, lists: [:]).endpoints(selectedBy: selector)
            let (lists, known) = try await session.withBar("reading") { onProgress in
                try await session.reader.lists(at: addresses, in: directory, onProgress: onProgress)
            }
            let export = Export(lists, of: known)
            let text = format == .csv ? export.csv : export.yaml
            guard let out else { return print(text, terminator: "") }
            try DurableFile.replace(URL(fileURLWithPath: out), with: Data(text.utf8), mode: 0o644)
            StandardError.write("\(lists.count) lists are in \(out).")
        }
    }
}

enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
    case csv
    case yaml

    init(fileName: String?) {
        let name = fileName?.lowercased() ?? ""
        self = name.hasSuffix(".yaml") || name.hasSuffix(".yml") ? .yaml : .csv
    }
}
