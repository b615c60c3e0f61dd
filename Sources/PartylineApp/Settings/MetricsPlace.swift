// SPDX-License-Identifier: Apache-2.0

/// Where `/metrics` is served.
public enum MetricsPlace: Hashable, Sendable {
    case off
    /// Beside the API.
    case on
    /// On a listener of its own, in plain HTTP.
    case apart(host: String, tcpPort: Int)

    init?(_ text: String) {
        switch text {
        case "off": self = .off
        case "on": self = .on
        default:
            guard let colon = text.lastIndex(of: ":"), let tcpPort = Int(text[text.index(after: colon)...]),
                (1...65_535).contains(tcpPort)
            else { return nil }
            var host = text[..<colon]
            // An IPv6 address stands in brackets, as in a URL.
            if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
            if host.isEmpty || host.contains(where: { $0.isWhitespace || "/[]".contains($0) }) { return nil }
            self = .apart(host: String(host), tcpPort: tcpPort)
        }
    }
}
