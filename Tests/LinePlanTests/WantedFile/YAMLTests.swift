// SPDX-License-Identifier: Apache-2.0

import SharedLine
import Testing

@testable import LinePlan

@Suite struct YAMLTests {
    private func problems(_ yaml: String) -> [String] {
        do throws(FileProblems) {
            _ = try WantedFile(yaml: yaml, name: "wanted.yaml")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func listsAndChangesAreReadWithTheirLines() throws {
        let file = try WantedFile(
            yaml: """
                lists:
                  - endpoint: "device:00005E000001"
                    lines:
                      - {member: "person:ann@example.com", weight: 2}
                      - {member: "virtualLine:Service Desk", label: "IT", allowDecline: false}
                changes:
                  - add: "virtualLine:Service Desk"
                    label: "IT"
                    where: {kind: [app, phone], location: Hartford}
                  - replace: "person:ben@example.com"
                    with: "person:cem@example.com"
                  - remove: "person:ben@example.com"
                    where: {tag: executive}
                  - label: "{name}"
                    of: "person:ann@example.com"
                  - move: "device:00005E000001"
                    to: "device:00005E000002"
                """, name: "wanted.yaml")
        #expect(file.lists.map(\.endpoint.line) == [2])
        #expect(file.lists[0].keys.map(\.member.line) == [4, 5])
        #expect(file.lists[0].keys[1].allowDecline == false)
        #expect(file.changes.map(\.line) == [7, 11, 12, 14, 16])
        guard case .add(let key, let selector) = file.changes[0] else { return #expect(Bool(false)) }
        #expect(key.label == "IT")
        #expect(selector.kinds == [.app, .phone])
        #expect(selector.locations.map(\.value) == ["Hartford"])
    }

    @Test func everythingWrongIsSaidWithItsLine() {
        #expect(
            problems(
                """
                lists:
                  - endpoint: "app:ann@example.com"
                    lines:
                      - {member: x, port: one, wieght: 2}
                      - {port: 2}
                  - {lines: []}
                changes:
                  - add: x
                  - swap: x
                  - remove: x
                    where: {kind: fridge}
                """) == [
                    "wanted.yaml, line 4: a line has no key wieght; did you mean weight?; there is member, port, weight, label, hotline, allowDecline, t38",
                    "wanted.yaml, line 4: port is a whole number, not one",
                    "wanted.yaml, line 5: a line: member is missing",
                    "wanted.yaml, line 6: a list: endpoint is missing",
                    "wanted.yaml, line 8: add: where is missing; it says which endpoints get the line",
                    "wanted.yaml, line 9: a change is one of add, replace, remove, label, move",
                    "wanted.yaml, line 11: kind is one of app, phone, adapter, device, not fridge",
                ])
    }

    @Test func whatIsNoYAMLIsSaidWithItsLine() {
        #expect(problems("lists:\n  - {a: [}\n").first?.hasPrefix("wanted.yaml, line 2: is no YAML") == true)
        #expect(problems("").first == "wanted.yaml: is empty; it holds lists, changes or both")
        #expect(problems("- 1").first == "wanted.yaml, line 1: the file must be a mapping of keys to values")
    }
}
