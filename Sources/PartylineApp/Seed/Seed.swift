// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine

/// An organisation ready to be stored: every reference resolved, every list decided.
public struct Seed: Sendable {
    public let organisation: Organisation
    /// In an order in which each edit finds what it refers to.
    let edits: [Edit]
    /// What it holds, for the person who imports it.
    public let summary: String

    /// Reads a seed file's text.
    ///
    /// - Parameter name: what the problems call the file.
    /// - Throws: a `CommandFailure` with a line for everything that is wrong with it.
    public init(reading text: String, name: String) throws(CommandFailure) {
        let problems = SeedProblems()
        let file = SeedReader(problems: problems).read(text)
        guard let organisation = file.organisation else {
            throw CommandFailure(.usage, problems.lines.map { "\(name): \($0)" })
        }
        let directory = SeedDirectory(of: file, organisation: organisation, problems)
        let lists = SeedLists(of: file, in: directory, problems)
        guard problems.isEmpty else { throw CommandFailure(.usage, problems.lines.map { "\(name): \($0)" }) }
        self.organisation = directory.organisation
        edits = Self.edits(of: directory, lists)
        summary =
            "\(directory.locations.count) locations, \(directory.people.count) people, "
            + "\(directory.workspaces.count) workspaces, \(directory.virtualLines.count) virtual lines, "
            + "\(directory.devices.count) devices, \(lists.replacements.count) lists with shared lines"
    }

    /// The demo organisation that comes with the program.
    public static func demo() throws(CommandFailure) -> Seed {
        try Seed(reading: String(decoding: PackageResources.demo_yaml, as: UTF8.self), name: "demo.yaml")
    }

    /// Stores the organisation in one commit, so that all of it is there or nothing.
    ///
    /// - Throws: a `CommandFailure` where the organisation is there already, or something of it belongs to another.
    public func load(into store: any Store, at now: Date) async throws {
        let present = try await store.organisations()
        guard !present.contains(where: { $0.id == organisation.id || $0.name == organisation.name }) else {
            throw Self.exists(organisation)
        }
        let commit = Commit(
            organisation: organisation.id, origin: .commandLine(at: now), cause: .imported, edits: edits, answer: nil)
        do {
            try await store.commit(commit)
        } catch CommitRefusal.exists(let subject) where subject.kind == .organisation {
            throw Self.exists(organisation)
        } catch CommitRefusal.numberInUse(let number) {
            throw CommandFailure.failed("\(number) belongs to another organisation of this database")
        } catch CommitRefusal.exists(let subject) {
            throw CommandFailure.failed(
                "a \(subject.kind.rawValue) of the file belongs to another organisation of this database: "
                    + subject.id.uuidString.lowercased())
        }
    }

    private static func exists(_ organisation: Organisation) -> CommandFailure {
        .failed("the database holds \(organisation.name) already; nothing was changed")
    }

    private static func edits(of directory: SeedDirectory, _ lists: SeedLists) -> [Edit] {
        var edits: [Edit] = [.addOrganisation(directory.organisation)]
        edits += directory.locations.map(Edit.addLocation)
        edits += directory.people.map(Edit.addPerson)
        edits += directory.applications.map(Edit.addApplication)
        edits += directory.workspaces.map(Edit.addWorkspace)
        edits += directory.virtualLines.map(Edit.addVirtualLine)
        edits += directory.devices.map(Edit.addDevice)
        edits += lists.replacements.map(Edit.replaceList)
        return edits
    }
}
