// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LinePlan
import LineTool
import PartylineApp
import SharedLine

struct LinesShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Draw the line keys of a person, room or device.",
        discussion: """
            A person's or room's endpoints are all drawn, with free keys.

            EXAMPLES
              partyline lines show ada@example.com
              partyline lines show device:00005E005302
              partyline lines show app:1001@Hartford --svg keys.svg
            """)

    @Argument(
        help: ArgumentHelp(
            "A member (e-mail, extension, number, id, name), app:EMAIL or device:MAC.", valueName: "WHAT"))
    var what: String

    @Option(help: ArgumentHelp("Write the picture as an image, of one endpoint.", valueName: "FILE"))
    var svg: String?

    @OptionGroup var access: AccessOptions

    func run() async throws {
        let (what, svg) = (what, svg)
        try await LinesSession.run(access) { session in
            let pictures = try await session.pictures(of: what)
            guard let svg else {
                let texts = pictures.map { $0.text(style: session.terminal.style, width: session.terminal.width) }
                print(texts.joined(separator: "\n\n"))
                return
            }
            guard pictures.count == 1, let picture = pictures.first else {
                throw CommandFailure(
                    .failed,
                    ["\(what) has \(pictures.count) endpoints; name one for an image:"]
                        + pictures.map { "  \($0.subtitle)" })
            }
            try DurableFile.replace(URL(fileURLWithPath: svg), with: Data(picture.svg.utf8), mode: 0o644)
            StandardError.write("The picture is in \(svg).")
        }
    }
}

extension LinesSession {
    fileprivate func pictures(of what: String) async throws -> [KeyPicture] {
        let directory = try await reader.directory()
        let endpoints = try endpoints(of: what, in: directory)
        let (lists, known) = try await reader.lists(at: Set(endpoints.map(\.address)), in: directory)
        return endpoints.compactMap { endpoint in
            lists[endpoint.address].map { KeyPicture(endpoint, $0, of: known) }
        }
    }

    /// One endpoint where the text names one, else all of a member.
    private func endpoints(of what: String, in directory: LineDirectory) throws -> [LineEndpoint] {
        if let endpoint = try? directory.resolve(endpoint: what) { return [endpoint] }
        if what.hasPrefix("app:") || what.hasPrefix("device:") {
            do {
                return [try directory.resolve(endpoint: what)]
            } catch {
                throw ToolFailure("\(error)")
            }
        }
        let member: Member
        do {
            member = try directory.resolve(member: what)
        } catch {
            throw ToolFailure("\(error)")
        }
        let owned = directory.ordered.filter { $0.owner == member.id }
        guard !owned.isEmpty else {
            throw ToolFailure("\(member.fullName) has no endpoint of its own; see: partyline lines who-has \"\(what)\"")
        }
        return owned
    }
}
