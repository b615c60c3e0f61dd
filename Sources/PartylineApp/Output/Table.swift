// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Rows under headings, for people; programs ask for JSON.
public struct Table: Sendable {
    let headings: [String]
    let rows: [[String]]

    public init(headings: [String], rows: [[String]]) {
        self.headings = headings
        self.rows = rows
    }

    /// Columns as wide as their widest cell. Control characters are shown as `?`: a cell never moves the cursor.
    public var text: String {
        let cells = ([headings] + rows).map { $0.map(Self.visible) }
        let widths = headings.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        let lines = cells.map { row in
            zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ").trimmingTrailingSpaces()
        }
        return lines.joined(separator: "\n")
    }

    private static func visible(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }
        return String(String.UnicodeScalarView(scalars))
    }
}

extension String {
    fileprivate func trimmingTrailingSpaces() -> String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

/// How a command prints what it found.
public enum OutputFormat: String, Hashable, Sendable, CaseIterable {
    case table
    case json
}

public enum JSONText {
    /// Keys by name and a line each, so that two outputs can be compared.
    public static func of(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
