// SPDX-License-Identifier: Apache-2.0

import LineService
import SharedLine
import Testing

@testable import WebexAPI

@Suite struct QueryItemsTests {
    @Test func `names and values are decoded, a plus is a space`() throws {
        let query = try QueryItems("name=Ann+Lee&phone%4Eumber=%2B1860&x=")
        #expect(query.text("name") == "Ann Lee")
        #expect(query.text("phoneNumber") == "+1860")
        #expect(query.text("x") == nil)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%ff", "%=a"])
    func `broken escapes are refused`(_ text: String) {
        #expect(throws: ServiceError.self) { try QueryItems(text) }
    }

    @Test func `a repeated name and commas are both lists`() throws {
        #expect(try QueryItems("id=a,b&id=c").texts("id") == ["a", "b", "c"])
    }

    @Test func `truth comes in any case and nothing else is taken for it`() throws {
        #expect(try QueryItems("f=True").flag("f") == true)
        #expect(try QueryItems("f=FALSE").flag("f") == false)
        #expect(throws: ServiceError.self) { try QueryItems("f=yes").flag("f") }
    }

    @Test func `a page is clamped silently above and refused below`() throws {
        #expect(try QueryItems("max=5000&start=3").page(limit: 2000) == Page(start: 3, max: 2000))
        #expect(try QueryItems("max=10.0").page(limit: 2000) == Page(start: 0, max: 10))
        #expect(try QueryItems("").page(limit: 2000, default: 100) == Page(start: 0, max: 100))
        for wrong in ["max=-1", "start=-1", "max=ten", "start=1.5", "start=99999999999999999999", "max=nan"] {
            #expect(throws: ServiceError.self, "\(wrong)") { try QueryItems(wrong).page(limit: 2000) }
        }
    }

    @Test func `the next page carries the whole query`() throws {
        let query = try QueryItems("name=Zo%C3%AB+%26&start=0&max=2")
        #expect(query.replacing("start", with: "2") == "name=Zo%C3%AB%20%26&max=2&start=2")
    }
}
