// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import LineTool

@Suite struct ProfileTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("profiles-\(UUID())")
    private var environment: [String: String] { ["XDG_CONFIG_HOME": folder.path] }

    @Test func aProfileIsKeptWhereOnlyItsOwnerCanReadIt() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = ProfileStore(environment: environment)
        #expect(store.file.path == folder.path + "/partyline/profiles.json")
        try store.save(Profile(url: "http://127.0.0.1:1/v1", token: "secret"), as: "one")
        try store.save(Profile(url: "http://127.0.0.1:2/v1", token: "other"), as: "two")
        #expect(try store.profile("one").token == "secret")
        #expect(try store.all().keys.sorted() == ["one", "two"])
        let attributes = try FileManager.default.attributesOfItem(atPath: store.file.path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test func aFileThatOthersCanReadIsRefusedWithTheCure() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = ProfileStore(environment: environment)
        try store.save(Profile(url: "http://127.0.0.1:1/v1", token: "secret"), as: "one")
        #expect(chmod(store.file.path, 0o644) == 0)
        #expect(
            throws: ToolFailure("others can read the tokens in \(store.file.path); run: chmod 600 \(store.file.path)")
        ) {
            try store.all()
        }
    }

    @Test func aTokenIsNeverPrinted() {
        let profile = Profile(url: "http://127.0.0.1:1/v1", token: "secret")
        #expect(!"\(profile) \(String(reflecting: profile)) \(dumped(profile))".contains("secret"))
    }

    private func dumped(_ value: some Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    @Test func aNamedProfileGoesBeforeTheEnvironmentAndThatBeforeTheDefault() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = ProfileStore(environment: environment)
        try store.save(Profile(url: "http://127.0.0.1:1", token: "a"), as: ProfileStore.defaultName)
        try store.save(Profile(url: "http://127.0.0.1:2", token: "b"), as: "two")
        let both = ["PARTYLINE_URL": "http://127.0.0.1:3", "PARTYLINE_TOKEN": "c"]
        #expect(try Access(profile: nil, environment: [:], profiles: store).token == "a")
        #expect(try Access(profile: nil, environment: both, profiles: store).token == "c")
        #expect(try Access(profile: "two", environment: both, profiles: store).token == "b")
        #expect(
            try Access(profile: nil, environment: both.merging(["PARTYLINE_PROFILE": "two"]) { $1 }, profiles: store)
                .token == "b")
    }

    @Test func halfOfAnAccessIsRefusedWithTheOtherHalfsName() {
        let store = ProfileStore(environment: environment)
        #expect(
            throws: ToolFailure("PARTYLINE_TOKEN is set, but PARTYLINE_URL is not; set both, or unset it and log in")
        ) {
            try Access(profile: nil, environment: ["PARTYLINE_TOKEN": "x"], profiles: store)
        }
        #expect(throws: ToolFailure.self) { try Access(profile: nil, environment: [:], profiles: store) }
        #expect(throws: ToolFailure.self) { try Access(Profile(url: "http://x/v1", token: "two words")) }
    }
}
