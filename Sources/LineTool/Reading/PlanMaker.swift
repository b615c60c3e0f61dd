// SPDX-License-Identifier: Apache-2.0

public import LinePlan
import SharedLine
import WebexClient
import WebexWire

/// From a file to a plan: reads what the file is about, and nothing else.
public struct PlanMaker: Sendable {
    private let reader: OrganisationReader

    public init(reader: OrganisationReader) {
        self.reader = reader
    }

    /// The plan, and the directory that gives its ids names.
    ///
    /// - Throws: `FileProblems` with everything that the server would refuse.
    public func plan(
        _ file: WantedFile, onProgress: OnProgress? = nil
    ) async throws -> (plan: Plan, directory: LineDirectory) {
        var directory = try await reader.directory()
        let needed = Planner(directory: directory, lists: [:]).endpoints(neededBy: file)
        let (lists, known) = try await reader.lists(at: needed, in: directory, onProgress: onProgress)
        directory = known
        let questions = Planner(directory: directory, lists: lists).questions(about: file)
        directory = try await reader.directory(
            directory, knowingAppsOf: questions.apps, onProgress: onProgress)
        let counts = try await endpointCounts(of: questions.shared, directory, lists, onProgress)
        let plan = try Planner(directory: directory, lists: lists, endpointCounts: counts).plan(file)
        return (plan, directory)
    }

    /// On how many endpoints members stand. Where all lists have been read, they say it; else the server is asked,
    /// which does not count apps on which a line is shared: those that have been read are added.
    private func endpointCounts(
        of members: [MemberID], _ directory: LineDirectory, _ lists: [EndpointAddress: ActualList],
        _ onProgress: OnProgress?
    ) async throws -> [MemberID: Int] {
        var inApps: [MemberID: Int] = [:]
        var everywhere: [MemberID: Int] = [:]
        for (address, list) in lists {
            for line in list.lines {
                everywhere[line.member, default: 0] += 1
                if !address.isDevice { inApps[line.member, default: 0] += 1 }
            }
        }
        if lists.count == directory.endpoints.count {
            return Dictionary(uniqueKeysWithValues: members.map { ($0, everywhere[$0] ?? 0) })
        }
        let onDevices = try await members.mapConcurrently(
            limit: reader.client.limits.concurrency * 2, onProgress: onProgress
        ) { id in
            let kind = directory.member(id)?.kind ?? .person
            return try await reader.client.devices(showing: WebexID(kind.idKind, id.uuid)).count
        }
        return Dictionary(
            uniqueKeysWithValues: zip(members, onDevices).map { ($0, $1 + (inApps[$0] ?? 0)) })
    }
}
