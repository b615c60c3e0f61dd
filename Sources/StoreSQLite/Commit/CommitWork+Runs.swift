// SPDX-License-Identifier: Apache-2.0

import GRDB
import SharedLine

extension CommitWork {
    /// Replaces lists that are judged by how all of them stand in the end: who leaves a list leaves it before anybody enters
    /// one, so that a line on as many endpoints as it may be can move.
    mutating func replaceLists(_ replacements: [MemberListReplacement]) throws {
        guard replacements.count > 1 else {
            for replacement in replacements { try replaceList(replacement) }
            return
        }
        let stays = replacements.map { Set($0.after.map(\.member)) }
        for (replacement, stays) in zip(replacements, stays) {
            for line in replacement.before where !stays.contains(line.member) {
                // A list of another version is found out when its turn comes, which undoes this.
                try db.run(
                    "DELETE FROM line WHERE endpoint_id = ? AND port = ? AND member_id = ?",
                    [replacement.endpoint.uuid, line.port, line.member.uuid])
            }
        }
        for (replacement, stays) in zip(replacements, stays) {
            let written = MemberListReplacement(
                endpoint: replacement.endpoint, expectedVersion: replacement.expectedVersion,
                before: replacement.before.filter { stays.contains($0.member) }, after: replacement.after)
            try replaceList(replacement, written: written)
        }
    }
}

extension Edit {
    var replacement: MemberListReplacement? {
        if case .replaceList(let replacement) = self { replacement } else { nil }
    }
}
