// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What was moved.
public struct MoveReport: Encodable, Hashable, Sendable {
    public let from: String
    public let to: String
    /// How many rows each table has.
    public let rows: [String: Int]
    /// The sequence of the last change in it.
    public let lastChange: Int64

    /// For people.
    public var summary: String {
        "\(rows.values.reduce(0, +)) rows, up to change \(lastChange); each compared with what it was"
    }

    public func json() throws -> String { try JSONText.of(self) }
}

/// How many rows are done, on one line of a terminal.
final class MoveProgress: Sendable {
    private let line: ProgressLine
    private let total: Int
    private let done = Atomic(0)

    init(_ verb: String, _ total: Int) {
        line = ProgressLine(verb)
        self.total = total
    }

    func add(_ rows: Int) {
        let sum = done.add(rows, ordering: .relaxed).newValue
        line.show(min(1, Double(sum) / Double(max(1, total))))
    }

    func end() { line.end() }
}
