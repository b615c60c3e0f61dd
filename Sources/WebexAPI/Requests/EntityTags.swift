// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import LineService

/// Entity tags of member lists: the version in quotes (RFC 9110, 8.8.3).
enum EntityTag {
    static func of(version: Int64) -> String { "\"\(version)\"" }

    /// What `If-Match` demands. A tag that no list could have, a weak one among them, matches nothing.
    static func match(in fields: HTTPFields) -> EditCondition.Match {
        let values = fields[values: .ifMatch]
        if values.isEmpty { return .none }
        let tags = values.flatMap { $0.split(separator: ",") }.map(trimmed)
        if tags.contains("*") { return .exists }
        return .versions(Set(tags.compactMap(version)))
    }

    /// The same of a field in a body, which holds one tag or `*`; nil for anything else.
    static func match(inField text: String) -> EditCondition.Match? {
        text == "*" ? .exists : version(text[...]).map { .versions([$0]) }
    }

    /// Whether `If-None-Match` says that the asker has this version already. Comparison is weak, as for every GET.
    static func isKnown(_ version: Int64, in fields: HTTPFields) -> Bool {
        fields[values: .ifNoneMatch].contains { value in
            value.split(separator: ",").map(trimmed).contains { tag in
                tag == "*" || Self.version(tag.hasPrefix("W/") ? tag.dropFirst(2) : tag) == version
            }
        }
    }

    private static func version(_ tag: Substring) -> Int64? {
        guard tag.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\"") else { return nil }
        return Int64(tag.dropFirst().dropLast())
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
