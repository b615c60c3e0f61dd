// SPDX-License-Identifier: Apache-2.0

import BenchmarkData
import Foundation
import SharedLine
import StoreSQLite
import WebexWire

extension Stages {
    static var origin: ChangeOrigin {
        ChangeOrigin(actor: "token:benchmark", trackingID: "benchmark", at: Date())
    }

    func list(_ number: Int) async throws -> MemberList {
        let list = try await store.memberList(
            at: .application(of: sample.memberID(number)), in: sample.organisation.id)
        guard let list else { throw MissingList() }
        return list
    }

    /// The edit that a PUT of the person's ten lines asks for.
    func edit(_ number: Int, mark: String) -> MemberListEdit {
        let wanted = sample.lines(number % sample.people, mark: mark).enumerated().map { index, line in
            var wanted = WantedLine()
            wanted.member = .value(WantedMember(id: line.member, kind: .person))
            wanted.port = .value(line.port)
            wanted.primaryOwner = .value(index == 0)
            wanted.lineType = .value(index == 0 ? .primary : .sharedCallAppearance)
            wanted.lineWeight = .value(line.weight)
            wanted.lineLabel = line.label.map(Wanted.value) ?? .leftOut
            wanted.hotlineEnabled = .value(false)
            wanted.allowsCallDecline = .value(line.allowsCallDecline)
            return wanted
        }
        return MemberListEdit(lines: wanted, keptWhenLeftOut: [.hotlineEnabled, .hotlineDestination], isStrict: false)
    }

    /// A commit that gives the person's list, as it is read now, new labels.
    func replacement(_ number: Int, mark: String) async throws -> Commit {
        let list = try await list(number)
        let replacement = MemberListReplacement(
            endpoint: list.endpoint.id, expectedVersion: list.version, before: list.lines,
            after: sample.lines(number % sample.people, mark: "\(mark) \(number)"))
        return Commit(
            organisation: sample.organisation.id, origin: Self.origin, cause: .edit,
            edits: [.replaceList(replacement)], answer: nil)
    }

    /// The wire's form of a list, as the server would answer it.
    static func response(_ list: MemberList) -> MemberListResponse {
        MemberListResponse(
            model: list.endpoint.model.name,
            members: list.entries.map { entry in
                MemberItem(
                    id: WebexID(.person, entry.member.id.uuid), memberType: .people,
                    firstName: entry.member.firstName, lastName: entry.member.lastName,
                    phoneNumber: entry.member.phoneNumber, extension: entry.member.extension,
                    routingPrefix: entry.member.location?.routingPrefix, esn: entry.member.esn,
                    location: entry.member.location.map {
                        WebexLocationReference(id: WebexID(.location, $0.id.uuid), name: $0.name)
                    },
                    port: entry.line.port, primaryOwner: list.isPrimaryOwner(entry.member.id),
                    lineType: list.isPrimaryOwner(entry.member.id) ? .primary : .sharedCallAppearance,
                    lineWeight: entry.line.weight, lineLabel: entry.line.label, hotlineDestination: nil,
                    allowCallDeclineEnabled: entry.line.allowsCallDecline, t38FaxCompressionEnabled: nil)
            },
            maxLineCount: list.endpoint.model.maxLineCount)
    }
}
