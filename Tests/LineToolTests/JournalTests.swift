// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinePlan
import PartylineTesting
import Testing
import WebexWire

@testable import LineTool

@Suite struct JournalTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID())")
    private let list = WebexID(.person, Samples.uuid("member", 1))
    private let other = WebexID(.person, Samples.uuid("member", 2))

    private func plan(_ number: Int) -> PlanFile {
        PlanFile(
            Plan(changes: [], warnings: []), of: LineDirectory(members: [], endpoints: []),
            id: Samples.uuid("plan", number), server: "http://127.0.0.1/v1")
    }

    private func withFile(_ work: (URL) throws -> Void) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try work(folder.appendingPathComponent("x.journal"))
    }

    @Test func anotherRunKnowsWhatWasWritten() throws {
        try withFile { file in
            do {
                let journal = try Journal(at: file, of: plan(1))
                #expect(journal.written == [])
                try journal.noteWritten(list, trackingID: "T_1")
                try journal.sync()
            }
            #expect(try Journal(at: file, of: plan(1)).written == [list])
        }
    }

    @Test func aLineThatThePowerCutIsCutOff() throws {
        try withFile { file in
            do {
                let journal = try Journal(at: file, of: plan(1))
                try journal.noteWritten(list, trackingID: nil)
            }
            let whole = try Data(contentsOf: file)
            for length in 0...40 {
                try (whole + Data("{\"list\":\"\(other)\"}".utf8.prefix(length))).write(to: file)
                do {
                    let journal = try Journal(at: file, of: plan(1))
                    #expect(journal.written == [list])
                    try journal.noteWritten(other, trackingID: nil)
                }
                #expect(try Journal(at: file, of: plan(1)).written == [list, other])
            }
        }
    }

    @Test func twoRunsOfOnePlanAreKeptApart() throws {
        try withFile { file in
            let first = try Journal(at: file, of: plan(1))
            #expect(throws: ToolFailure.self) { try Journal(at: file, of: plan(1)) }
            _ = first.written
        }
    }

    @Test func theJournalOfAnotherPlanIsNotTouched() throws {
        try withFile { file in
            do { _ = try Journal(at: file, of: plan(1)) }
            #expect(throws: ToolFailure.self) { try Journal(at: file, of: plan(2)) }
        }
    }

    @Test func aDamagedJournalIsSaidToBeDamaged() throws {
        try withFile { file in
            try Data("{\"plan\":\n".utf8).write(to: file)
            #expect(throws: ToolFailure.self) { try Journal(at: file, of: plan(1)) }
        }
    }
}
