// SPDX-License-Identifier: Apache-2.0

/// Prometheus' text format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
public enum PrometheusText {
    public static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// - Parameter families: each name once.
    public static func of(_ families: [MetricFamily]) -> String {
        var text = ""
        for family in families {
            text += "# HELP \(family.name) \(oneLine(family.help))\n# TYPE \(family.name) \(family.kind.rawValue)\n"
            for sample in family.samples {
                text += family.name + sample.suffix
                if !sample.labels.text.isEmpty { text += "{\(sample.labels.text)}" }
                text += " \(number(sample.value))\n"
            }
        }
        return text
    }

    /// A whole number without a point, as counts are read by people too.
    static func number(_ value: Double) -> String {
        // Where a double stops holding every whole number.
        if value.rounded() == value, abs(value) < 9e15 { return String(Int(value)) }
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return String(value)
    }

    private static func oneLine(_ help: String) -> String {
        help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }
}
