// SPDX-License-Identifier: Apache-2.0

/// Why work with lists could not be done, in words for whoever asked for it.
public struct ToolFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// A line for each thing that is wrong; never empty.
    public let lines: [String]

    public init(_ line: String) {
        lines = [line]
    }

    public init(_ lines: [String]) {
        self.lines = lines
    }

    public var description: String { lines.joined(separator: "\n") }
}
