// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A desk phone or an analogue adapter.
public struct Device: Hashable, Sendable {
    public let endpoint: Endpoint
    /// 12 upper-case hexadecimal digits, unique over the store.
    public let mac: String
    public let tags: [String]
    public let created: Date

    public init(endpoint: Endpoint, mac: String, tags: [String], created: Date) {
        self.endpoint = endpoint
        self.mac = mac
        self.tags = tags
        self.created = created
    }
}
