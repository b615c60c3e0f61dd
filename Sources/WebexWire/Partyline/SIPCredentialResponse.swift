// SPDX-License-Identifier: Apache-2.0

/// What an endpoint registers with.
public struct SIPCredentialResponse: Hashable, Sendable {
    /// The digest's user name.
    public var user: String
    public var realm: String
    /// When the secret was made.
    public var created: WebexTimestamp
    /// In the answer that made it, and in no other.
    public var secret: String?

    public init(user: String, realm: String, created: WebexTimestamp, secret: String?) {
        self.user = user
        self.realm = realm
        self.created = created
        self.secret = secret
    }

    public func json() -> [UInt8] {
        JSONWriter.object { object in
            object.field("user", user)
            object.optionalField("secret", secret)
            object.field("realm", realm)
            object.field("created", created.text)
        }
    }
}
