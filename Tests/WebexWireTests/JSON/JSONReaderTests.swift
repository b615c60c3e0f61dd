// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import WebexWire

@Suite struct JSONReaderTests {
    @Test(arguments: [
        ("{}", TestJSON.object([])),
        ("[]", .array([])),
        (" [ ] ", .array([])),
        ("\t{\r\n} ", .object([])),
        ("null", .null), ("true", .bool(true)), ("false", .bool(false)), ("0", .integer(0)),
        ("[null,true,false]", .array([.null, .bool(true), .bool(false)])),
        (#""""#, .string("")),
        (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{C}\n\r\t")),
        (#""\u0041\u00e4\u20AC\ud83d\ude00\u0000""#, .string("Aä€😀\0")),
        (#""ä€😀\u007f""#, .string("ä€😀\u{7F}")),
        (#""\\u0041""#, .string("\\u0041")),
        (#"{"a":1,"b":[{"c":null}]}"#, object(("a", .integer(1)), ("b", .array([object(("c", .null))])))),
        (#"{ "a" : 1 , "a" : 2 }"#, object(("a", .integer(1)), ("a", .integer(2)))),
        (#"{"":""}"#, object(("", .string("")))),
    ])
    func readsWhatIsJSON(_ text: String, _ expected: TestJSON) throws {
        #expect(try TestJSON.read(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        ("", 0, JSONSyntaxError.Reason.unexpectedEnd), ("  ", 2, .unexpectedEnd),
        ("{", 1, .unexpectedEnd), ("[", 1, .unexpectedEnd), ("[1", 2, .unexpectedEnd), (#"{"a""#, 4, .unexpectedEnd),
        (#"{"a":"#, 5, .unexpectedEnd), (#"{"a":1"#, 6, .unexpectedEnd), (#"{"a":1,"#, 7, .unexpectedEnd),
        (#""abc"#, 4, .unexpectedEnd), (#""\"#, 2, .unexpectedEnd), (#""\u00"#, 5, .unexpectedEnd),
        (#""\ud83d"#, 7, .unexpectedEnd), (#""\ud83d\"#, 8, .unexpectedEnd), (#""\ud83d\ude"#, 11, .unexpectedEnd),
        ("tru", 0, .unexpectedEnd), ("[nul", 1, .unexpectedEnd), ("-", 1, .unexpectedEnd), ("1.", 2, .unexpectedEnd),
        ("1e", 2, .unexpectedEnd), ("1e+", 3, .unexpectedEnd),
        ("{} x", 3, .trailingBytes), ("{}{}", 2, .trailingBytes), ("1 2", 2, .trailingBytes),
        ("{}\0", 2, .trailingBytes),
        ("\0{}", 0, .unexpectedByte), ("[\0]", 1, .unexpectedByte), ("]", 0, .unexpectedByte),
        ("'a'", 0, .unexpectedByte),
        ("[1,]", 3, .unexpectedByte), ("[,1]", 1, .unexpectedByte), ("NaN", 0, .unexpectedByte),
        ("+1", 0, .unexpectedByte), (".5", 0, .unexpectedByte), ("// x\n1", 0, .unexpectedByte),
        ("[1}", 2, .expectedCommaOrEnd), (#"{"a":1]"#, 6, .expectedCommaOrEnd), ("[1 2]", 3, .expectedCommaOrEnd),
        ("[0x1]", 2, .expectedCommaOrEnd), (#"["a""b"]"#, 4, .expectedCommaOrEnd),
        ("{1:2}", 1, .expectedKey), ("{,}", 1, .expectedKey), (#"{"a":1,}"#, 7, .expectedKey),
        ("{a:1}", 1, .expectedKey),
        (#"{"a" 1}"#, 5, .expectedColon), (#"{"a"}"#, 4, .expectedColon),
        ("trux", 0, .badLiteral), ("True", 0, .unexpectedByte), ("nulL", 0, .badLiteral), ("fals ", 0, .badLiteral),
        ("01", 0, .badNumber), ("-01", 1, .badNumber), ("[00]", 1, .badNumber), ("-a", 1, .badNumber),
        ("1.e1", 2, .badNumber), ("1e.", 2, .badNumber), ("--1", 1, .badNumber), ("1e+-1", 3, .badNumber),
        ("\"a\nb\"", 2, .controlCharacter), ("\"a\tb\"", 2, .controlCharacter), ("\"\0\"", 1, .controlCharacter),
        ("\"\u{1F}\"", 1, .controlCharacter), ("{\"a\u{1}\":1}", 3, .controlCharacter),
        (#""\x""#, 1, .badEscape), (#""\'""#, 1, .badEscape), (#""\u12G4""#, 1, .badEscape),
        (#""\U0041""#, 1, .badEscape),
        (#""\ud83d\u12x4""#, 7, .badEscape),
        (#""\ud83d""#, 1, .loneSurrogate), (#""\ude00""#, 1, .loneSurrogate), (#""\ud83d\ud83d""#, 1, .loneSurrogate),
        (#""\ud83dx""#, 1, .loneSurrogate), (#""\ud83d\n""#, 1, .loneSurrogate),
        (#""a\ud83d\u0041""#, 2, .loneSurrogate),
        ("\u{FEFF}{}", 0, .byteOrderMark),
    ])
    func refusesWhatIsNotJSONAndSaysWhere(_ text: String, _ offset: Int, _ reason: JSONSyntaxError.Reason) {
        #expect(throws: JSONSyntaxError(offset: offset, reason: reason)) {
            try TestJSON.read(Array(text.utf8))
        }
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xE2, 0x82, 0x22], [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xF1, 0x80, 0x80, 0x28],
        ] as [[UInt8]])
    func refusesWhatIsNotUTF8(_ wrong: [UInt8]) {
        #expect(throws: JSONSyntaxError(offset: 1, reason: .invalidUTF8)) {
            try TestJSON.read([0x22] + wrong + [0x22, 0x22, 0x22])
        }
    }

    @Test(arguments: [[0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98]] as [[UInt8]])
    func aCharacterCutOffAtTheEndIsAnEnd(_ cut: [UInt8]) {
        #expect(throws: JSONSyntaxError(offset: 1 + cut.count, reason: .unexpectedEnd)) {
            try TestJSON.read([0x22] + cut)
        }
    }

    @Test func everyScalarOfUnicodeIsRead() throws {
        let scalars = (0x20...0x10FFFF).lazy.compactMap(Unicode.Scalar.init).filter { $0 != "\"" && $0 != "\\" }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        let read = try TestJSON.read(Array("\"\(text)\"".utf8))
        guard case .string(let string) = read else { throw TestJSON.NotAtEnd() }
        #expect(string.unicodeScalars.elementsEqual(scalars))
    }

    @Test func nestsThirtyTwoLevelsAndNoMore() throws {
        let deepest = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        #expect(throws: Never.self) { try TestJSON.read(Array(deepest.utf8)) }
        #expect(throws: JSONSyntaxError(offset: 32, reason: .tooDeep)) { try TestJSON.read(Array("[\(deepest)]".utf8)) }
        let objects = String(repeating: #"{"a":"#, count: 33)
        #expect(throws: JSONSyntaxError(offset: 160, reason: .tooDeep)) { try TestJSON.read(Array(objects.utf8)) }
        let siblings = "[" + Array(repeating: "[[]]", count: 100).joined(separator: ",") + "]"
        #expect(throws: Never.self) { try TestJSON.read(Array(siblings.utf8)) }
    }

    @Test func skipsTheRestOfAnyValue() throws {
        for value in ["1", #""x""#, "{}", "[]", #"{"a":[1,{"b":[]}],"c":{}}"#, "[[[]],{}]"] {
            var reader = JSONReader(Array("[\(value),7]".utf8))
            #expect(try reader.next() == .arrayStart)
            try reader.skipRest(of: try reader.next())
            #expect(try reader.next() == .number(.integer(7)))
        }
    }

    @Test func comparesAKeyWithoutItsEscapes() throws {
        var reader = JSONReader(Array(#"["port","por\u0074","ports"]"#.utf8))
        _ = try reader.next()
        for isEqual in [true, true, false] {
            guard case .string(let text) = try reader.next() else { throw TestJSON.NotAtEnd() }
            #expect(reader.isEqual(text, to: "port") == isEqual)
        }
    }

    @Test func anErrorSaysWhatAndWhere() {
        #expect(JSONSyntaxError(offset: 7, reason: .badNumber).description == "a malformed number (byte 7)")
    }
}

private func object(_ fields: (String, TestJSON)...) -> TestJSON {
    .object(fields.map { TestJSON.Field(key: $0.0, value: $0.1) })
}
