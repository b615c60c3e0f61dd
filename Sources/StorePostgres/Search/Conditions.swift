// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// What must hold of a row: SQL with numbered places, and the values that belong there.
struct Conditions: Sendable {
    private var texts: [String] = []
    private(set) var values: [Value] = []

    /// Each `?` stands for the next of the values.
    mutating func require(_ text: String, _ newValues: Value...) {
        texts.append(numbered(text, newValues))
    }

    /// What an SQL text with the values adds to the statement, its places numbered.
    mutating func numbered(_ text: String, _ newValues: [Value]) -> String {
        var numbered = ""
        var remaining = newValues[...]
        for character in text {
            if character == "?", let value = remaining.popFirst() {
                values.append(value)
                numbered += "$\(values.count)"
            } else {
                numbered.append(character)
            }
        }
        return numbered
    }

    var text: String {
        texts.isEmpty ? "true" : texts.joined(separator: " AND ")
    }

    /// Within reach, and at one of the locations where any are given.
    mutating func require(_ column: String, within reach: LocationReach, locations: [LocationID] = []) {
        if let wanted = Self.locations(within: reach, locations) {
            require("\(column) = ANY (?)", .uuids(wanted.map(\.uuid)))
        }
    }

    /// The locations that are meant; nil for any and none.
    static func locations(within reach: LocationReach, _ locations: [LocationID]) -> [LocationID]? {
        switch (reach, locations.isEmpty) {
        case (.everywhere, true): nil
        case (.everywhere, false): Array(Set(locations))
        case (.only(let reachable), true): Array(reachable)
        case (.only(let reachable), false): Array(reachable.intersection(locations))
        }
    }
}
