// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// A search for members: what must hold of a row, and which words of the index narrow it down.
///
/// `docs/decisions/0007-postgresql.md` tells why it is done so.
struct MemberSearch: Sendable {
    let organisation: OrganisationID
    /// Key terms before the id, as `MemberOrder.completed` gives them.
    let order: [MemberOrder]
    /// What every found row fulfils, of `member m`.
    private(set) var conditions = Conditions()
    /// For each text asked for its words, all of which a found member has; any of the texts of one group.
    private var words: [[[String]]] = []
    private(set) var isImpossible = false

    init(_ organisation: OrganisationID, order: [MemberOrder]) {
        self.organisation = organisation
        self.order = MemberOrder.completed(order)
        conditions.require("m.organisation_id = ?", .uuid(organisation.uuid))
    }

    // MARK: - Conditions

    mutating func require(_ condition: String, _ values: Value...) {
        let text = conditions.numbered(condition, values)
        conditions.require(text)
    }

    /// Any of the texts is contained in the column. Empty texts ask for nothing.
    mutating func require(anyOf texts: [String], in column: String, _ field: SearchWords.Field) {
        let folded = texts.map { FoldedText($0.storable) }
        if folded.isEmpty || folded.contains(where: \.text.isEmpty) { return }
        words.append(folded.map { SearchWords.words(of: $0, in: field, organisation) })
        let tests = folded.map { conditions.numbered("strpos(m.\(column), ?) > 0", [.text($0.text)]) }
        conditions.require("(\(tests.joined(separator: " OR ")))")
    }

    /// Within reach, and at one of the locations where any are given.
    mutating func require(_ reach: LocationReach, locations: [LocationID] = []) {
        guard let wanted = Conditions.locations(within: reach, locations) else { return }
        if wanted.isEmpty { isImpossible = true }
        words.append(wanted.map { [SearchWords.location($0, organisation)] })
        conditions.require("m.location_id = ANY (?)", .uuids(wanted.map(\.uuid)))
    }

    mutating func makeImpossible() {
        isImpossible = true
    }

    // MARK: - Statements

    private static let rowWords = """
        member_words(m.organisation_id, m.location_id, m.folded_name, m.phone_number, m.extension)
        """

    /// Whether the index of words helps.
    var isNarrowed: Bool { !words.isEmpty }

    /// The members that have the words, and the conditions that remain to be asked of them.
    ///
    /// `OFFSET 0` keeps the planner from asking the function of every row along another index.
    func narrowed() -> (members: String, conditions: Conditions) {
        var all = conditions
        let words = wordConditions(&all)
        return ("(SELECT m.* FROM member m WHERE \(words) OFFSET 0) m", all)
    }

    /// That the words are there, whatever else is asked.
    func havingWords() -> Conditions {
        var ours = Conditions()
        let words = wordConditions(&ours)
        ours.require(words)
        return ours
    }

    private func wordConditions(_ conditions: inout Conditions) -> String {
        let tests = words.map { texts in
            let any = texts.map { conditions.numbered("\(Self.rowWords) @> ?", [.texts($0)]) }
            return "(\(any.joined(separator: " OR ")))"
        }
        let own = conditions.numbered("m.organisation_id = ?", [.uuid(organisation.uuid)])
        return ([own] + tests).joined(separator: " AND ")
    }

    /// What is missing comes before everything. Names are never missing; their indices have the usual order.
    var orderTerms: String {
        let terms = order.map { term in
            switch (term.key, term.isDescending) {
            case (.firstName, false), (.lastName, false): "m.\(term.key.column)"
            case (.firstName, true), (.lastName, true): "m.\(term.key.column) DESC"
            case (.phoneNumber, false), (.extension, false): "m.\(term.key.column) NULLS FIRST"
            case (.phoneNumber, true), (.extension, true): "m.\(term.key.column) DESC NULLS LAST"
            }
        }
        return (terms + ["m.id"]).joined(separator: ", ")
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

extension String {
    /// The text as PostgreSQL can hold it: without NUL, which stands in no name.
    var storable: String {
        utf8.contains(0) ? replacing("\u{0}", with: "\u{FFFD}") : self
    }
}
