// SPDX-License-Identifier: Apache-2.0

import PartylineTesting
import SharedLine
import Testing

@testable import LinePlan

@Suite struct PictureTests {
    private func picture(_ lines: [Line], on endpoint: String = "device:00005E000002") throws -> KeyPicture {
        var town = Town()
        town.put(lines, on: endpoint)
        let found = try town.directory.resolve(endpoint: endpoint)
        return KeyPicture(found, try #require(town.lists[found.address]), of: town.directory)
    }

    @Test func everyKeyIsShownFreeOnesToo() throws {
        let town = Town()
        let picture = try picture([
            Samples.line(town.ben, weight: 2), Samples.line(town.desk, port: 4, label: "IT", hotline: "110"),
        ])
        #expect(
            picture.text(style: .plain)
                == """
                Ben Zoń
                Cisco 7841, Hartford, device:00005E000002
                ┌─────┬────────────────────────────────────┐
                │ 1-2 │ Ben Zoń  1002  (owner)             │
                │   3 │ free                               │
                │   4 │ IT  Service Desk 1080  hotline 110 │
                └─────┴────────────────────────────────────┘
                """)
    }

    @Test func namesCannotMoveTheCursorOrBreakTheImage() throws {
        let town = Town()
        let picture = try picture([Samples.line(town.ben, label: "\u{1B}[2J<b>&\"\u{202E}")])
        #expect(!picture.text(style: .plain).contains("\u{1B}"))
        #expect(picture.svg.contains("?[2J&lt;b&gt;&amp;&quot;?"))
    }

    @Test func aPlanReadsAsADifference() throws {
        var town = Town()
        town.put(
            [Samples.line(town.ben), Samples.line(town.ann, port: 2, label: "Ann"), Samples.line(town.cem, port: 3)],
            on: "device:00005E000002")
        let plan = try town.plan(
            yaml: """
                lists:
                  - endpoint: "device:00005E000002"
                    lines:
                      - {member: ben@example.com}
                      - {member: ann@example.com, label: "Ms Baker", hotline: "2010"}
                      - {member: "Service Desk"}
                """)
        let file = PlanFile(plan, of: town.directory, id: Samples.uuid("plan", 1), server: "x")
        #expect(
            PlanText(file, style: .plain).text == """
                Ben Zoń, Cisco 7841, Hartford
                    1     Ben Zoń 1002
                  ~ 2     Ann Baker 1001     "Ann" → "Ms Baker", no hotline → hotline 2010
                  + 3     Service Desk 1080
                  - 3     Cem Ünal 1001

                1 list to change: the keys of 1 device and 0 apps. Lines: 1 added, 1 removed, 1 changed.
                ! Ben Zoń, Cisco 7841: the line of Ann Baker calls nothing but 2010 from there, emergency numbers included
                """)
    }
}
