// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A text as searches and orders see it: lower-cased without regard to any locale, then composed (NFC). Diacritics stay,
/// so that "lukasz" does not find "Łukasz" but "łukasz" does.
///
/// It compares by Unicode scalars and not by characters: both stores do the same with the bytes they keep.
public struct FoldedText: Hashable, Sendable, Comparable {
    public let text: String

    public init(_ text: String) {
        let lowered = text.lowercased()
        self.text = lowered.utf8.allSatisfy { $0 < 0x80 } ? lowered : lowered.precomposedStringWithCanonicalMapping
    }

    /// Whether that text stands in this one; the empty text stands in every one.
    public func contains(_ part: FoldedText) -> Bool {
        let (bytes, wanted) = (Array(text.utf8), Array(part.text.utf8))
        guard wanted.count <= bytes.count else { return false }
        return (0...(bytes.count - wanted.count)).contains { start in
            bytes[start..<(start + wanted.count)].elementsEqual(wanted)
        }
    }

    public func hasPrefix(_ part: FoldedText) -> Bool {
        text.utf8.starts(with: part.text.utf8)
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }

    /// Byte order, which for UTF-8 is the order of the scalars.
    public static func < (left: Self, right: Self) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}

extension MemberOrder {
    /// The keys that a store orders by, before the id that always comes last and rises.
    ///
    /// One name asked for alone is followed by the other, and a number by the extension, in the same direction: what
    /// people expect of a list of names, and what one index serves. A missing value comes before every other; names
    /// compare folded.
    public static func completed(_ order: [MemberOrder]) -> [MemberOrder] {
        var seen: Set<Key> = []
        let asked = order.filter { seen.insert($0.key).inserted }
        guard asked.count == 1, let only = asked.first else { return asked }
        let next: Key? =
            switch only.key {
            case .firstName: .lastName
            case .lastName: .firstName
            case .phoneNumber: .extension
            case .extension: nil
            }
        return asked + (next.map { [MemberOrder(key: $0, isDescending: only.isDescending)] } ?? [])
    }
}
