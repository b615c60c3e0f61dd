// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where a Kamailio takes JSON-RPC, such as `http://127.0.0.1:5480/RPC`.
public struct KamailioURL: Hashable, Sendable, CustomStringConvertible {
    let text: String
    /// Host and TCP port: what logs and metrics call it.
    public let description: String

    /// nil where the text is no http or https URL with a host, or holds a password.
    public init?(_ text: String) {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
        else { return nil }
        var whole = parts
        if whole.path.isEmpty || whole.path == "/" { whole.path = "/RPC" }
        guard let url = whole.string else { return nil }
        self.text = url
        description = "\(host):\(parts.port ?? (scheme == "https" ? 443 : 80))"
    }
}
