// SPDX-License-Identifier: Apache-2.0

/// Finds what somebody probably meant.
public enum Nearest {
    /// The known text that is at most two letters away from it, in any case; of several the nearest, then the first by name.
    public static func text(to text: String, among known: some Collection<String>) -> String? {
        let wanted = Array(text.lowercased().unicodeScalars)
        let most = min(2, wanted.count / 2)
        var best: (text: String, distance: Int)?
        for candidate in known {
            let letters = Array(candidate.lowercased().unicodeScalars)
            guard abs(letters.count - wanted.count) <= most else { continue }
            let distance = distance(wanted, letters)
            guard distance <= most else { continue }
            if let best, (best.distance, best.text) <= (distance, candidate) { continue }
            best = (candidate, distance)
        }
        return best?.text
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
