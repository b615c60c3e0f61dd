// SPDX-License-Identifier: Apache-2.0

/// Which part of an ordered collection is wanted.
public struct Page: Hashable, Sendable {
    /// How many items come before, from 0.
    public let start: Int
    /// How many items at most, from 0.
    public let max: Int

    public init(start: Int, max: Int) {
        self.start = start
        self.max = max
    }
}

/// A part of an ordered collection.
public struct PageOf<Item: Sendable>: Sendable {
    public let items: [Item]
    /// Whether something comes after.
    public let hasMore: Bool

    public init(items: [Item], hasMore: Bool) {
        self.items = items
        self.hasMore = hasMore
    }

    public func map<Other>(_ transform: (Item) throws -> Other) rethrows -> PageOf<Other> {
        PageOf<Other>(items: try items.map(transform), hasMore: hasMore)
    }
}

extension PageOf: Equatable where Item: Equatable {}
