// SPDX-License-Identifier: Apache-2.0

/// Finds the name that somebody probably meant.
enum Suggestion {
    /// `, did you mean X?` where a known name is at most two letters away, else nothing.
    static func text(for name: String, among known: some Collection<String>) -> String {
        let nearest = known.map { (name: $0, distance: distance($0.lowercased(), name.lowercased())) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let nearest, nearest.distance <= min(2, name.count / 2) else { return "" }
        return ", did you mean \(nearest.name)?"
    }

    /// How many letters must be put in, taken out or changed to make one name of the other.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
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
