// SPDX-License-Identifier: Apache-2.0

/// Whether text for people has colours.
public struct TextStyle: Hashable, Sendable {
    public static let plain = TextStyle(isColoured: false)

    private let isColoured: Bool

    public init(isColoured: Bool) {
        self.isColoured = isColoured
    }

    public func added(_ text: String) -> String { paint(text, "32") }
    public func removed(_ text: String) -> String { paint(text, "31") }
    public func altered(_ text: String) -> String { paint(text, "33") }
    public func title(_ text: String) -> String { paint(text, "1") }
    public func quiet(_ text: String) -> String { paint(text, "2") }
    public func warning(_ text: String) -> String { paint(text, "33") }

    private func paint(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

/// Text that cannot move the cursor or change colours, whatever somebody has called somebody.
public enum VisibleText {
    public static func of(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: "?"
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    static func clipped(_ text: String, to width: Int) -> String {
        text.count <= width ? text : text.prefix(width - 1) + "…"
    }
}
