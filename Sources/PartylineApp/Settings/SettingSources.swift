// SPDX-License-Identifier: Apache-2.0

import Foundation
import Wording
import Yams

/// Gathers what flags, environment and settings file say, in that order of weight, and refuses what none of them may say.
public struct SettingSources: Sendable {
    static let environmentPrefix = "PARTYLINE_"
    /// Names the settings file; the flag `--config` wins over it.
    public static let configEnvironmentName = "PARTYLINE_CONFIG"
    /// Switches of the project's own test suite, which are in the environment of the servers that it starts.
    static let testPrefix = "PARTYLINE_TEST_"

    /// What `partyline lines` reads; a shell that has it may start a server all the same.
    static let clientNames: Set = ["PARTYLINE_URL", "PARTYLINE_TOKEN", "PARTYLINE_PROFILE"]

    /// What was typed.
    public var flags: [SettingKey: String]
    /// The settings file that was typed.
    public var configFlag: String?
    public var environment: [String: String]

    public init(flags: [SettingKey: String], configFlag: String?, environment: [String: String]) {
        self.flags = flags
        self.configFlag = configFlag
        self.environment = environment
    }

    /// The text of every setting that has one. Adds a line to `problems` for everything that nobody would read.
    func texts(notingIn problems: inout [String]) -> [SettingKey: SettingText] {
        var texts: [SettingKey: SettingText] = [:]
        for key in SettingKey.allCases {
            if let text = key.defaultText { texts[key] = SettingText(text: text, origin: .default) }
        }
        if let path = configFlag ?? environment[Self.configEnvironmentName] {
            texts.merge(file(at: path, &problems)) { _, file in file }
        }
        for key in SettingKey.allCases {
            // A name that is set to nothing is what shells and unit files leave behind for "not set".
            if let text = environment[key.environmentName], !text.isEmpty {
                texts[key] = SettingText(text: text, origin: .environment)
            }
            if let text = flags[key] { texts[key] = SettingText(text: text, origin: .flag) }
        }
        noteUnknownEnvironment(&problems)
        return texts
    }

    private func noteUnknownEnvironment(_ problems: inout [String]) {
        let known = Set(SettingKey.allCases.map(\.environmentName) + [Self.configEnvironmentName])
        let strangers = environment.keys.filter {
            $0.hasPrefix(Self.environmentPrefix) && !$0.hasPrefix(Self.testPrefix) && !known.contains($0)
                && !Self.clientNames.contains($0)
        }
        for name in strangers.sorted() {
            problems.append("\(name): no such setting\(Suggestion.text(for: name, among: known)); unset it")
        }
    }

    private func file(at path: String, _ problems: inout [String]) -> [SettingKey: SettingText] {
        let text: String
        do {
            text = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
        } catch {
            problems.append("--config \(path): cannot be read as UTF-8 text; name a readable YAML file")
            return [:]
        }
        let document: YAMLDocument
        do {
            document = try YAMLDocument(text: text)
        } catch {
            problems.append("\(path): \(error)")
            return [:]
        }
        var texts: [SettingKey: SettingText] = [:]
        for entry in document.scalars {
            guard let key = SettingKey(rawValue: entry.key) else {
                let known = SettingKey.allCases.map(\.rawValue)
                problems.append(
                    "\(path), line \(entry.line): \(entry.key): no such setting"
                        + "\(Suggestion.text(for: entry.key, among: known)); take it out")
                continue
            }
            texts[key] = SettingText(text: entry.value, origin: .file(path: path, line: entry.line))
        }
        return texts
    }
}

/// A settings file: one mapping of names to plain values.
private struct YAMLDocument {
    let scalars: [(key: String, value: String, line: Int)]

    init(text: String) throws(YAMLComplaint) {
        guard let root = try YAMLText.compose(text) else {
            scalars = []
            return
        }
        guard let mapping = root.mapping else { throw YAMLComplaint("the file must be a mapping of names to values") }
        var scalars: [(key: String, value: String, line: Int)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string, let text = value.scalar?.string else {
                throw YAMLComplaint("line \(key.mark?.line ?? 1): a setting has one plain value")
            }
            scalars.append((name, text, key.mark?.line ?? 1))
        }
        self.scalars = scalars
    }
}
