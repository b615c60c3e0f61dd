// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// The words that the index of members has for a text: what `member_words` in the schema makes of a row.
enum SearchWords {
    /// A searched column: its letter and the lengths of its parts.
    struct Field: Sendable {
        let letter: String
        let lengths: [Int]

        static let name = Field(letter: "n", lengths: [1, 2, 3])
        static let phoneNumber = Field(letter: "p", lengths: [1, 2, 3, 6])
        static let `extension` = Field(letter: "x", lengths: [1, 2, 3, 6])
    }

    /// More parts of a long text than these narrow the hits no further; the row itself is compared in the end.
    private static let mostPartsAsked = 12

    /// The words of a row in which the text is contained.
    static func words(of text: FoldedText, in field: Field, _ organisation: OrganisationID) -> [String] {
        let scalars = Array(text.text.unicodeScalars)
        let length = field.lengths.last { $0 <= scalars.count } ?? 1
        var words: [String] = []
        for first in 0...max(0, scalars.count - length) {
            var part = String.UnicodeScalarView()
            part.append(contentsOf: scalars[first..<min(first + length, scalars.count)])
            let word = head(organisation) + field.letter + String(part)
            if !words.contains(where: { $0.utf8.elementsEqual(word.utf8) }) { words.append(word) }
        }
        // The last parts tell more than the first: numbers begin alike.
        return words.suffix(mostPartsAsked)
    }

    static func location(_ id: LocationID, _ organisation: OrganisationID) -> String {
        "\(head(organisation))l\(id)"
    }

    private static func head(_ organisation: OrganisationID) -> String {
        String(organisation.description.suffix(8))
    }
}
