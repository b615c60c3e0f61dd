// SPDX-License-Identifier: Apache-2.0

import PartylineTesting
import SharedLine
import Testing

@testable import LinePlan

@Suite struct CSVTests {
    private func problems(_ csv: String) -> [String] {
        do throws(FileProblems) {
            _ = try WantedFile(csv: csv, name: "wanted.csv")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func rowsOfOneEndpointMakeItsList() throws {
        let file = try WantedFile(
            csv: """
                endpoint,port,member,weight,label,hotline,allowDecline,t38
                app:ann@example.com,1,person:ann@example.com,,,,,
                device:00005E000001,1,person:ann@example.com,2,"Ann, front",,FALSE,
                app:ann@example.com,,Service Desk,,,'+1860,,
                """, name: "wanted.csv")
        #expect(
            file.lists.map(\.endpoint) == [
                Located("app:ann@example.com", line: 2), Located("device:00005E000001", line: 3),
            ])
        #expect(file.lists[0].keys.map(\.member.line) == [2, 4])
        #expect(file.lists[0].keys[1].hotline == "+1860")
        #expect(file.lists[1].keys[0].label == "Ann, front")
        #expect(file.lists[1].keys[0].weight == 2)
        #expect(file.lists[1].keys[0].allowDecline == false)
    }

    @Test func semicolonsAByteOrderMarkAndAnyLineEndAreRead() throws {
        let file = try WantedFile(
            csv:
                "\u{FEFF}endpoint;member\r\napp:ann@example.com;Service Desk\r\n\r\napp:ben@example.com;\"a\r\nb\"\r\napp:x;y",
            name: "wanted.csv")
        #expect(file.lists.map(\.endpoint.line) == [2, 4, 6])
        #expect(file.lists[1].keys[0].member.value == "a\r\nb")
    }

    @Test func everythingWrongIsSaidWithItsLine() {
        #expect(
            problems("endpoint,port,member,t38\nx,one,y,\nx,1\n,1,y,maybe\n") == [
                "wanted.csv, line 2: port is a whole number, not one",
                "wanted.csv, line 3: 2 columns where the header has 4",
                "wanted.csv, line 4: endpoint is empty",
            ])
        #expect(
            problems("endpoint,membr\n").first
                == "wanted.csv, line 1: there is no column \"membr\"; did you mean member?; there is endpoint, port, member, weight, label, hotline, allowDecline, t38"
        )
        #expect(problems("endpoint,member\nx,\"y\n") == ["wanted.csv, line 2: a quotation mark is never closed"])
        #expect(problems("").count == 1)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+18605550101", "'+18605550101"), ("-5", "'-5"), ("@SUM", "'@SUM"), ("'quoted", "''quoted"),
        ("0119", "'0119"), ("123456789012", "'123456789012"), ("5E10", "'5E10"), ("1.5", "'1.5"), ("2010", "2010"),
        ("CEO, Ann", "\"CEO, Ann\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("Zoë", "Zoë"), ("", ""),
    ])
    func aCellIsNeitherAFormulaNorANumberThatLosesDigits(value: String, cell: String) {
        #expect(CSVCell.text(of: value) == cell)
    }

    @Test func whatACellHoldsComesBack() throws {
        var random = SeededGenerator(seed: 7)
        let characters = Array("=+-@'\"0123456789eE.,; \tabcÄ漢")
        for _ in 0..<2000 {
            let value = String(
                (0..<Int.random(in: 1...12, using: &random)).map { _ in
                    characters.randomElement(using: &random) ?? "a"
                }
            ).trimmed
            guard !value.isEmpty else { continue }
            let rows = try CSVReader.rows(of: "a,b\n\(CSVCell.text(of: value)),x\n")
            #expect(CSVCell.value(of: rows[1].fields[0]) == value)
        }
    }

    @Test func anExportOfEitherKindChangesNothing() throws {
        var town = Town()
        town.put(
            [
                Samples.line(town.ann, weight: 2, label: "=Ann \"A\""), Samples.line(town.desk, port: 4, label: "0119"),
                Samples.line(town.cem, port: 5, hotline: "+49"),
                Samples.line(town.ben, port: 6, allowsCallDecline: false),
            ], on: "device:00005E000001")
        town.put([Samples.line(town.lobby, t38FaxCompression: true)], on: "device:00005E000004")
        let export = Export(town.lists, of: town.directory)
        #expect(try town.plan(WantedFile(csv: export.csv, name: "x.csv")).changes == [])
        #expect(try town.plan(WantedFile(yaml: export.yaml, name: "x.yaml")).changes == [])
        let empty = Town()
        let planned = try empty.plan(WantedFile(csv: export.csv, name: "x.csv"))
        #expect(empty.after(planned).lines(of: "device:00005E000001") == town.lines(of: "device:00005E000001"))
        #expect(
            empty.after(try empty.plan(WantedFile(yaml: export.yaml, name: "x.yaml"))).lists.mapValues(\.lines)
                == town.lists.mapValues(\.lines))
    }
}
