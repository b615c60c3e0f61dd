// SPDX-License-Identifier: Apache-2.0

public import WebexClient

/// Where to call and with what: from the environment, or from a profile.
public struct Access: Sendable {
    public static let urlName = "PARTYLINE_URL"
    public static let tokenName = "PARTYLINE_TOKEN"
    public static let profileName = "PARTYLINE_PROFILE"

    public let baseURL: BaseURL
    public let token: String

    /// A profile that was asked for by name goes before the environment's URL and token, these before the default profile.
    ///
    /// - Parameter profile: as it was typed.
    /// - Throws: a `ToolFailure` with what to do.
    public init(profile: String?, environment: [String: String], profiles: ProfileStore) throws {
        let named = profile ?? Self.text(Self.profileName, environment)
        let url = Self.text(Self.urlName, environment)
        let token = Self.text(Self.tokenName, environment)
        if let named {
            try self.init(profiles.profile(named))
        } else if let url, let token {
            try self.init(Profile(url: url, token: token))
        } else if token != nil || url != nil {
            let (there, missing) = token == nil ? (Self.urlName, Self.tokenName) : (Self.tokenName, Self.urlName)
            throw ToolFailure("\(there) is set, but \(missing) is not; set both, or unset it and log in")
        } else if let profile = try profiles.all()[ProfileStore.defaultName] {
            try self.init(profile)
        } else {
            throw ToolFailure(
                "nobody has said which server to call; run: partyline login, or set \(Self.urlName) and \(Self.tokenName)"
            )
        }
    }

    public init(_ profile: Profile) throws {
        guard let baseURL = BaseURL(profile.url) else {
            throw ToolFailure("\"\(profile.url)\" is no base URL; write it like https://webexapis.com/v1")
        }
        guard !profile.token.isEmpty, profile.token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw ToolFailure("the token is empty or holds characters that no token has")
        }
        self.baseURL = baseURL
        token = profile.token
    }

    /// A name that is set to nothing is not set.
    private static func text(_ name: String, _ environment: [String: String]) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
