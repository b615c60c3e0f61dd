// SPDX-License-Identifier: Apache-2.0

/// Finds what somebody probably meant.
enum Nearest {
    /// `; did you mean X?` where a known text is at most two letters away, else nothing.
    static func hint(for text: String, among known: some Collection<String>) -> String {
        let wanted = Array(text.lowercased().unicodeScalars)
        guard wanted.count >= 3 else { return "" }
        var best: (text: String, distance: Int)?
        for candidate in known {
            let letters = Array(candidate.lowercased().unicodeScalars)
            guard abs(letters.count - wanted.count) <= 2 else { continue }
            let distance = distance(wanted, letters)
            if distance <= 2,
                distance < best?.distance ?? 3 || (distance == best?.distance && candidate < best?.text ?? "")
            {
                best = (candidate, distance)
            }
        }
        return best.map { "; did you mean \($0.text)?" } ?? ""
    }

    /// How many letters must be put in, taken out or changed to make one text of the other.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let replaced = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[right.count]
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
