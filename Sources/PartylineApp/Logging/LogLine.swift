// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging

/// One log line: pure, from an event to the bytes that stand between two line ends, whatever the event holds.
struct LogLine {
    let at: Date
    let level: Logger.Level
    let message: String
    /// In the order they are shown.
    let fields: [(key: String, value: Logger.MetadataValue)]

    /// `{"time":…,"level":…,"message":…,"key":…}`
    var json: String {
        var text = "{\"time\":\"\(Self.timestamp(at))\",\"level\":\"\(level.rawValue)\",\"message\":"
        Self.appendQuoted(message, to: &text)
        for (key, value) in fields {
            text += ","
            // A field must not pose as one of the line's own.
            Self.appendQuoted(Self.ownKeys.contains(key) ? "_" + key : key, to: &text)
            text += ":"
            Self.appendJSON(value, to: &text)
        }
        return text + "}"
    }

    /// `2026-11-23T12:00:00.000Z INFO    message key=value`
    func text(isColoured: Bool) -> String {
        let time = Self.timestamp(at)
        let level = level.rawValue.uppercased().padded(to: 8)
        var text =
            isColoured
            ? "\u{1B}[2m\(time)\u{1B}[0m \(Self.colour(of: self.level))\(level)\u{1B}[0m "
            : "\(time) \(level) "
        Self.appendOneLine(message, to: &text)
        for (key, value) in fields {
            text += " "
            Self.appendOneLine(key, to: &text)
            text += "="
            let plain = value.description
            if plain.isEmpty || plain.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) {
                Self.appendQuoted(plain, to: &text)
            } else {
                Self.appendOneLine(plain, to: &text)
            }
        }
        return text
    }

    private static let ownKeys: Set<String> = ["time", "level", "message"]

    private static func colour(of level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "\u{1B}[2m"
        case .info: "\u{1B}[32m"
        case .notice: "\u{1B}[36m"
        case .warning: "\u{1B}[33m"
        case .error, .critical: "\u{1B}[31m"
        }
    }

    private static func appendJSON(_ value: Logger.MetadataValue, to text: inout String) {
        switch value {
        case .string(let string): appendQuoted(string, to: &text)
        case .stringConvertible(let number as any BinaryInteger): text += "\(number)"
        case .stringConvertible(let flag as Bool): text += flag ? "true" : "false"
        case .stringConvertible(let number as Double) where number.isFinite: text += "\(number)"
        case .stringConvertible(let value): appendQuoted(value.description, to: &text)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                appendJSON(value, to: &text)
            }
            text += "]"
        case .dictionary(let values):
            text += "{"
            for (index, (key, value)) in values.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text += "," }
                appendQuoted(key, to: &text)
                text += ":"
                appendJSON(value, to: &text)
            }
            text += "}"
        }
    }

    /// A JSON string. It never holds a line end, so that nothing logged can pose as a line of its own.
    private static func appendQuoted(_ string: String, to text: inout String) {
        text += "\""
        defer { text += "\"" }
        if isPlain(string) {
            text += string
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            default: appendVisible(scalar, to: &text)
            }
        }
    }

    /// Whether it can stand within quotes as it is.
    private static func isPlain(_ string: String) -> Bool {
        string.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    private static func appendOneLine(_ string: String, to text: inout String) {
        for scalar in string.unicodeScalars { appendVisible(scalar, to: &text) }
    }

    private static func appendVisible(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar.value {
        case 0x0A: text += "\\n"
        case 0x0D: text += "\\r"
        case 0x09: text += "\\t"
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029:
            let digits = String(scalar.value, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: text.unicodeScalars.append(scalar)
        }
    }

    /// RFC 3339 in UTC with milliseconds. By hand, because a formatter costs more than the rest of the line.
    static func timestamp(_ date: Date) -> String {
        let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down))
        let (days, inDay) = floorDivide(milliseconds, by: 86_400_000)
        let (year, month, day) = civilDate(ofDay: days)
        let seconds = inDay / 1000
        return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))T\(digits(seconds / 3600, 2)):"
            + "\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2)).\(digits(inDay % 1000, 3))Z"
    }

    /// Year, month and day of a day counted from 1970-01-01, in the proleptic Gregorian calendar: years begin in March
    /// here, so that the leap day comes last and every month's start is a linear function.
    private static func civilDate(ofDay days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func floorDivide(_ number: Int64, by divisor: Int64) -> (Int64, Int64) {
        let remainder = number % divisor
        let positive = remainder < 0 ? remainder + divisor : remainder
        return ((number - positive) / divisor, positive)
    }

    private static func digits(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
