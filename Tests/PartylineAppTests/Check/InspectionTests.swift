// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import PartylineApp

@Suite struct InspectionTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("check-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path)
    }

    private func inspect(_ flags: [SettingKey: String]) async -> Inspection {
        await Inspection.of(
            SettingSources(
                flags: [.tcpPort: "0"].merging(flags) { _, new in new }, configFlag: nil, environment: [:]))
    }

    private func subjects(wrongIn inspection: Inspection) -> [String] {
        inspection.findings.filter { !$0.isGood }.map(\.subject)
    }

    @Test func aFolderThatCanHoldADatabaseIsGoodAndStaysEmpty() async throws {
        try await withFolder { folder in
            let inspection = await inspect([.database: "sqlite:\(folder)/a.sqlite"])
            #expect(inspection.isGood)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(files.isEmpty)
        }
    }

    @Test func aDatabaseWithAnOrganisationIsNamed() async throws {
        try await withFolder { folder in
            let location = DatabaseLocation.sqlite(path: "\(folder)/a.sqlite")
            _ = try await SeedImport(file: nil).run(on: location, now: Date(timeIntervalSince1970: 1_795_433_696))
            let inspection = await inspect([.database: "sqlite:\(folder)/a.sqlite"])
            #expect(inspection.isGood)
            #expect(inspection.findings.contains { $0.text.contains("holds Partyline Demo") })
        }
    }

    @Test func everyWrongSettingIsAFinding() async {
        let inspection = await inspect([.tcpPort: "x", .rateLimit: "y"])
        #expect(subjects(wrongIn: inspection) == ["settings", "settings"])
    }

    @Test func aFileThatIsNoDatabaseIsWrong() async throws {
        try await withFolder { folder in
            try Data(repeating: 65, count: 5000).write(to: URL(fileURLWithPath: "\(folder)/a.sqlite"))
            let inspection = await inspect([.database: "sqlite:\(folder)/a.sqlite"])
            #expect(subjects(wrongIn: inspection) == ["database"])
        }
    }

    @Test func aDamagedDatabaseIsWrong() async throws {
        try await withFolder { folder in
            let path = "\(folder)/a.sqlite"
            _ = try await SeedImport(file: nil).run(
                on: .sqlite(path: path), now: Date(timeIntervalSince1970: 1_795_433_696))
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            let half = try file.seekToEnd() / 2
            try file.seek(toOffset: half)
            try file.write(contentsOf: Data(repeating: 0xFF, count: 16_384))
            try file.close()
            let inspection = await inspect([.database: "sqlite:\(path)"])
            #expect(!inspection.isGood)
        }
    }

    @Test func aMissingFolderAndAMissingCertificateAreBothFound() async {
        let inspection = await inspect([
            .database: "sqlite:/nowhere/a.sqlite", .tlsCertificate: "/nowhere/c.pem", .tlsKey: "/nowhere/k.pem",
        ])
        #expect(subjects(wrongIn: inspection) == ["database", "tls"])
        #expect(inspection.findings.contains { $0.text.contains("/nowhere/c.pem cannot be read") })
    }

    @Test func anAddressOfAnotherMachineCannotBeListenedOn() async throws {
        try await withFolder { folder in
            let inspection = await inspect([.database: "sqlite:\(folder)/a.sqlite", .host: "192.0.2.1"])
            #expect(subjects(wrongIn: inspection) == ["tcpPort"])
        }
    }
}
