// SPDX-License-Identifier: Apache-2.0

/// Durations as people write them: `90d`, `12h`, `30m`, `10s`, `250ms`; a bare number counts seconds.
public enum DurationText {
    private static let units: [(suffix: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000),
    ]

    /// nil where the text is no duration, or one above a hundred years.
    public static func parse(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let suffix = text.dropFirst(digits.count)
        guard let count = Int64(digits) else { return nil }
        guard let unit = suffix.isEmpty ? 1000 : units.first(where: { $0.suffix == suffix })?.milliseconds else {
            return nil
        }
        let (milliseconds, overflows) = count.multipliedReportingOverflow(by: unit)
        guard !overflows, milliseconds <= 36_500 * 86_400_000 else { return nil }
        return .milliseconds(milliseconds)
    }
}
