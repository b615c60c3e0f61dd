// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebexWire

@Suite struct PartylineShapesTests {
    @Test func `a cursor is 16 digits and reads back, and nothing else is one`() {
        for sequence in [0, 1, 42, 0xFFFF, Int64.max] {
            let text = ChangeCursor(sequence).text
            #expect(text.count == 16)
            #expect(ChangeCursor(text)?.sequence == sequence)
        }
        for text in ["", "0", "000000000000002A", "-00000000000002a", "+00000000000002a", "ffffffffffffffff", "２"] {
            #expect(ChangeCursor(text) == nil, "\(text)")
        }
    }

    @Test func `cursors order as texts as they do as numbers`() {
        let sequences: [Int64] = [0, 9, 10, 15, 16, 255, 4096, 1 << 40]
        #expect(sequences.map { ChangeCursor($0).text } == sequences.map { ChangeCursor($0).text }.sorted())
    }

    @Test func `a problem has every reason with its place`() throws {
        let problem = ProblemBody(
            status: 400, title: "Bad Request", detail: "No",
            errors: [.init(detail: "Wrong", code: 25024, reason: "right", list: 3, member: 2, field: "port")],
            trackingID: "T")
        #expect(
            String(decoding: problem.json(), as: UTF8.self)
                == #"{"type":"about:blank","title":"Bad Request","status":400,"detail":"No","errors":"#
                + #"[{"detail":"Wrong","code":25024,"reason":"right","list":3,"member":2,"field":"port"}],"#
                + #""trackingId":"T"}"#)
    }

    @Test func `a change's record is written as it is, and its event is one line`() throws {
        let item = ChangeItem(
            cursor: ChangeCursor(42), at: WebexTimestamp(Date(timeIntervalSince1970: 0)), actor: "command-line",
            trackingID: "T", cause: "import", subjectKind: "token",
            subjectID: .bare(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))), version: nil,
            before: nil, after: .record(json: #"{"role":"full_admin"}"#))
        let json = String(decoding: item.json(), as: UTF8.self)
        #expect(
            json == #"{"id":"000000000000002a","at":"1970-01-01T00:00:00.000Z","actor":"command-line","#
                + #""trackingId":"T","cause":"import","subject":{"kind":"token","#
                + #""id":"01020304-0506-0708-090a-0b0c0d0e0f10"},"after":{"role":"full_admin"}}"#)
        let event = ServerSentEvent.bytes(id: "1", name: "change", data: item.json())
        #expect(String(decoding: event, as: UTF8.self) == "id: 1\nevent: change\ndata: \(json)\n\n")
    }

    @Test func `an undo's body may be missing, empty, or name a version`() throws {
        #expect(try UndoRequest.parse([]).toVersion == .absent)
        #expect(try UndoRequest.parse(Array("{}".utf8)).toVersion == .absent)
        #expect(try UndoRequest.parse(Array(#"{"toVersion":5,"other":[{}]}"#.utf8)).toVersion == .value(5))
        #expect(try UndoRequest.parse(Array(#"{"toVersion":"5"}"#.utf8)).toVersion == .invalid)
        #expect(throws: RequestBodyError.notAnObject) { try UndoRequest.parse(Array("5".utf8)) }
    }
}
