// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where a Webex API stands: scheme, host and the path before an operation's, without a slash at its end.
public struct BaseURL: Hashable, Sendable, CustomStringConvertible {
    /// Webex itself.
    public static let webex = BaseURL(root: "https://webexapis.com")

    /// Scheme and authority, such as `http://127.0.0.1:8080`.
    public let root: String

    private init(root: String) {
        self.root = root
    }

    /// Reads `https://host`, with or without `/v1` and a slash at its end; nil for anything else.
    public init?(_ text: String) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http", let host = parts.host, !host.isEmpty, parts.user == nil,
            parts.query == nil, parts.fragment == nil,
            ["", "/", "/v1", "/v1/"].contains(parts.path)
        else { return nil }
        let tcpPort = parts.port.map { ":\($0)" } ?? ""
        root = "\(scheme)://\(host.lowercased())\(tcpPort)"
    }

    public var description: String { "\(root)/v1" }

    /// Whether what is sent there can be read on the way: plain HTTP to another machine.
    public var isExposed: Bool {
        guard root.hasPrefix("http://") else { return false }
        let host = root.dropFirst("http://".count)
        return !["127.0.0.1", "localhost", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
    }

    func text(for call: WebexCall) -> String {
        switch call.target {
        case .operation(let path, let query): root + path + Self.text(of: query)
        case .link(let link): root + link
        }
    }

    /// Path and query of a `Link`, unless it leads to another server: the token is not for that one.
    func path(ofLink text: String) -> String? {
        if text.hasPrefix("/") { return text }
        guard let parts = URLComponents(string: text), let host = parts.host, let scheme = parts.scheme else {
            return nil
        }
        let tcpPort = parts.port.map { ":\($0)" } ?? ""
        guard "\(scheme.lowercased())://\(host.lowercased())\(tcpPort)" == root else { return nil }
        return parts.percentEncodedPath + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
    }

    private static func text(of query: [(name: String, value: String)]) -> String {
        guard !query.isEmpty else { return "" }
        return "?" + query.map { "\($0.name)=\(encoded($0.value))" }.joined(separator: "&")
    }

    /// Everything but RFC 3986's unreserved characters is escaped: a `+` would otherwise be read as a space.
    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
