// SPDX-License-Identifier: Apache-2.0

import PartylineTesting
import SharedLine
import Testing

@testable import LinePlan

@Suite struct PlannerTests {
    var town = Town()

    @Test func aWholeListReplacesTheOneThatIsThere() throws {
        let plan = try town.plan(
            yaml: """
                lists:
                  - endpoint: "device:00005E000001"
                    lines:
                      - {member: "ann@example.com", weight: 2, label: "Ann"}
                      - {member: "Service Desk", label: "IT"}
                      - {member: "ben@example.com", port: 6}
                """)
        #expect(plan.changes.count == 1)
        #expect(plan.changes[0].eTag == "\"1\"")
        #expect(
            plan.changes[0].after == [
                Samples.line(town.ann, weight: 2, label: "Ann"), Samples.line(town.desk, port: 3, label: "IT"),
                Samples.line(town.ben, port: 6),
            ])
    }

    @Test func theOwnersLineMayBeLeftOutAndStaysAsItIs() throws {
        var town = town
        town.put([Samples.line(town.ann, weight: 3, label: "Ann")], on: "device:00005E000001")
        let plan = try town.plan(
            yaml: "lists: [{endpoint: \"device:00005E000001\", lines: [{member: Service Desk}]}]")
        #expect(
            plan.changes[0].after == [
                Samples.line(town.ann, weight: 3, label: "Ann"), Samples.line(town.desk, port: 4),
            ])
    }

    @Test func aLineIsAddedBehindTheLastOneOfEverySelectedEndpoint() throws {
        var town = town
        town.put([Samples.line(town.ann), Samples.line(town.ben, port: 5)], on: "device:00005E000001")
        let plan = try town.plan(
            yaml: "changes: [{add: Service Desk, label: IT, where: {location: Hartford, kind: [phone, app]}}]")
        let after = town.after(plan)
        #expect(after.lines(of: "device:00005E000001").last == Samples.line(town.desk, port: 6, label: "IT"))
        #expect(after.lines(of: "device:00005E000002").last == Samples.line(town.desk, port: 2, label: "IT"))
        #expect(after.lines(of: "app:ben@example.com").last == Samples.line(town.desk, port: 2, label: "IT"))
        #expect(after.lines(of: "app:cem@example.com").count == 1)
        #expect(after.lines(of: "device:00005E000004").count == 1)
    }

    @Test func addingAgainSetsWhatIsSaidAndLeavesTheRest() throws {
        var town = town
        town.put([Samples.line(town.ann), Samples.line(town.desk, port: 4, hotline: "110")], on: "device:00005E000001")
        let plan = try town.plan(yaml: "changes: [{add: Service Desk, label: IT, where: {tag: executive}}]")
        #expect(plan.changes[0].after.last == Samples.line(town.desk, port: 4, label: "IT", hotline: "110"))
    }

    @Test func replacingTakesThePortButNotTheLabelOfTheOneThatGoes() throws {
        var town = town
        let assistants = [Samples.line(town.ann), Samples.line(town.ben, port: 3, label: "Ben (assistant)")]
        town.put(assistants, on: "device:00005E000001")
        town.put(assistants + [Samples.line(town.cem, port: 4)], on: "app:ann@example.com")
        let plan = try town.plan(yaml: "changes: [{replace: ben@example.com, with: cem@example.com}]")
        let after = town.after(plan)
        #expect(after.lines(of: "device:00005E000001") == [Samples.line(town.ann), Samples.line(town.cem, port: 3)])
        #expect(after.lines(of: "app:ann@example.com") == [Samples.line(town.ann), Samples.line(town.cem, port: 4)])
        #expect(after.lines(of: "device:00005E000002") == [Samples.line(town.ben)])
    }

    @Test func removingLeavesTheOwnersEndpointsAlone() throws {
        var town = town
        town.put([Samples.line(town.ann), Samples.line(town.ben, port: 2)], on: "device:00005E000001")
        let after = town.after(try town.plan(yaml: "changes: [{remove: ben@example.com}]"))
        #expect(after.lines(of: "device:00005E000001") == [Samples.line(town.ann)])
        #expect(after.lines(of: "app:ben@example.com") == [Samples.line(town.ben)])
    }

    @Test func labelsAreMadeFromATemplate() throws {
        var town = town
        town.put([Samples.line(town.ann), Samples.line(town.ben, port: 2, label: "old")], on: "device:00005E000001")
        let plan = try town.plan(
            yaml: "changes: [{label: \"{lastName} {extension}, {location}\", where: {tag: executive}}]")
        #expect(plan.changes[0].after.map(\.label) == ["Baker 1001, Hartford", "Zoń 1002, Hartford"])
        #expect(
            town.problems(yaml: "changes:\n- label: \"{nmae}\"").first
                == "wanted.yaml, line 2: a label has no {nmae}; did you mean name?; there is {name}, {firstName}, {lastName}, {extension}, {number}, {esn}, {location}"
        )
    }

    @Test func movingPutsTheSharedLinesOnTheOtherPhone() throws {
        var town = town
        town.put(
            [Samples.line(town.lobby, label: "Lobby"), Samples.line(town.desk, port: 2, label: "IT")],
            on: "device:00005E000003")
        let after = town.after(
            try town.plan(yaml: "changes: [{move: \"device:00005E000003\", to: \"device:ann@example.com\"}]"))
        #expect(after.lines(of: "device:00005E000003") == [Samples.line(town.lobby, label: "Lobby")])
        #expect(
            after.lines(of: "device:00005E000001") == [
                Samples.line(town.ann), Samples.line(town.desk, port: 2, label: "IT"),
            ])
    }

    @Test func everythingThatAServerWouldRefuseIsSaidAtOnceWithItsLine() {
        #expect(
            town.problems(
                yaml: """
                    lists:
                      - endpoint: "device:00005E000003"
                        lines:
                          - {member: "Lobby", weight: 2}
                          - {member: "Service Desk"}
                      - endpoint: "device:00005E000001"
                        lines:
                          - {member: "ann@example.com"}
                          - {member: "Pantry"}
                          - {member: "ben@example.com", weight: 2, port: 1, hotline: "x"}
                          - {member: "ben@example.com", t38: true}
                    """) == [
                    "wanted.yaml, line 5: device:00005E000003: Service Desk: DMS Cisco 6821 has 2 line ports; this line would end on port 3",
                    "wanted.yaml, line 9: device:00005E000001: Pantry: Workspace Pantry has no professional licence",
                    "wanted.yaml, line 9: device:00005E000001: Pantry: Port 2 is taken; the line would move to port 4",
                    "wanted.yaml, line 10: device:00005E000001: Ben Zoń: Invalid field value: members.lineWeight: above 1 for the endpoint's owner alone",
                    "wanted.yaml, line 10: device:00005E000001: Ben Zoń: Invalid field value: members.hotlineDestination: 1 to 23 digits, +, * or #",
                    "wanted.yaml, line 10: device:00005E000001: Ben Zoń: Port 1 is taken; the line would move to port 2",
                    "wanted.yaml, line 11: device:00005E000001: Ben Zoń: DMS Cisco 8865 has no T.38 compression",
                    "wanted.yaml, line 11: device:00005E000001: Ben Zoń: A member stands in a list once",
                ])
    }

    @Test func aSwitchedOffAppIsFoundBeforehand() {
        let town = Town(disabledApps: [Town().ben.id])
        #expect(
            town.problems(yaml: "changes:\n- add: Service Desk\n  where: {kind: app, name: ben}") == [
                "wanted.yaml, line 2: app:ben@example.com: Only the desktop app shows shared lines and this person's is switched off"
            ])
    }

    @Test func namesThatMeanNothingAreAllSaid() {
        #expect(
            town.problems(
                yaml: """
                    lists: [{endpoint: "app:zoe@example.com", lines: []}]
                    changes:
                      - {remove: "Servise Desk"}
                      - {add: "Service Desk", where: {location: Hartfort}}
                      - {add: "Service Desk", where: {tag: nobody}}
                      - {replace: Lobby, with: Lobby}
                    """) == [
                    "wanted.yaml, line 1: nobody with a line is \"zoe@example.com\"",
                    "wanted.yaml, line 3: nobody with a line is \"Servise Desk\"; did you mean Service Desk?",
                    "wanted.yaml, line 4: nobody with a line is in a location \"Hartfort\"; did you mean Hartford?",
                    "wanted.yaml, line 5: selects no endpoint",
                    "wanted.yaml, line 6: Lobby is to be replaced by itself",
                ])
    }

    @Test func aWrongNameHidesNothingElseThatIsWrong() {
        #expect(
            town.problems(
                yaml: """
                    lists:
                      - endpoint: "device:00005E000003"
                        lines: [{member: Lobby, weight: 2}, {member: "Service Desk"}]
                      - endpoint: "device:00005E000002"
                        lines: [{member: Nobody}, {member: "Service Desk", port: 9}]
                    changes:
                      - {add: "Servise Desk", where: {kind: app}}
                    """) == [
                    "wanted.yaml, line 3: device:00005E000003: Service Desk: DMS Cisco 6821 has 2 line ports; this line would end on port 3",
                    "wanted.yaml, line 5: nobody with a line is \"Nobody\"",
                    "wanted.yaml, line 7: nobody with a line is \"Servise Desk\"; did you mean Service Desk?",
                ])
    }

    @Test func aSecondListOfOneEndpointIsRefused() {
        let list = "{endpoint: \"app:ann@example.com\", lines: []}"
        #expect(
            town.problems(yaml: "lists:\n- \(list)\n- \(list)") == [
                "wanted.yaml, line 3: app:ann@example.com has a list already, on line 2"
            ])
    }

    @Test func theThirtySixthEndpointIsFoundOverTheWholePlan() {
        let yaml = "changes: [{add: Service Desk, where: {kind: app}}]"
        #expect(town.problems(yaml: yaml, counts: [town.desk.id: 32]).isEmpty)
        #expect(
            town.problems(yaml: yaml, counts: [town.desk.id: 33]) == [
                "wanted.yaml, line 1: the line of Service Desk stands on 33 endpoints and would stand on 36, of 35 at most"
            ])
    }

    @Test func changesThatGiveEarlierOnesSomethingToDoAreRefused() {
        var town = town
        town.put(
            [Samples.line(town.ann), Samples.line(town.ben, port: 2), Samples.line(town.cem, port: 3)],
            on: "device:00005E000001")
        let problems = town.problems(
            yaml: """
                changes:
                  - {replace: ben@example.com, with: Service Desk}
                  - {replace: cem@example.com, with: ben@example.com}
                """)
        #expect(problems.count == 1)
        #expect(problems[0].contains("device:00005E000001: applied again"))
    }

    @Test func whatBlocksEmergencyCallsIsWarnedOf() throws {
        let plan = try town.plan(
            yaml: """
                lists:
                  - endpoint: "device:00005E000001"
                    lines: [{member: ann@example.com, hotline: "2010"}]
                changes:
                  - {add: cem@example.com, where: {endpoint: "app:ben@example.com"}}
                """)
        #expect(
            plan.warnings.map(\.text) == [
                "Ann Baker, Cisco 8865: the line of Ann Baker calls nothing but 2010 from there, emergency numbers included",
                "Ann Baker, Cisco 8865: no line can call an emergency number any more",
                "in Hartford, an emergency call on the line of Cem Ünal is sent to Boston: Ben Zoń, app",
            ])
    }

    @Test func fullPhonesLostLinesAndUselessLabelsAreWarnedOf() throws {
        var town = town
        town.put([Samples.line(town.ann), Samples.line(town.desk, port: 2)], on: "device:00005E000001")
        let plan = try town.plan(
            yaml: """
                changes:
                  - {remove: Service Desk}
                  - {add: ben@example.com, where: {endpoint: "device:00005E000003"}}
                  - {label: Fax, of: Lobby, where: {kind: adapter}}
                """, counts: [town.desk.id: 1])
        #expect(
            Set(plan.warnings.map(\.text)) == [
                "Lobby, Cisco 6821: the last of 2 line ports is taken",
                "Lobby, Cisco ATA 192: Cisco ATA 192 shows no labels",
                "the line of Service Desk will stand nowhere any more: nobody sees it ring",
            ])
    }
}
