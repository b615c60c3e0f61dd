// SPDX-License-Identifier: Apache-2.0

import SharedLine
import WebexWire

/// What a dry run answers: the list as it would stand, and what would be different.
struct MemberListDifference {
    let before: MemberList
    let after: MemberList
    let normalisations: [Normalisation]

    init(_ decision: MemberListDecision, on snapshot: MemberListSnapshot) {
        before = snapshot.list
        let standing = snapshot.list.entries.map { ($0.member.id, $0.member) }
        let members = Dictionary(
            standing + snapshot.named.map { ($0.key, $0.value.member) }, uniquingKeysWith: { first, _ in first })
        after = MemberList(
            endpoint: before.endpoint, version: before.version,
            entries: decision.lines.compactMap { line in
                members[line.member].map { MemberListEntry(line: line, member: $0) }
            })
        normalisations = decision.normalisations
    }

    /// The GET's shape with `difference` beside it.
    ///
    /// - Parameter version: the one that an undo would put back.
    func json(for family: MemberListFamily, undoingTo version: Int64? = nil) -> [UInt8] {
        JSONWriter.object { object in
            MemberListResponse(after).write(to: &object, for: family)
            object.object("difference") { write(to: &$0) }
            object.optionalField("toVersion", version.map(Int.init))
        }
    }

    /// Ids added, removed and changed, and the ports put right.
    func write(to difference: inout JSONObjectWriter) {
        let old = Dictionary(before.entries.map { ($0.member.id, $0.line) }, uniquingKeysWith: { first, _ in first })
        let kept = Set(after.entries.map(\.member.id))
        difference.array("added") { added in
            for entry in after.entries where old[entry.member.id] == nil { added.element(entry.member.webexID) }
        }
        difference.array("removed") { removed in
            for entry in before.entries where !kept.contains(entry.member.id) { removed.element(entry.member.webexID) }
        }
        difference.array("changed") { changed in
            for entry in after.entries where old[entry.member.id].map({ $0 != entry.line }) == true {
                changed.element(entry.member.webexID)
            }
        }
        difference.array("moved") { moved in
            for normalisation in normalisations { moved.object { normalisation.write(to: &$0) } }
        }
    }
}

extension Normalisation {
    fileprivate func write(to object: inout JSONObjectWriter) {
        object.optionalField("index", index)
        object.field("sentPort", sentPort)
        object.field("port", port)
    }
}
