// SPDX-License-Identifier: Apache-2.0

extension KeyPicture {
    private enum Size {
        static let width = 360
        static let header = 56
        static let key = 36
        static let gap = 4
        static let margin = 16
    }

    /// The same as an image that needs nothing from anywhere.
    public var svg: String {
        let rows = keys.map { $0.ports.count }
        let height = Size.header + rows.reduce(0) { $0 + $1 * Size.key + Size.gap } + Size.margin
        var top = Size.header
        var body: [String] = []
        for key in keys {
            let keyHeight = key.ports.count * Size.key
            body.append(Self.element(key, top: top, height: keyHeight))
            top += keyHeight + Size.gap
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Size.width) \(height)" width="\(Size.width)" \
            height="\(height)" role="img" aria-label="\(Self.escaped("Line keys of \(title)"))" \
            font-family="system-ui, sans-serif">
            <rect width="100%" height="100%" rx="12" fill="#f4f5f7"/>
            <text x="\(Size.margin)" y="26" font-size="17" font-weight="600" fill="#1b1f24">\(Self.escaped(title))</text>
            <text x="\(Size.margin)" y="45" font-size="12" fill="#57606a">\(Self.escaped(subtitle))</text>
            \(body.joined(separator: "\n"))
            </svg>

            """
    }

    private static func element(_ key: Key, top: Int, height: Int) -> String {
        let (fill, stroke) =
            key.isFree ? ("#f4f5f7", "#d0d7de") : key.isOwner ? ("#ddf4ff", "#54aeff") : ("#ffffff", "#afb8c1")
        let middle = top + height / 2
        let port = key.ports.count == 1 ? "\(key.ports.lowerBound)" : "\(key.ports.lowerBound)–\(key.ports.upperBound)"
        let text = VisibleText.clipped(key.isFree ? "free" : key.text, to: 34)
        let detail = [key.detail, key.hotline.map { "hotline \($0)" } ?? ""].filter { !$0.isEmpty }.joined(
            separator: " · ")
        let colour = key.isFree ? "#8c959f" : "#1b1f24"
        let small =
            detail.isEmpty
            ? ""
            : "<text x=\"64\" y=\"\(middle + 13)\" font-size=\"11\" fill=\"#57606a\">\(escaped(VisibleText.clipped(detail, to: 48)))</text>"
        return """
            <rect x="\(Size.margin)" y="\(top)" width="\(Size.width - 2 * Size.margin)" height="\(height)" rx="6" \
            fill="\(fill)" stroke="\(stroke)"/>
            <text x="28" y="\(middle + 5)" font-size="13" fill="#57606a">\(port)</text>
            <text x="64" y="\(detail.isEmpty ? middle + 5 : middle - 2)" font-size="14" fill="\(colour)">\(escaped(text))</text>\(small)
            """
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in VisibleText.of(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
