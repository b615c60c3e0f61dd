// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SharedLine

/// A search for members: what must hold of a row, and which words of the text index narrow it down.
///
/// `docs/decisions/0004-search-in-sqlite.md` tells why it is done so.
struct MemberSearch {
    let organisation: OrganisationID
    /// Key terms before the id, as `MemberOrder.completed` gives them.
    let order: [MemberOrder]
    private let tokens: SearchTokens
    /// What every found row fulfils, of `member m`.
    private(set) var conditions: [String] = []
    private(set) var arguments = StatementArguments()
    /// Expressions of the text index, all of which a found member fulfils.
    private(set) var expressions: [String] = []
    /// Any of these standings.
    private(set) var standings: [SearchTokens.Standing]
    /// Whether the expressions and standings say all that the conditions say.
    private(set) var isProvenByWords = true
    /// Whether only few members are of these standings, so that walking all of them would be a waste.
    let isRareKind: Bool
    /// Whether every found member has a licence, so that the ordered indices hold all of them.
    let isLicensed: Bool
    private(set) var isImpossible = false

    /// nil where the organisation does not exist.
    init?(
        _ organisation: OrganisationID, standings: [SearchTokens.Standing], isRareKind: Bool, isLicensed: Bool,
        order: [MemberOrder], _ db: Database
    ) throws {
        let key = try db.row("SELECT key FROM organisation WHERE id = ?", [organisation.uuid]) { $0[0] as Int64 }
        guard let key else { return nil }
        self.organisation = organisation
        self.order = MemberOrder.completed(order)
        self.standings = standings
        self.isRareKind = isRareKind
        self.isLicensed = isLicensed
        tokens = SearchTokens(organisationKey: key)
    }

    // MARK: - Conditions

    /// A condition that the standings or expressions say already.
    mutating func require(_ condition: String) {
        conditions.append(condition)
    }

    /// A condition that only the row can answer.
    mutating func requireOfRow(_ condition: String, _ values: StatementArguments = []) {
        conditions.append(condition)
        arguments += values
        isProvenByWords = false
    }

    mutating func requireStanding(_ standing: SearchTokens.Standing, _ condition: String) {
        conditions.append(condition)
        expressions.append(tokens.standing(standing))
    }

    /// Any of the texts is contained in the column. Empty texts ask for nothing.
    mutating func require(anyOf texts: [String], in column: String, _ field: SearchTokens.Field) {
        let folded = texts.map { FoldedText($0.bindable) }
        if folded.isEmpty || folded.contains(where: \.text.isEmpty) { return }
        let words = folded.map { tokens.expression(for: $0, in: field) }
        if !words.allSatisfy(\.isProof) { isProvenByWords = false }
        expressions.append("(\(words.map(\.expression).joined(separator: " OR ")))")
        conditions.append(
            "(\(folded.map { _ in "instr(m.\(column), ?) > 0" }.joined(separator: " OR ")))")
        arguments += StatementArguments(folded.map(\.text))
    }

    /// Within reach, and at one of the locations where any are given.
    mutating func require(_ reach: LocationReach, locations: [LocationID] = []) {
        let wanted: Set<LocationID>
        switch (reach, locations.isEmpty) {
        case (.everywhere, true): return
        case (.everywhere, false): wanted = Set(locations)
        case (.only(let reachable), true): wanted = reachable
        case (.only(let reachable), false): wanted = reachable.intersection(locations)
        }
        if wanted.isEmpty { isImpossible = true }
        let sorted = wanted.sorted()
        expressions.append("(\(sorted.map { tokens.location($0.uuid) }.joined(separator: " OR ")))")
        conditions.append("m.location_id IN (\(sorted.map { _ in "?" }.joined(separator: ", ")))")
        arguments += StatementArguments(sorted.map(\.uuid))
    }

    mutating func makeImpossible() {
        isImpossible = true
    }

    // MARK: - Words and order

    var standingExpression: String {
        "(\(standings.map(tokens.standing).joined(separator: " OR ")))"
    }

    /// The narrowest expression of the text index: the standings alone narrow down little.
    var expression: String {
        expressions.isEmpty ? standingExpression : expressions.joined(separator: " AND ")
    }

    /// An expression that leaves nothing for the row to answer, where `isProvenByWords`.
    var wholeExpression: String {
        (expressions + [standingExpression]).joined(separator: " AND ")
    }

    var isNarrowed: Bool { isRareKind || !expressions.isEmpty }

    var condition: String {
        conditions.isEmpty ? "1" : conditions.joined(separator: " AND ")
    }

    var orderTerms: String {
        (order.map { "m.\($0.key.column)\($0.isDescending ? " DESC" : "")" } + ["m.id"]).joined(separator: ", ")
    }

    /// The index that has the rows in the asked order; nil where none has all of them.
    var walkedIndex: String? {
        switch order.first?.key {
        case nil: "member_by_id"
        case .firstName: isLicensed ? "member_by_first_name" : nil
        case .lastName: isLicensed ? "member_by_last_name" : nil
        case .phoneNumber: isLicensed ? "member_by_phone_number" : nil
        case .extension: isLicensed ? "member_by_extension" : nil
        }
    }
}

extension MemberOrder.Key {
    fileprivate var column: String {
        switch self {
        case .firstName: "folded_first_name"
        case .lastName: "folded_last_name"
        case .phoneNumber: "phone_number"
        case .extension: "extension"
        }
    }
}
