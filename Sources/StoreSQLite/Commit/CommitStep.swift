// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// A part of a commit, worked out as far as it can be before the one writer's turn comes: what happens there, everybody
/// waits for.
enum CommitStep: Sendable {
    /// An edit that is none of a list.
    case edit(Edit)
    /// Replacements that follow each other, judged by how all of them stand in the end.
    case lists([PreparedReplacement])

    static func steps(of commit: Commit) -> [CommitStep] {
        var steps: [CommitStep] = []
        var edits = commit.edits[...]
        while let edit = edits.first {
            let replacements = edits.prefix { $0.replacement != nil }.compactMap(\.replacement)
            steps.append(replacements.isEmpty ? .edit(edit) : .lists(replacements.map(PreparedReplacement.init)))
            edits = edits.dropFirst(max(1, replacements.count))
        }
        return steps
    }
}

/// A replacement with what has to be written for it.
struct PreparedReplacement: Sendable {
    let endpoint: EndpointID
    let expectedVersion: Int64
    let difference: LineDifference
    /// Both lists as a change keeps them.
    let before: String
    let after: String

    init(_ replacement: MemberListReplacement) {
        endpoint = replacement.endpoint
        expectedVersion = replacement.expectedVersion
        difference = replacement.difference
        before = LineRecord.json(of: replacement.before)
        after = LineRecord.json(of: replacement.after)
    }
}
