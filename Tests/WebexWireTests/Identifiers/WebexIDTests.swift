// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebexWire

@Suite struct WebexIDTests {
    let uuid = UUID.sample(7)
    let uuidText = "abcdef01-2345-4789-8abc-def012345607"

    @Test func anIdentifierIsUnpaddedBase64OfTheCiscosparkAddress() {
        let expected = Data("ciscospark://us/PEOPLE/\(uuidText)".utf8).base64EncodedString()
            .replacing("=", with: "")
        #expect(WebexID(.person, uuid).text == expected)
        #expect(WebexID(.person, uuid).description == expected)
    }

    @Test func aTelephonyDeviceLivesInTheTeamRegion() throws {
        let text = WebexID(.callingDevice, uuid).text
        let plain = try #require(Data(base64Encoded: padded(text)))
        #expect(
            String(decoding: plain, as: UTF8.self)
                == "ciscospark://urn:TEAM:us-east-1_int13/CALLING_DEVICE/\(uuidText)")
    }

    @Test(arguments: WebexIDKind.allCases)
    func everyKindEncodesAsFoundationDoesAndParsesBack(_ kind: WebexIDKind) throws {
        var numbers = SeededNumbers(seed: 1)
        for _ in 0..<200 {
            let uuid = UUID.random(using: &numbers)
            let id = WebexID(kind, uuid)
            let plain = try #require(Data(base64Encoded: padded(id.text)))
            #expect(plain.base64EncodedString().replacing("=", with: "") == id.text)
            #expect(plain.suffix(37) == Data("/\(uuid.uuidString.lowercased())".utf8))
            #expect(WebexID.parse(id.text) == ParsedID(kind: kind, uuid: uuid))
            #expect(WebexID.parse(padded(id.text)) == ParsedID(kind: kind, uuid: uuid))
        }
    }

    @Test func appendingLeavesWhatStandsThere() {
        var bytes = Array("id=".utf8)
        WebexID(.role, uuid).append(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "id=" + WebexID(.role, uuid).text)
    }

    @Test func aSubstringParses() {
        let text = "members/\(WebexID(.place, uuid).text)/x"
        let part = text.split(separator: "/")[1]
        #expect(WebexID.parse(part) == ParsedID(kind: .place, uuid: uuid))
    }

    @Test func anyRegionParses() {
        for region in ["us", "eu", "urn:TEAM:eu-central-1_k", "x"] {
            let text = encoded("ciscospark://\(region)/DEVICE/\(uuidText)")
            #expect(WebexID.parse(text) == ParsedID(kind: .device, uuid: uuid))
        }
    }

    @Test func bothAlphabetsParse() {
        // Only a region can hold the bits that the alphabets spell differently.
        let plain = Data("ciscospark://\u{FB}\u{FF}?>~/PEOPLE/\(uuidText)".utf8).base64EncodedString()
        #expect(plain.contains("+") || plain.contains("/"))
        let urlSafe = plain.replacing("+", with: "-").replacing("/", with: "_")
        #expect(urlSafe != plain)
        #expect(WebexID.parse(plain) == ParsedID(kind: .person, uuid: uuid))
        #expect(WebexID.parse(urlSafe) == ParsedID(kind: .person, uuid: uuid))
    }

    @Test func aBareUUIDClaimsNoKind() {
        #expect(WebexID.parse(uuidText) == ParsedID(kind: nil, uuid: uuid))
        #expect(WebexID.parse(uuidText.uppercased()) == ParsedID(kind: nil, uuid: uuid))
        #expect(WebexID.parse(encoded("ciscospark://us/PEOPLE/\(uuidText.uppercased())"))?.uuid == uuid)
    }

    @Test func aWrongKindGivesNoUUID() {
        let parsed = ParsedID(kind: .device, uuid: uuid)
        #expect(parsed.uuid(as: .person) == nil)
        #expect(parsed.uuid(as: .device) == uuid)
        #expect(parsed.uuid(as: .callingDevice, .device) == uuid)
        #expect(ParsedID(kind: nil, uuid: uuid).uuid(as: .person) == uuid)
    }

    @Test(arguments: [
        "", "=", "==", "me", "%", "ä", "Y", "Y2lzY29zcGFyazovL3Vz", "abcdef01-2345-4789-8abc-def01234560",
        "abcdef01-2345-4789-8abc-def0123456077", "abcdef0123454789-8abc-def012345607----",
        "gbcdef01-2345-4789-8abc-def012345607", "abcdef01_2345_4789_8abc_def012345607",
        encoded("ciscospark://us/PEOPLE/abcdef01-2345-4789-8abc-def01234560"),
        encoded("ciscospark://us/PEOPLE/"), encoded("ciscospark://us/ROOM/abcdef01-2345-4789-8abc-def012345607"),
        encoded("ciscospark://us/people/abcdef01-2345-4789-8abc-def012345607"),
        encoded("ciscospark:///PEOPLE/abcdef01-2345-4789-8abc-def012345607"),
        encoded("ciscospark://us/PEOPLE/abcdef01-2345-4789-8abc-def012345607/x"),
        encoded("http://us/PEOPLE/abcdef01-2345-4789-8abc-def012345607"),
        encoded("ciscospark://us/PEOPLE/abcdef01-2345-4789-8abc-def012345607") + "===",
        encoded("ciscospark://us/PEOPLE/abcdef01-2345-4789-8abc-def012345607") + "\n",
        String(repeating: "A", count: 1 << 20),
    ])
    func whatIsNoIdentifierDoesNotParse(_ text: String) {
        #expect(WebexID.parse(text) == nil)
    }

    @Test func bitsLeftOverMustBeZero() throws {
        let text = WebexID(.person, uuid).text
        #expect(text.count % 4 == 3)
        let last = try #require(text.last)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let index = try #require(alphabet.firstIndex(of: last))
        #expect(WebexID.parse(text.dropLast() + String(alphabet[index + 1])) == nil)
    }

    @Test func itEncodesAsText() throws {
        #expect(try WebexJSON.encode([WebexID(.role, uuid)]) == Array(#"["\#(WebexID(.role, uuid).text)"]"#.utf8))
    }
}

/// Base64 without padding, by Foundation.
private func encoded(_ plain: String) -> String {
    Data(plain.utf8).base64EncodedString().replacing("=", with: "")
}

private func padded(_ text: String) -> String {
    text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
}

extension UUID {
    fileprivate static func random(using numbers: inout SeededNumbers) -> UUID {
        var uuid: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &uuid) { bytes in
            for index in bytes.indices { bytes[index] = UInt8.random(in: 0...255, using: &numbers) }
        }
        return UUID(uuid: uuid)
    }
}
