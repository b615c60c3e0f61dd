// SPDX-License-Identifier: Apache-2.0

import GRDB
import PartylineTesting
import SharedLine
import StoreSQLite
import Testing

@Suite("Two stores on one file")
struct SharedFileTests {
    let folder: TemporaryFolder
    let office = Office(1)

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("Each sees the other's commits at once, and its change mark moves with them")
    func seeingEachOther() async throws {
        let server = try SQLiteStore(path: folder.file())
        let tool = try SQLiteStore(path: folder.file())
        var mark = try await server.changeMark()
        try await office.settle(in: tool)
        #expect(try await server.changeMark() != mark)
        for round in 0..<20 {
            let (writer, reader) = round.isMultiple(of: 2) ? (server, tool) : (tool, server)
            let list = try await office.list(of: office.people[0], in: writer)
            mark = try await reader.changeMark()
            #expect(try await reader.changeMark() == mark)
            let line = Samples.line(office.people[0].member, label: "Round \(round)")
            let sequence = try await writer.commit(office.commit([list.replaced(by: [line])]))
            #expect(try await reader.changeMark() != mark)
            #expect(try await office.list(of: office.people[0], in: reader).lines == [line])
            #expect(try await reader.lastChange() == sequence)
        }
    }

    @Test("More reads at once than there are connections are all answered")
    func manyReads() async throws {
        let store = try SQLiteStore(path: folder.file(), readers: 1)
        try await office.settle(in: store)
        let list = try await office.list(of: office.people[0], in: store)
        let lists = try await withThrowingTaskGroup(of: MemberList.self) { group in
            for _ in 0..<200 { group.addTask { try await office.list(of: office.people[0], in: store) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(lists == Array(repeating: list, count: 200))
    }

    @Test("Of commits of both on one list that expect the same version, exactly one is stored")
    func racing() async throws {
        let stores = [try SQLiteStore(path: folder.file()), try SQLiteStore(path: folder.file())]
        try await office.settle(in: stores[0])
        for _ in 0..<10 {
            let list = try await office.list(of: office.people[0], in: stores[0])
            let stored = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<16 {
                    let line = Samples.line(office.people[0].member, label: "Writer \(index)")
                    let commit = office.commit([list.replaced(by: [line])])
                    group.addTask { (try? await stores[index % 2].commit(commit)) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(stored == 1)
            #expect(try await office.list(of: office.people[0], in: stores[1]).version == list.version + 1)
        }
    }
}
