// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import WebexWire

/// What holds for all values and all bytes, tried on many that are the same in every run.
@Suite struct JSONGeneratedTests {
    @Test func whatIsWrittenIsReadAgain() throws {
        var numbers = SeededNumbers(seed: 11)
        for _ in 0..<2_000 {
            let value = TestJSON.random(depth: 5, using: &numbers)
            let bytes = JSONWriter.array { value.append(to: &$0) }
            #expect(try TestJSON.read(bytes) == .array([value]))
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(bytes)) }
        }
    }

    /// Whatever is accepted must also be JSON to an independent parser; whatever is refused must be refused in bounds.
    @Test func mutatedBytesNeitherCrashNorPassAsJSON() throws {
        var numbers = SeededNumbers(seed: 12)
        var accepted = 0
        for round in 0..<20_000 {
            let bytes = Self.bodies[round % Self.bodies.count].mutated(using: &numbers)
            do {
                let value = try TestJSON.read(bytes)
                accepted += 1
                // Foundation refuses numbers that no floating-point value holds, although the grammar allows them.
                guard !value.hasOtherNumbers else { continue }
                #expect(
                    (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil,
                    "\(String(decoding: bytes, as: UTF8.self))")
            } catch let error as JSONSyntaxError {
                #expect((0...bytes.count).contains(error.offset))
            }
            _ = try? MemberListRequest.parse(bytes)
            _ = try? WebexApplicationsRequest.parse(bytes)
            _ = try? WebexVirtualLineRequest.parse(bytes)
        }
        // Both outcomes must have been tried, or the test proves little.
        #expect(accepted > 1_000)
        #expect(accepted < 15_000)
    }

    /// What `JSONReader` and `MemberListRequest` call a syntax error is the same.
    @Test func aBodyIsRefusedAsNotJSONExactlyWhereTheReaderRefusesIt() {
        var numbers = SeededNumbers(seed: 13)
        for round in 0..<20_000 {
            let bytes = Self.bodies[round % Self.bodies.count].mutated(using: &numbers)
            guard !bytes.isEmpty else { continue }
            var expected: JSONSyntaxError?
            do { _ = try TestJSON.read(bytes) } catch { expected = error as? JSONSyntaxError }
            var found: JSONSyntaxError?
            do { _ = try MemberListRequest.parse(bytes) } catch {
                if case .syntax(let error) = error { found = error }
            }
            #expect(found == expected)
        }
    }

    private static let bodies: [[UInt8]] = [
        #"{"members":[{"id":"Y2lz","port":1,"primaryOwner":"TRUE","lineLabel":"K\u00f6ln \ud83d\ude00 ä"}]}"#,
        #"[1,-2.5e3,true,false,null,"a\n\\",{"x":[[]],"y":{}}] "#,
        #"{"members":[],"other":{"a":"b"},"hotlineDestination":"+49*#","desktopClientEnabled":false}"#,
        "{\n\t\"firstName\" : \"€\" , \"lastName\":\"\"\r\n}",
    ].map { Array($0.utf8) }
}

@Suite(.timeLimit(.minutes(1))) struct JSONHostileInputTests {
    /// A million bytes, as the largest body has: anything quadratic takes far more than the minute.
    private static let size = 1 << 20

    @Test func aLongStringIsReadInOneGo() throws {
        for part in ["a", "ä", #"\u0041"#, #"\\"#, #"\ud83d\ude00"#] {
            let text = String(repeating: part, count: Self.size / part.utf8.count)
            let request = try MemberListRequest.parse(Array(#"{"members":[{"lineLabel":"\#(text)"}]}"#.utf8))
            guard case .member(let member) = try #require(request.elements.first) else { throw TestJSON.NotAtEnd() }
            #expect((member.lineLabel.value?.utf8.count ?? 0) > Self.size / 6 - 10)
        }
    }

    @Test func aLongNumberIsReadInOneGo() throws {
        let digits = String(repeating: "1", count: Self.size)
        let zeros = String(repeating: "0", count: Self.size)
        #expect(try TestJSON.read(Array(digits.utf8)) == .otherNumber(.tooLarge))
        #expect(try TestJSON.read(Array("0.\(digits)".utf8)) == .otherNumber(.fraction))
        #expect(try TestJSON.read(Array("1\(zeros)".utf8)) == .otherNumber(.tooLarge))
        #expect(try TestJSON.read(Array("0.\(zeros)1e\(Self.size + 1)".utf8)) == .integer(1))
        #expect(try TestJSON.read(Array("1e\(digits)".utf8)) == .otherNumber(.tooLarge))
    }

    @Test func manyOpenBracketsStopAtTheLimit() {
        for (bracket, offset) in [("[", 32), (#"{"a":"#, 160)] {
            let bytes = Array(String(repeating: bracket, count: 100_000).utf8)
            #expect(throws: RequestBodyError.syntax(JSONSyntaxError(offset: offset, reason: .tooDeep))) {
                try MemberListRequest.parse(bytes)
            }
        }
    }

    @Test func manyElementsAreReadToTheEndButNotKept() {
        for element in ["{}", "0", "[]", #"{"id":"x"}"#] {
            let elements = Array(repeating: element, count: Self.size / (element.utf8.count + 1))
            let body = #"{"members":[\#(elements.joined(separator: ","))]}"#
            #expect(throws: RequestBodyError.tooManyElements(key: "members", maximum: 200)) {
                try MemberListRequest.parse(Array(body.utf8))
            }
        }
    }

    @Test func whiteSpaceAndUnknownKeysAreSkipped() throws {
        let space = String(repeating: " ", count: Self.size)
        #expect(try MemberListRequest.parse(Array("{\(space)}".utf8)).elements.isEmpty)
        let keys = Array(repeating: #""unknown":[{"a":1}]"#, count: Self.size / 20).joined(separator: ",")
        #expect(try MemberListRequest.parse(Array("{\(keys)}".utf8)).elements.isEmpty)
    }
}

extension TestJSON {
    fileprivate static func random(depth: Int, using numbers: inout SeededNumbers) -> TestJSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &numbers) {
        case 0: return .bool(Bool.random(using: &numbers))
        case 1: return .integer(Int.random(in: -20...20, using: &numbers))
        case 2: return .integer(Int(truncatingIfNeeded: numbers.next()))
        case 3, 4: return .string(.random(using: &numbers))
        case 5, 6:
            return .array(
                (0..<Int.random(in: 0..<5, using: &numbers)).map { _ in random(depth: depth - 1, using: &numbers) })
        default:
            let keys = ["a", "quote\"", "back\\slash", "t38FaxCompressionEnabled `true`"]
            let count = Int.random(in: 0...keys.count, using: &numbers)
            return .object(keys.prefix(count).map { Field(key: $0, value: random(depth: depth - 1, using: &numbers)) })
        }
    }

    fileprivate func append(to array: inout JSONArrayWriter) {
        switch self {
        case .bool(let bool): array.element(bool)
        case .integer(let integer): array.element(integer)
        case .string(let string): array.element(string)
        case .array(let elements): array.array { inner in for element in elements { element.append(to: &inner) } }
        case .object(let fields): array.object { object in for field in fields { field.append(to: &object) } }
        case .otherNumber, .null: break
        }
    }
}

extension TestJSON.Field {
    fileprivate func append(to object: inout JSONObjectWriter) {
        let known: [StaticString] = ["a", "quote\"", "back\\slash", "t38FaxCompressionEnabled `true`"]
        for name in known where name.description == key {
            switch value {
            case .bool(let bool): object.field(name, bool)
            case .integer(let integer): object.field(name, integer)
            case .string(let string): object.field(name, string)
            case .array(let elements):
                object.array(name) { inner in for element in elements { element.append(to: &inner) } }
            case .object(let fields): object.object(name) { inner in for field in fields { field.append(to: &inner) } }
            case .otherNumber, .null: break
            }
        }
    }
}

extension String {
    fileprivate static func random(using numbers: inout SeededNumbers) -> String {
        var string = ""
        for _ in 0..<Int.random(in: 0..<12, using: &numbers) {
            let highest: UInt32 = [0x20, 0x80, 0x800, 0x1_0000, 0x11_0000].randomElement(using: &numbers) ?? 0x80
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<highest, using: &numbers)) {
                string.unicodeScalars.append(scalar)
            }
        }
        return string
    }
}

extension [UInt8] {
    /// One to four bytes changed, put in, taken out or doubled; sometimes everything behind a place cut off.
    fileprivate func mutated(using numbers: inout SeededNumbers) -> [UInt8] {
        var bytes = self
        let telling = Array("{}[]\",:\\0129eE.-+tfnu \n\u{0}".utf8) + [0x80, 0xC3, 0xED, 0xF4, 0xFF]
        for _ in 0..<Int.random(in: 1...4, using: &numbers) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &numbers)
            let byte = telling.randomElement(using: &numbers) ?? 0
            switch Int.random(in: 0..<9, using: &numbers) {
            case 0, 1: bytes[place] = byte
            case 2: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
            case 3, 4: bytes.insert(byte, at: place)
            case 5, 6: bytes.remove(at: place)
            case 7: bytes.insert(bytes[place], at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}
