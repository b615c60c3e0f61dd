// SPDX-License-Identifier: Apache-2.0

/// Where to call and with what, under a name.
public struct Profile: Hashable, Sendable, Codable {
    /// Base URL, such as `https://webexapis.com/v1`.
    public var url: String
    /// A bearer token: a secret.
    public var token: String

    public init(url: String, token: String) {
        self.url = url
        self.token = token
    }
}

extension Profile: CustomStringConvertible, CustomReflectable {
    /// Without the token, wherever it is printed.
    public var description: String { "\(url) (token •••)" }
    public var customMirror: Mirror { Mirror(self, children: ["url": url]) }
}
