// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A moment as Webex writes it: UTC with milliseconds, `2026-11-23T19:00:00.000Z`.
public struct WebexTimestamp: Hashable, Sendable {
    public let date: Date

    public init(_ date: Date) {
        self.date = date
    }

    /// The 24 characters. Moments outside of the years 0 to 9999 are moved to the nearest end.
    public var text: String {
        let milliseconds = Self.milliseconds(of: date)
        let (day, time) = milliseconds.flooredQuotientAndRemainder(dividingBy: 86_400_000)
        let (year, month, dayOfMonth) = Self.civilDate(daysSince1970: day)
        var characters: [UInt8] = []
        characters.reserveCapacity(24)
        characters.append(year, digits: 4)
        characters.append(UInt8(ascii: "-"))
        characters.append(month, digits: 2)
        characters.append(UInt8(ascii: "-"))
        characters.append(dayOfMonth, digits: 2)
        characters.append(UInt8(ascii: "T"))
        characters.append(time / 3_600_000, digits: 2)
        characters.append(UInt8(ascii: ":"))
        characters.append(time / 60_000 % 60, digits: 2)
        characters.append(UInt8(ascii: ":"))
        characters.append(time / 1000 % 60, digits: 2)
        characters.append(UInt8(ascii: "."))
        characters.append(time % 1000, digits: 3)
        characters.append(UInt8(ascii: "Z"))
        return String(decoding: characters, as: UTF8.self)
    }

    /// Rounded to the nearest, since a date's binary fraction is rarely a whole millisecond.
    private static func milliseconds(of date: Date) -> Int {
        let first = -62_167_219_200_000.0
        let last = 253_402_300_799_999.0
        let exact = (date.timeIntervalSince1970 * 1000).rounded()
        return exact.isNaN ? 0 : Int(min(max(exact, first), last))
    }

    /// The Gregorian date. Counting years from March puts the leap day at the end of a year, and 400 years always have
    /// 146,097 days.
    private static func civilDate(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        let daysSinceMarchOfYear0 = daysSince1970 + 719_468
        let (era, dayOfEra) = daysSinceMarchOfYear0.flooredQuotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
    }
}

extension WebexTimestamp: Codable {
    /// Reads ISO 8601 with or without fractions of a second.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        let withFraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? withFraction.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no moment: \(text)")
        }
        self.init(date)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension Int {
    /// Division whose remainder is never negative.
    fileprivate func flooredQuotientAndRemainder(dividingBy divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension [UInt8] {
    /// Appends a number that is not negative with leading zeros.
    fileprivate mutating func append(_ number: Int, digits: Int) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
