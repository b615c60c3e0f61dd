// SPDX-License-Identifier: Apache-2.0

/// An administrator's role.
public struct WebexRole: Hashable, Sendable, Encodable {
    public var id: WebexID
    public var name: String

    public init(id: WebexID, name: String) {
        self.id = id
        self.name = name
    }
}
