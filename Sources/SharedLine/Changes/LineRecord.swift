// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A line as a change remembers it. Reading goes through `Codable`; writing is by hand, because two lists are written
/// with every edit. What is as most lines have it is left out: weight 1, declining allowed, no T.38.
public struct LineRecord: Hashable, Sendable, Codable {
    public let member: UUID
    public let port: Int
    public let weight: Int?
    public let label: String?
    public let hotline: String?
    public let allowsCallDecline: Bool?
    public let t38FaxCompression: Bool?

    /// The line it remembers.
    ///
    /// - Throws: where its hotline is no destination.
    public func line() throws -> Line {
        let destination = hotline.flatMap(HotlineDestination.init)
        guard (destination == nil) == (hotline == nil) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: [CodingKeys.hotline], debugDescription: "no hotline destination"))
        }
        return Line(
            member: MemberID(member), port: port, weight: weight ?? 1, label: label, hotline: destination,
            allowsCallDecline: allowsCallDecline ?? true, t38FaxCompression: t38FaxCompression ?? false)
    }

    /// The JSON array that a change keeps of a list.
    public static func json(of lines: [Line]) -> String {
        var text = "["
        text.reserveCapacity(lines.count * 120)
        for (index, line) in lines.enumerated() {
            text += index > 0 ? ",{\"member\":\"" : "{\"member\":\""
            text += line.member.description
            text += "\",\"port\":\(line.port)"
            if line.weight != 1 { text += ",\"weight\":\(line.weight)" }
            if let label = line.label {
                text += ",\"label\":"
                appendQuoted(label, to: &text)
            }
            if let hotline = line.hotline { text += ",\"hotline\":\"\(hotline.digits)\"" }
            if !line.allowsCallDecline { text += ",\"allowsCallDecline\":false" }
            if line.t38FaxCompression { text += ",\"t38FaxCompression\":true" }
            text += "}"
        }
        return text + "]"
    }

    /// The lines of what `json(of:)` wrote.
    public static func lines(from json: String) throws -> [Line] {
        try JSONDecoder().decode([LineRecord].self, from: Data(json.utf8)).map { try $0.line() }
    }

    /// A label holds no control characters, so that quotes and backslashes are all there is to escape.
    private static func appendQuoted(_ label: String, to text: inout String) {
        text += "\""
        if label.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
            for scalar in label.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { text.unicodeScalars.append("\\") }
                text.unicodeScalars.append(scalar)
            }
        } else {
            text += label
        }
        text += "\""
    }
}
