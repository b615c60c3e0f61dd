// SPDX-License-Identifier: Apache-2.0

import CLibPQ

/// A database URL in libpq's own form.
enum ConnectionURL {
    static func isReadable(_ url: String) -> Bool {
        guard let options = PQconninfoParse(url, nil) else { return false }
        PQconninfoFree(options)
        return true
    }

    /// Where the database is, as far as the URL says, without anything that is secret.
    static func place(_ url: String) -> String {
        guard let options = PQconninfoParse(url, nil) else { return "PostgreSQL" }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option = option.successor()
        }
        let port = values["port"].map { ":\($0)" } ?? ""
        let database = values["dbname"].map { "/\($0)" } ?? ""
        return "postgres://\(values["host"] ?? values["hostaddr"] ?? "")\(port)\(database)"
    }
}
