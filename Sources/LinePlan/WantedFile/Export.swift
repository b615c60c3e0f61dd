// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// Lists as a file that would change nothing: made to be edited and planned.
public struct Export: Sendable {
    private let directory: LineDirectory
    private let lists: [EndpointAddress: ActualList]

    public init(_ lists: [EndpointAddress: ActualList], of directory: LineDirectory) {
        self.directory = directory
        self.lists = lists
    }

    private var entries: [(endpoint: LineEndpoint, list: ActualList)] {
        directory.ordered.compactMap { endpoint in lists[endpoint.address].map { (endpoint, $0) } }
    }

    /// One row for each key, in the order of ports.
    public var csv: String {
        var text = WantedFile.columns.joined(separator: ",") + "\r\n"
        for (endpoint, list) in entries {
            let name = CSVCell.text(of: directory.text(of: endpoint))
            for line in list.lines {
                let cells = [
                    name, String(line.port), CSVCell.text(of: member(line)),
                    line.weight == 1 ? "" : String(line.weight), CSVCell.text(of: line.label ?? ""),
                    CSVCell.text(of: line.hotline?.digits ?? ""), line.allowsCallDecline ? "" : "false",
                    line.t38FaxCompression ? "true" : "",
                ]
                text += cells.joined(separator: ",") + "\r\n"
            }
        }
        return text
    }

    /// The same with a comment that says whose each endpoint is.
    public var yaml: String {
        var text = "# yaml-language-server: $schema=lines.schema.json\nlists:\n"
        for (endpoint, list) in entries {
            text += "  # \(comment(directory.title(of: endpoint)))\n"
            text += "  - endpoint: \(YAMLScalar.quoted(directory.text(of: endpoint)))\n    lines:\n"
            var next = 1
            for line in list.lines {
                text += "      - {\(settings(of: line, next: next).joined(separator: ", "))}\n"
                next = line.lastPort + 1
            }
        }
        return text
    }

    private func settings(of line: Line, next: Int) -> [String] {
        var settings = ["member: \(YAMLScalar.quoted(member(line)))"]
        if line.port != next { settings.append("port: \(line.port)") }
        if line.weight != 1 { settings.append("weight: \(line.weight)") }
        if let label = line.label { settings.append("label: \(YAMLScalar.quoted(label))") }
        if let hotline = line.hotline { settings.append("hotline: \(YAMLScalar.quoted(hotline.digits))") }
        if !line.allowsCallDecline { settings.append("allowDecline: false") }
        if line.t38FaxCompression { settings.append("t38: true") }
        return settings
    }

    private func member(_ line: Line) -> String {
        directory.member(line.member).map(directory.text(of:)) ?? "id:\(line.member)"
    }

    private func comment(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) })
    }
}

enum YAMLScalar {
    /// Always in quotes: no text then turns into a number, a date or a truth value.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
