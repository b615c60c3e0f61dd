// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import Testing

@Suite("A list as a change remembers it")
struct LineRecordTests {
    @Test(
        "A label comes back as it was written",
        arguments: [
            "plain", "\"", "\\", "\\\"", "\"quoted\" and \\back\\", "ends with \\", "☎️ 👩‍💼 🇨🇭", "Zürich / 東京",
            "\u{2028}\u{2029}", "</script>", "\u{301}", "\u{FEFF}bom", "\u{FFFD}",
        ])
    func label(text: String) throws {
        let line = Sample.line(Sample.owner, port: 1, label: text)
        let read = try LineRecord.lines(from: LineRecord.json(of: [line]))
        #expect(read == [line])
        #expect(read.first?.label?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
    }

    @Test("An empty list is an empty array")
    func empty() throws {
        #expect(LineRecord.json(of: []) == "[]")
        #expect(try LineRecord.lines(from: "[]").isEmpty)
    }

    @Test("What has no value, or the usual one, is left out, and ids are lower-case")
    func bytes() {
        let line = Sample.line(Sample.member(0xAB), port: 2, weight: 3)
        #expect(
            LineRecord.json(of: [line])
                == #"[{"member":"000000ab-0000-4000-8000-000000000001","port":2,"weight":3}]"#)
    }

    @Test("Any list that a store may hold comes back whole")
    func generated() throws {
        var random = SeededGenerator(seed: 31)
        for number in 0..<Generated.cases {
            let lines = Generated.storedList(using: &random).lines
            let json = LineRecord.json(of: lines)
            try #require(try LineRecord.lines(from: json) == lines, "case \(number)")
            try #require((try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [Any])?.count == lines.count)
        }
    }

    @Test("Text that is no list of lines is an error, not an empty list", arguments: ["", "{}", "null", "[1]", "[{}]"])
    func nonsense(json: String) {
        #expect(throws: DecodingError.self) { try LineRecord.lines(from: json) }
    }
}
