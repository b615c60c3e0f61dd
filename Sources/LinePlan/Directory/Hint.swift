// SPDX-License-Identifier: Apache-2.0

import Wording

/// The end of a complaint about a text that nobody knows.
enum Hint {
    /// `; did you mean X?` where something alike is known, else nothing.
    static func text(for text: String, among known: some Collection<String>) -> String {
        Nearest.text(to: text, among: known).map { "; did you mean \($0)?" } ?? ""
    }
}

extension String {
    /// Without the spaces and tabs around it.
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
