// SPDX-License-Identifier: Apache-2.0

import StorePostgres

extension Settings {
    /// One line a setting, as `--print-settings` shows it: key, value, and where the value was found. The password in a
    /// database's URL is dotted.
    public var listing: [String] {
        let keyWidth = SettingKey.allCases.map(\.rawValue.count).max() ?? 0
        let values = SettingKey.allCases.map { shown($0) ?? "-" }
        let valueWidth = values.map(\.count).max() ?? 0
        return zip(SettingKey.allCases, values).map { key, value in
            "\(key.rawValue.padded(to: keyWidth))  \(value.padded(to: valueWidth))  \(Self.origin(of: key, texts[key]))"
        }
    }

    private func shown(_ key: SettingKey) -> String? {
        if key == .database, case .postgres(let url) = database { return url.dotted }
        return texts[key]?.text
    }

    private static func origin(of key: SettingKey, _ written: SettingText?) -> String {
        switch written?.origin {
        case .flag: key.flag
        case .environment: key.environmentName
        case .file(let path, let line): line.map { "\(path), line \($0)" } ?? path
        case .default: "default"
        case nil where key == .logFormat: "text on a terminal, json elsewhere"
        case nil: "not set"
        }
    }
}

extension String {
    /// The text followed by spaces up to that many characters.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
