// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebexWire

@Suite struct JSONWriterTests {
    @Test func writesFieldsInTheOrderOfTheCalls() {
        let bytes = JSONWriter.object { object in
            object.field("text", "a")
            object.field("number", -12)
            object.field("digit", 7)
            object.field("yes", true)
            object.field("no", false)
            object.nullField("nothing")
            object.object("inner") { $0.field("x", 1) }
            object.object("empty") { _ in }
            object.array("list") { list in
                list.element("b")
                list.element(10)
                list.element(true)
                list.element(WebexID(.role, .sample(1)))
                list.object { _ in }
                list.array { _ in }
            }
            object.field("id", WebexID(.person, .sample(1)))
        }
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"text":"a","number":-12,"digit":7,"yes":true,"no":false,"nothing":null,"inner":{"x":1},"#
                + #""empty":{},"list":["b",10,true,"\#(WebexID(.role, .sample(1)))",{},[]],"#
                + #""id":"\#(WebexID(.person, .sample(1)))"}"#)
    }

    @Test func writesAnArray() {
        let bytes = JSONWriter.array { array in for number in 1...3 { array.element(number) } }
        #expect(String(decoding: bytes, as: UTF8.self) == "[1,2,3]")
    }

    @Test func leavesOutWhatIsAbsent() {
        let bytes = JSONWriter.object { object in
            object.optionalField("a", nil as String?)
            object.optionalField("b", "x")
            object.optionalField("c", nil as Int?)
            object.optionalField("d", 1)
            object.optionalField("e", nil as Bool?)
            object.optionalField("f", false)
        }
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"b":"x","d":1,"f":false}"#)
    }

    @Test func escapesWhatMustBeEscapedAndNothingElse() {
        let bytes = JSONWriter.array { $0.element("\"\\/\u{8}\u{9}\u{A}\u{C}\u{D}\u{0}\u{1F}\u{7F}ä€😀`true`") }
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"["\"\\/\b\t\n\f\r\u0000\u001f"# + "\u{7F}" + #"ä€😀`true`"]"#)
    }

    @Test func aKeyIsEscapedToo() throws {
        let bytes = JSONWriter.object { $0.field("a\"b\n", 1) }
        #expect(try canonical(bytes) == #"{"a\"b\n":1}"#)
    }

    @Test func aBridgedOrCutStringIsWrittenLikeAnyOther() throws {
        let whole = "Empfang – Köln"
        let bytes = JSONWriter.array { array in
            array.element(String(whole.dropFirst(10)))
            array.element(NSString(string: whole) as String)
        }
        #expect(String(decoding: bytes, as: UTF8.self) == #"["Köln","Empfang – Köln"]"#)
    }
}
