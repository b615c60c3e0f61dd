// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Testing

@testable import PartylineApp
@testable import partyline

@Suite struct SettingsPageTests {
    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func theReferencePageHasTheCodesTable() throws {
        let page = try String(
            contentsOf: Self.repository.appendingPathComponent("docs/reference/settings.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
        let expected = SettingKey.allCases.map { key in
            let defaultText = key.defaultText.map { "`\($0)`" } ?? "none"
            return "| `\(key.rawValue)` | `\(key.flag)` | `\(key.environmentName)` | \(key.type) | \(defaultText) |"
        }
        #expect(rows == expected)
    }

    @Test func theReferencePageExplainsEveryKey() throws {
        let page = try String(
            contentsOf: Self.repository.appendingPathComponent("docs/reference/settings.md"), encoding: .utf8)
        let explained = page.split(separator: "\n").filter { $0.hasPrefix("- **`") }.joined()
        for key in SettingKey.allCases { #expect(explained.contains("`\(key.rawValue)`"), "\(key)") }
    }

    @Test func theServeCommandTakesEverySettingAsAFlag() throws {
        let wanted: [SettingKey: String] = Dictionary(
            uniqueKeysWithValues: SettingKey.allCases.map { ($0, $0 == .demo ? "true" : "text of \($0.rawValue)") })
        let arguments = SettingKey.allCases.flatMap { key in
            key == .demo ? [key.flag] : [key.flag, "text of \(key.rawValue)"]
        }
        let command = try #require(try ServeCommand.parseAsRoot(arguments) as? ServeCommand)
        #expect(command.database.flags.merging(command.server.flags) { first, _ in first } == wanted)
    }
}
