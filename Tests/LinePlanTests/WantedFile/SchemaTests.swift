// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import LinePlan

@Suite struct SchemaTests {
    private struct Schema: Decodable {
        struct Shape: Decodable {
            let properties: [String: Anything]?
        }

        struct Anything: Decodable {
            init(from decoder: any Decoder) {}
        }

        let properties: [String: Anything]
        let definitions: [String: Shape]

        enum CodingKeys: String, CodingKey {
            case properties
            case definitions = "$defs"
        }
    }

    @Test func editorsKnowTheKeysThatAreRead() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/reference/lines.schema.json")
        let schema = try JSONDecoder().decode(Schema.self, from: Data(contentsOf: file))
        func keys(_ name: String) -> [String] { schema.definitions[name]?.properties?.keys.sorted() ?? [] }
        #expect(schema.properties.keys.sorted() == WantedKeys.file.sorted())
        #expect(keys("list") == WantedKeys.list.sorted())
        #expect(keys("line") == WantedKeys.line.sorted())
        #expect(keys("selector") == WantedKeys.selector.sorted())
        for (name, known) in WantedKeys.changes { #expect(keys(name) == known.sorted(), "\(name)") }
    }
}
