// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// The line keys of one endpoint as they would be seen on it.
public struct KeyPicture: Hashable, Sendable {
    public struct Key: Hashable, Sendable {
        /// The key's first and last port.
        public let ports: ClosedRange<Int>
        /// What the key shows: the label, or the member's name; empty for a free key.
        public let text: String
        /// Smaller print: whose line it is.
        public let detail: String
        public let isOwner: Bool
        /// What a hotline calls.
        public let hotline: String?

        public var isFree: Bool { text.isEmpty }
    }

    public let title: String
    public let subtitle: String
    /// By port, free ones included.
    public let keys: [Key]

    public init(_ endpoint: LineEndpoint, _ list: ActualList, of directory: LineDirectory) {
        let location = directory.owner(of: endpoint)?.location.map { ", \($0.name)" } ?? ""
        title = directory.owner(of: endpoint)?.fullName ?? "unknown owner"
        subtitle = "\(list.model.displayName)\(location), \(directory.text(of: endpoint))"
        var keys: [Key] = []
        var next = 1
        for line in list.lines {
            if next < line.port { keys += (next..<line.port).map(Self.free) }
            let member = directory.member(line.member)
            let name = member?.fullName ?? line.member.description
            let whole = [name, member?.extension].compactMap(\.self).joined(separator: " ")
            let text = line.label ?? name
            keys.append(
                Key(
                    ports: line.port...line.lastPort, text: text,
                    detail: text == whole ? "" : text == name ? member?.extension ?? "" : whole,
                    isOwner: line.member == endpoint.owner, hotline: line.hotline?.digits))
            next = line.lastPort + 1
        }
        if next <= list.model.maxLineCount { keys += (next...list.model.maxLineCount).map(Self.free) }
        self.keys = keys
    }

    private static func free(_ port: Int) -> Key {
        Key(ports: port...port, text: "", detail: "", isOwner: false, hotline: nil)
    }

    // MARK: In a terminal

    /// A frame with a row for each key.
    ///
    /// - Parameter width: how wide the terminal is, in characters.
    public func text(style: TextStyle, width: Int = 80) -> String {
        let rows = keys.map(Self.row)
        let ports = rows.map(\.port.count).max() ?? 1
        let content = min(rows.map(\.text.count).max() ?? 0, max(20, width - ports - 7))
        let bar = { (left: String, middle: String, right: String) in
            left + String(repeating: "─", count: ports + 2) + middle + String(repeating: "─", count: content + 2)
                + right
        }
        let lines = zip(keys, rows).map { key, row in
            let text = VisibleText.padded(VisibleText.clipped(row.text, to: content), to: content)
            let port = String(repeating: " ", count: ports - row.port.count) + row.port
            return "│ \(port) │ \(key.isFree ? style.quiet(text) : key.isOwner ? style.title(text) : text) │"
        }
        return
            ([style.title(VisibleText.of(title)), VisibleText.of(subtitle), bar("┌", "┬", "┐")] + lines
            + [bar("└", "┴", "┘")]).joined(separator: "\n")
    }

    private static func row(_ key: Key) -> (port: String, text: String) {
        let port = key.ports.count == 1 ? "\(key.ports.lowerBound)" : "\(key.ports.lowerBound)-\(key.ports.upperBound)"
        if key.isFree { return (port, "free") }
        var text = VisibleText.of(key.text)
        if !key.detail.isEmpty { text += "  \(VisibleText.of(key.detail))" }
        if key.isOwner { text += "  (owner)" }
        if let hotline = key.hotline { text += "  hotline \(hotline)" }
        return (port, text)
    }
}
