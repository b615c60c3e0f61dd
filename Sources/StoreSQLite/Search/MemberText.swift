// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SharedLine

/// Keeps the text index in step with the members, in the transaction of the commit.
///
/// People who cannot call are not in it: nobody searches them by contained text.
enum MemberText {
    private static let source = """
        SELECT m.key, o.key, m.folded_name, m.phone_number, m.extension, m.location_id, m.kind, m.licence \
        FROM member m JOIN organisation o ON o.id = m.organisation_id
        """

    private struct Entry {
        let key: Int64
        let words: String
    }

    static func add(key: Int64, _ db: Database) throws {
        guard let entry = try db.row("\(source) WHERE m.key = ?", [key], entry) ?? nil else { return }
        try db.run("INSERT INTO member_text (rowid, tokens) VALUES (?, ?)", [entry.key, entry.words])
    }

    /// Must run while the member's row is still there: the index forgets what it is told once more.
    static func remove(_ id: MemberID, _ db: Database) throws {
        guard let entry = try db.row("\(source) WHERE m.id = ?", [id.uuid], entry) ?? nil else { return }
        try db.run(
            "INSERT INTO member_text (member_text, rowid, tokens) VALUES ('delete', ?, ?)", [entry.key, entry.words])
    }

    private static func entry(_ row: Row) throws -> Entry? {
        let kind: MemberKind = try row.value(6, of: "member.kind")
        let licence: CallingLicence? = try row.optionalValue(7, of: "member.licence")
        guard let standing = standing(kind, licence) else { return nil }
        let (phoneNumber, digits) = (row[3] as String?, row[4] as String?)
        var standings = [standing]
        if phoneNumber != nil { standings.append(.numbered) }
        if phoneNumber == nil, digits != nil { standings.append(.extensionOnly) }
        let words = SearchTokens(organisationKey: row[1]).words(
            foldedName: row[2], phoneNumber: phoneNumber, extension: digits, location: row[5], standings: standings)
        return Entry(key: row[0], words: words)
    }

    private static func standing(_ kind: MemberKind, _ licence: CallingLicence?) -> SearchTokens.Standing? {
        switch (kind, licence) {
        case (.person, nil): nil
        case (.person, _): .callingPerson
        case (.workspace, .professional): .professionalWorkspace
        case (.workspace, nil): .silentWorkspace
        case (.workspace, _): .basicWorkspace
        case (.virtualLine, _): .virtualLine
        }
    }
}
