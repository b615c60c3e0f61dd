// SPDX-License-Identifier: Apache-2.0

import CLibPQ

/// Where a database is, in libpq's own form: `postgres://USER@HOST:PORT/DATABASE?sslmode=verify-full`. What it leaves open
/// is taken from the environment (`PGHOST`, `PGPASSFILE` …) and libpq's files.
///
/// It may hold a password, which is why its text cannot be had from outside.
public struct PostgresURL: Hashable, Sendable, CustomStringConvertible {
    let text: String
    /// Where it leads, as far as the URL says: no user, no password, no parameters.
    public let description: String
    /// All that it says, with dots in the place of every secret.
    public let dotted: String

    /// nil where libpq cannot read it. Why is not told: libpq's words repeat the URL.
    public init?(_ text: String) {
        guard let options = PQconninfoParse(text, nil) else { return nil }
        defer { PQconninfoFree(options) }
        self.text = text
        var said: [(name: String, value: String)] = []
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                // libpq's mark of what must not be shown.
                let isSecret = option.pointee.dispchar.map { String(cString: $0) } == "*"
                said.append((String(cString: keyword), isSecret ? "••••" : String(cString: value)))
            }
            option = option.successor()
        }
        func value(_ name: String) -> String? { said.first { $0.name == name }?.value }
        let host = value("host") ?? value("hostaddr") ?? ""
        let isFolder = host.hasPrefix("/")
        let port = value("port").map { ":\($0)" } ?? ""
        let place = (isFolder ? "" : host) + port + (value("dbname").map { "/\($0)" } ?? "")
        let password = value("password").map { ":\($0)" } ?? ""
        let user = value("user").map { "\($0)\(password)@" } ?? ""
        let inPlace = ["user", "password", "port", "dbname"] + (isFolder ? [] : ["host", "hostaddr"])
        let rest = said.filter { !inPlace.contains($0.name) }.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        description = "postgres://\(place)\(isFolder ? " in \(host)" : "")"
        dotted = "postgres://\(user)\(place)\(rest.isEmpty ? "" : "?\(rest)")"
    }
}
