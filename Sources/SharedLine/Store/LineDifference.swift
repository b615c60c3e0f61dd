// SPDX-License-Identifier: Apache-2.0

/// What a store writes of a list that is replaced: the lines that differ and no others.
///
/// All that goes goes first, since members may swap ports. What stays in its place touches no index and no limit.
public struct LineDifference: Hashable, Sendable {
    /// Lines of before that leave their place, or the list.
    public let gone: [Line]
    /// Lines of after that stand where the member's line stood, with other settings.
    public let changed: [Line]
    /// Lines of after that come to a place.
    public let new: [Line]

    init(from before: [Line], to after: [Line]) {
        // Most edits leave every line in its place.
        if before.count == after.count, zip(before, after).allSatisfy({ $1.standsInPlace(of: $0) }) {
            (gone, new) = ([], [])
            changed = zip(before, after).filter { $0 != $1 }.map(\.1)
            return
        }
        let old = Dictionary(before.map { ($0.member, $0) }, uniquingKeysWith: { first, _ in first })
        let wanted = Dictionary(after.map { ($0.member, $0) }, uniquingKeysWith: { first, _ in first })
        gone = before.filter { !$0.standsInPlace(of: wanted[$0.member]) }
        changed = after.filter { $0.standsInPlace(of: old[$0.member]) && $0 != old[$0.member] }
        new = after.filter { !$0.standsInPlace(of: old[$0.member]) }
    }
}

extension MemberListReplacement {
    /// What differs between before and after.
    public var difference: LineDifference { LineDifference(from: before, to: after) }
}

extension Line {
    fileprivate func standsInPlace(of other: Line?) -> Bool {
        other?.member == member && other?.port == port && other?.weight == weight
    }
}
