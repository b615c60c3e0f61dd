// SPDX-License-Identifier: Apache-2.0

import StorePostgres

/// Turns texts into values and notes every one that it cannot, with the place it stands and what would be right.
struct SettingReader {
    let texts: [SettingKey: SettingText]
    private(set) var problems: [String] = []

    init(texts: [SettingKey: SettingText]) {
        self.texts = texts
    }

    mutating func database() -> DatabaseLocation? {
        guard let written = texts[.database] else { return nil }
        switch Self.location(of: written.text) {
        case .success(let location): return location
        case .failure(let complaint):
            problems.append("\(written.place(of: .database)): \(complaint.text)")
            return nil
        }
    }

    /// A database URL may hold a password, so that no complaint repeats it.
    private static func location(of url: String) -> Result<DatabaseLocation, Complaint> {
        let parts = url.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            return .failure(Complaint("takes a URL such as sqlite:partyline.sqlite or postgres://HOST/DATABASE"))
        }
        switch parts[0] {
        case "sqlite":
            var path = String(parts[1])
            if path.hasPrefix("///") { path.removeFirst(2) }
            if path.isEmpty || path.hasPrefix("//") {
                return .failure(Complaint("names no file; write sqlite:FILE, such as sqlite:/var/lib/partyline.sqlite"))
            }
            return .success(.sqlite(path: path))
        case "postgres", "postgresql":
            if let url = PostgresURL(url) { return .success(.postgres(url)) }
            return .failure(
                Complaint(
                    "cannot be read; write postgres://USER@HOST:PORT/DATABASE?sslmode=verify-full, with % codes for "
                        + "special characters"))
        default:
            return .failure(
                Complaint(
                    "\(parts[0]) is no database that this build knows; use sqlite:FILE or postgres://HOST/DATABASE"))
        }
    }

    mutating func host() -> String {
        guard let written = texts[.host] else { return "" }
        let host = written.text
        if host.isEmpty || host.unicodeScalars.contains(where: { $0.value <= 32 || $0 == "/" }) {
            note(.host, written)
        }
        return host
    }

    mutating func tls() -> TLSFiles? {
        switch (texts[.tlsCertificate], texts[.tlsKey]) {
        case (nil, nil): return nil
        case (let certificate?, let key?): return TLSFiles(certificate: certificate.text, key: key.text)
        case (let certificate?, nil):
            problems.append("\(certificate.place(of: .tlsCertificate)): needs \(SettingKey.tlsKey.rawValue) beside it")
        case (nil, let key?):
            problems.append("\(key.place(of: .tlsKey)): needs \(SettingKey.tlsCertificate.rawValue) beside it")
        }
        return nil
    }

    mutating func wholeNumber(_ key: SettingKey, in range: ClosedRange<Int>) -> Int {
        value(key, or: range.lowerBound) { Int($0).flatMap { range.contains($0) ? $0 : nil } }
    }

    mutating func number(_ key: SettingKey, in range: ClosedRange<Double>) -> Double {
        value(key, or: range.lowerBound) { Double($0).flatMap { range.contains($0) ? $0 : nil } }
    }

    mutating func duration(_ key: SettingKey, in range: ClosedRange<Duration>) -> Duration {
        value(key, or: range.lowerBound) { DurationText.parse($0).flatMap { range.contains($0) ? $0 : nil } }
    }

    mutating func flag(_ key: SettingKey) -> Bool {
        value(key, or: false) { Bool($0) }
    }

    mutating func choice<Value>(_ key: SettingKey, _ parse: (String) -> Value?) -> Value? {
        value(key, or: nil) { text in parse(text).map(Optional.some) }
    }

    private mutating func value<Value>(
        _ key: SettingKey, or fallback: Value, _ parse: (String) -> Value?
    ) -> Value {
        guard let written = texts[key] else { return fallback }
        if let value = parse(written.text) { return value }
        note(key, written)
        return fallback
    }

    private mutating func note(_ key: SettingKey, _ written: SettingText) {
        problems.append("\(written.place(of: key)): \"\(written.text)\" is not right; it takes \(key.wanted)")
    }
}

/// What is wrong with a text.
private struct Complaint: Error {
    let text: String

    init(_ text: String) {
        self.text = text
    }
}
