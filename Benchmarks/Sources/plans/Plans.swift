// SPDX-License-Identifier: Apache-2.0

import BenchmarkData
import Foundation
import LinePlan
import SharedLine

/// Plans from files alone: what there is comes from one file, what should be from another.
///
///     plans write FOLDER COUNT      actual.csv, wanted.csv, wanted.yaml: COUNT lists of ten lines, all to be re-labelled
///     plans plan FOLDER COUNT FILE  reads actual.csv and FILE, makes the plan, writes it, prints seconds
@main
struct Plans {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4, let count = Int(arguments[3]) else {
            FileHandle.standardError.write(Data("plans write|plan FOLDER COUNT [FILE]\n".utf8))
            exit(64)
        }
        let folder = URL(fileURLWithPath: arguments[2])
        let directory = directory(of: SampleOrganisation(people: count))
        if arguments[1] == "write" {
            try write(SampleOrganisation(people: count), directory, folder)
        } else {
            try plan(directory, folder, folder.appendingPathComponent(arguments[4]))
        }
    }

    private static func directory(of organisation: SampleOrganisation) -> LineDirectory {
        let people = (0..<organisation.people).map(organisation.person)
        return LineDirectory(
            members: people.map { DirectoryMember(member: $0.member, email: $0.email) },
            endpoints: people.map { person in
                LineEndpoint(
                    address: .application(of: person.member.id), owner: person.member.id, model: .desktopApplication,
                    mac: nil, tags: [], isEnabled: true)
            })
    }

    private static func write(
        _ organisation: SampleOrganisation, _ directory: LineDirectory, _ folder: URL
    ) throws {
        for (name, mark) in [("actual", "old"), ("wanted", "new")] {
            var lists: [EndpointAddress: ActualList] = [:]
            for index in 0..<organisation.people {
                lists[.application(of: organisation.memberID(index))] = ActualList(
                    model: .desktopApplication, lines: organisation.lines(index, mark: mark), eTag: nil)
            }
            let export = Export(lists, of: directory)
            try Data(export.csv.utf8).write(to: folder.appendingPathComponent("\(name).csv"))
            try Data(export.yaml.utf8).write(to: folder.appendingPathComponent("\(name).yaml"))
        }
    }

    private static func plan(_ directory: LineDirectory, _ folder: URL, _ file: URL) throws {
        let clock = ContinuousClock()
        var plan = Plan(changes: [], warnings: [])
        let took = try clock.measure {
            let empty = Dictionary(
                uniqueKeysWithValues: directory.ordered.map { endpoint in
                    (
                        endpoint.address,
                        ActualList(model: endpoint.model, lines: [.primaryOwner(endpoint.owner)], eTag: nil)
                    )
                })
            let actual = try WantedFile(
                csv: String(contentsOf: folder.appendingPathComponent("actual.csv"), encoding: .utf8), name: "actual")
            var lists = empty
            for change in try Planner(directory: directory, lists: empty).plan(actual).changes {
                lists[change.endpoint.address] = ActualList(model: change.model, lines: change.after, eTag: nil)
            }
            let text = try String(contentsOf: file, encoding: .utf8)
            let wanted =
                try file.pathExtension == "csv"
                ? WantedFile(csv: text, name: "wanted") : WantedFile(yaml: text, name: "wanted")
            plan = try Planner(directory: directory, lists: lists).plan(wanted)
            let kept = PlanFile(plan, of: directory, id: UUID(), server: "http://127.0.0.1/v1")
            try kept.json().write(to: folder.appendingPathComponent("kept.plan"))
        }
        print("\(plan.changes.count) lists planned in \(took)")
    }
}
