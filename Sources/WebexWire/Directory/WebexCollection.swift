// SPDX-License-Identifier: Apache-2.0

/// A page of a directory collection.
public struct WebexCollection<Item: Encodable & Hashable & Sendable>: Hashable, Sendable, Encodable {
    /// Also there when empty: clients stop paging at it.
    public var items: [Item]

    public init(items: [Item]) {
        self.items = items
    }
}

extension WebexCollection: Decodable where Item: Decodable {}

/// What the creation of a thing answers.
public struct WebexCreated: Hashable, Sendable, Encodable {
    public var id: WebexID

    public init(id: WebexID) {
        self.id = id
    }
}
