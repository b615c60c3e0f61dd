// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import StoreSQLite
import Testing

@testable import PartylineApp

@Suite struct TokenDeskTests {
    private let now = Date(timeIntervalSince1970: 1_795_433_696)

    private func withDesk(_ body: (TokenDesk, SQLiteStore) async throws -> Void) async throws {
        let store = try SQLiteStore.temporary()
        do {
            try await Seed.demo().load(into: store, at: now)
            try await body(TokenDesk(store: store, now: now), store)
        } catch {
            try store.close()
            throw error
        }
        try store.close()
    }

    private func request(
        role: String = "full_admin", scopes: [String] = [], locations: [String] = [], expires: String? = nil,
        organisation: String? = nil
    ) -> TokenRequest {
        TokenRequest(role: role, scopes: scopes, locations: locations, expires: expires, organisation: organisation)
    }

    private func issue(_ request: TokenRequest, at desk: TokenDesk) async throws -> IssuedToken {
        var generator = SystemRandomNumberGenerator()
        return try await desk.issue(request, using: &generator)
    }

    @Test func aSecretIsFortySevenCharactersThatAreSafeEverywhere() {
        var generator = SystemRandomNumberGenerator()
        let secrets = (0..<200).map { _ in TokenSecret(from: &generator).text }
        #expect(Set(secrets).count == 200)
        for secret in secrets {
            #expect(secret.hasPrefix("ptl_"))
            #expect(secret.utf8.count == 47)
            #expect(secret.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") })
        }
    }

    @Test func onlyTheHashOfTheSecretIsStored() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tokens-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("a.sqlite").path
        let issued = try await DatabaseLocation.sqlite(path: path).withStore(.creating) { store in
            try await Seed.demo().load(into: store, at: now)
            let issued = try await issue(request(), at: TokenDesk(store: store, now: now))
            #expect(try await store.token(hash: issued.secret.hash) == issued.token)
            return issued
        }
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let bytes = try files.map { try Data(contentsOf: $0) }
        #expect(bytes.contains { $0.range(of: issued.secret.hash.bytes) != nil })
        #expect(!bytes.contains { $0.range(of: Data(issued.secret.text.dropFirst(4).utf8)) != nil })
    }

    @Test func aTokenHasItsRolesScopesUnlessSomeAreNamed() async throws {
        try await withDesk { desk, _ in
            let plain = try await issue(request(role: "user_admin"), at: desk)
            #expect(plain.token.scopes == Role.userAdmin.defaultScopes)
            #expect(plain.token.expires == nil)
            let narrow = try await issue(
                request(scopes: ["spark-admin:people_read,spark-admin:people_write"], expires: "90d"), at: desk)
            #expect(narrow.token.scopes == [.peopleRead, .peopleWrite])
            #expect(narrow.token.expires == now.addingTimeInterval(90 * 86_400))
        }
    }

    @Test func aLocationIsNamedByNameUUIDOrWebexID() async throws {
        try await withDesk { desk, _ in
            let hartford = SeedIdentifiers(organisationName: "Partyline Demo").location("Hartford")
            let webex = Data("ciscospark://us/LOCATION/\(hartford)".utf8).base64EncodedString()
            for name in ["hartford", hartford.description, webex] {
                let issued = try await issue(request(role: "location_admin", locations: [name]), at: desk)
                #expect(issued.token.locations == [hartford])
            }
        }
    }

    @Test func everythingWrongWithARequestIsSaidAtOnce() async throws {
        try await withDesk { desk, store in
            let last = try await store.lastChange()
            let failure = await #expect(throws: CommandFailure.self) {
                _ = try await issue(
                    request(role: "location_admin", scopes: ["spark:all"], expires: "soon"), at: desk)
            }
            #expect(failure?.kind == .usage)
            #expect(failure?.lines.count == 4)
            #expect(failure?.lines[0] == "--scope spark:all: no such scope")
            #expect(failure?.lines[1].contains("spark-admin:telephony_config_write") == true)
            #expect(failure?.lines[2].hasPrefix("--expires soon: ") == true)
            #expect(failure?.lines[3].hasPrefix("--role location_admin needs") == true)
            #expect(try await store.lastChange() == last)
        }
    }

    @Test(arguments: [("owner", [String]()), ("full_admin", ["Hartford"]), ("location_admin", ["Atlantis"])])
    func aWrongRoleOrLocationIsRefused(_ role: String, _ locations: [String]) async throws {
        try await withDesk { desk, _ in
            await #expect(throws: CommandFailure.self) {
                _ = try await issue(request(role: role, locations: locations), at: desk)
            }
        }
    }

    @Test func theOrganisationMayBeLeftOutOnlyWhereThereIsOne() async throws {
        try await withDesk { desk, store in
            let other = Organisation(
                id: OrganisationID(UUID()), name: "Other", created: now, requiresIfMatch: false)
            try await store.commit(
                Commit(
                    organisation: other.id, origin: .commandLine(at: now), cause: .edit,
                    edits: [.addOrganisation(other)], answer: nil))
            await #expect(throws: CommandFailure.self) { _ = try await issue(request(), at: desk) }
            let issued = try await issue(request(organisation: "other"), at: desk)
            #expect(issued.token.organisation == other.id)
            #expect(try await desk.list(organisation: nil).count == 1)
            #expect(try await desk.list(organisation: "Partyline Demo").isEmpty)
        }
    }

    @Test func anEmptyDatabaseSaysHowToFillIt() async throws {
        let store = try SQLiteStore.temporary()
        let failure = await #expect(throws: CommandFailure.self) {
            _ = try await issue(request(), at: TokenDesk(store: store, now: now))
        }
        #expect(failure?.description.contains("partyline import") == true)
        try store.close()
    }

    @Test func aRevokedTokenIsNoLongerGoodAndRevokingTwiceIsHarmless() async throws {
        try await withDesk { desk, store in
            let issued = try await issue(request(), at: desk)
            #expect(try await desk.revoke(issued.token.id.description))
            #expect(try await store.token(hash: issued.secret.hash)?.isGood(at: now) == false)
            #expect(try await !desk.revoke(issued.token.id.description))
            await #expect(throws: CommandFailure.self) { _ = try await desk.revoke(UUID().uuidString) }
            await #expect(throws: CommandFailure.self) { _ = try await desk.revoke("mine") }
        }
    }

    @Test func noListingShowsTheSecretOrItsHash() async throws {
        try await withDesk { desk, _ in
            let issued = try await issue(request(role: "location_admin", locations: ["London"]), at: desk)
            let listings = try await desk.list(organisation: nil)
            for format in OutputFormat.allCases {
                let text = try TokenListing.render(listings, as: format)
                #expect(text.contains(issued.token.id.description))
                #expect(text.contains("location_admin"))
                #expect(!text.contains(issued.secret.text))
                #expect(!text.contains(issued.secret.hash.bytes.base64EncodedString()))
            }
        }
    }
}
