// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

/// The words under which the text index knows a member: every part of its name and numbers that is 1, 2 or 3 (or, of
/// digits, 6) scalars long, its location, and what kind of member it is.
///
/// A word is the organisation's number, a letter for the field, and the part's UTF-8 in hexadecimal, so that no
/// tokenizer splits it and no search of one organisation ever walks through another's.
struct SearchTokens {
    /// A searched column: its letter and the lengths of its parts.
    struct Field {
        let letter: UInt8
        let lengths: [Int]

        static let name = Field(letter: UInt8(ascii: "n"), lengths: [1, 2, 3])
        static let phoneNumber = Field(letter: UInt8(ascii: "p"), lengths: [1, 2, 3, 6])
        static let `extension` = Field(letter: UInt8(ascii: "x"), lengths: [1, 2, 3, 6])
    }

    /// More parts of a long text than these narrow the hits no further; the row itself is compared in the end.
    static let mostPartsAsked = 12

    private let organisation: [UInt8]

    init(organisationKey: Int64) {
        organisation = Array(String(organisationKey).utf8)
    }

    // MARK: - Of a member

    /// What distinguishes members beside their texts.
    enum Standing: String, CaseIterable {
        case callingPerson = "kp"
        case professionalWorkspace = "kw"
        case basicWorkspace = "kb"
        case silentWorkspace = "ks"
        case virtualLine = "kv"
        case numbered = "hn"
        case extensionOnly = "hx"
    }

    /// All words of a member, parted by spaces.
    func words(
        foldedName: String, phoneNumber: String?, extension digits: String?, location: UUID?, standings: [Standing]
    ) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(1024)
        append(partsOf: foldedName, .name, to: &text)
        if let phoneNumber { append(partsOf: phoneNumber, .phoneNumber, to: &text) }
        if let digits { append(partsOf: digits, .extension, to: &text) }
        if let location { append(word: self.location(location), to: &text) }
        for standing in standings { append(word: self.standing(standing), to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    private func append(word: String, to text: inout [UInt8]) {
        text.append(contentsOf: word.utf8)
        text.append(UInt8(ascii: " "))
    }

    private func append(partsOf value: String, _ field: Field, to text: inout [UInt8]) {
        let bytes = Array(value.utf8)
        let starts = Self.scalarStarts(bytes)
        for length in field.lengths where length < starts.count {
            for first in 0..<(starts.count - length) {
                append(bytes[starts[first]..<starts[first + length]], field, to: &text)
                text.append(UInt8(ascii: " "))
            }
        }
    }

    private func append(_ part: ArraySlice<UInt8>, _ field: Field, to text: inout [UInt8]) {
        text.append(contentsOf: organisation)
        text.append(field.letter)
        for byte in part {
            text.append(Self.digits[Int(byte >> 4)])
            text.append(Self.digits[Int(byte & 15)])
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// Where each scalar begins, and the end.
    private static func scalarStarts(_ bytes: [UInt8]) -> [Int] {
        bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 } + [bytes.count]
    }

    // MARK: - Of a search

    /// What a member's row holds if the text is contained in the field, and whether that alone proves it.
    func expression(for text: FoldedText, in field: Field) -> (expression: String, isProof: Bool) {
        let bytes = Array(text.text.utf8)
        let starts = Self.scalarStarts(bytes)
        let count = starts.count - 1
        let length = field.lengths.last { $0 <= count } ?? 1
        var parts: [String] = []
        for first in 0...(count - length) {
            var part: [UInt8] = []
            append(bytes[starts[first]..<starts[first + length]], field, to: &part)
            let word = String(decoding: part, as: UTF8.self)
            if !parts.contains(word) { parts.append(word) }
        }
        // The last parts tell more than the first: numbers begin alike.
        let asked = parts.suffix(Self.mostPartsAsked)
        return ("(\(asked.joined(separator: " AND ")))", count == length)
    }

    func location(_ id: UUID) -> String {
        String(decoding: organisation, as: UTF8.self) + "l"
            + id.uuidString.lowercased().replacing("-", with: "")
    }

    func standing(_ standing: Standing) -> String {
        String(decoding: organisation, as: UTF8.self) + standing.rawValue
    }
}
