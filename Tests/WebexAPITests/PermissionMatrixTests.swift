// SPDX-License-Identifier: Apache-2.0

import ChangeFeed
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LineService
import SharedLine
import Testing
import WebexWire

@testable import WebexAPI

/// What `docs/reference/permissions.md` says, tried against the real router: every operation with every role, scope,
/// location and organisation.
@Suite struct PermissionMatrixTests {
    @Test func `the page lists every route with its scope and roles, and nothing else`() async throws {
        let fixture = try await Fixture()
        let routes = Set(
            fixture.routes.map { route in
                DocumentedOperation(
                    method: route.method.rawValue, path: route.wholePath, scopes: route.permission.scopes,
                    roles: route.permission.roles)
            })
        let documented = try DocumentedOperation.all()
        #expect(Set(documented) == routes)
        #expect(documented.count == fixture.routes.count)
    }

    @Test func `every role with its scopes is let in exactly where the page says so`() async throws {
        let fixture = try await Fixture()
        for role in Role.allCases {
            let token = try await fixture.token(
                role, scopes: Set(Scope.allCases), locations: [fixture.mine.here.location.id])
            try await fixture.tryAll(token) { operation, status in
                #expect(
                    (status != .forbidden) == operation.roles.contains(role),
                    "\(operation.method) \(operation.path) as \(role): \(status)")
            }
        }
    }

    @Test func `a token without the scope is refused, with the scope alone it is let in`() async throws {
        let fixture = try await Fixture()
        for scope in Scope.allCases {
            let others = Set(Scope.allCases).subtracting([scope])
            let (with, without) = (
                try await fixture.token(.fullAdmin, scopes: [scope]),
                try await fixture.token(.fullAdmin, scopes: others)
            )
            try await fixture.tryAll(with) { operation, status in
                #expect((status != .forbidden) == operation.scopes.contains(scope), "\(operation) \(status)")
            }
            try await fixture.tryAll(without) { operation, status in
                #expect((status == .forbidden) == (operation.scopes == [scope]), "\(operation) \(status)")
            }
        }
    }

    @Test func `a location administrator is refused whatever lies in another location`() async throws {
        let fixture = try await Fixture()
        let token = try await fixture.token(
            .locationAdmin, scopes: Set(Scope.allCases), locations: [fixture.mine.here.location.id])
        try await fixture.tryAll(token, ids: fixture.mine.there.ids) { operation, status in
            guard operation.roles.contains(.locationAdmin) else { return }
            #expect(
                (status == .forbidden) == operation.namesPlaceOrMember,
                "\(operation.method) \(operation.path): \(status)")
        }
    }

    @Test func `another organisation's ids name nothing for anybody, and its orgId is refused`() async throws {
        let fixture = try await Fixture()
        for role in Role.allCases {
            let token = try await fixture.token(
                role, scopes: Set(Scope.allCases), locations: [fixture.mine.here.location.id])
            try await fixture.tryAll(token, ids: fixture.theirs.here.ids) { operation, status in
                guard operation.roles.contains(role) else { return }
                let namesTheirs =
                    operation.namesPlaceOrMember
                    || ["{orgId}", "{changeId}", "{jobId}"].contains(where: operation.path.contains)
                #expect((status == .notFound) == namesTheirs, "\(operation) as \(role): \(status)")
            }
            let orgID = WebexID(.organization, fixture.theirs.organisation.id.uuid).text
            try await fixture.tryAll(token, query: "?orgId=\(orgID)") { operation, status in
                #expect(status == .forbidden, "\(operation) as \(role): \(status)")
            }
        }
    }

    @Test func `without a good token nothing is let in`() async throws {
        let fixture = try await Fixture()
        let expired = try await fixture.token(.fullAdmin, expires: Fixture.now)
        for token in [expired, "unknown", ""] {
            try await fixture.tryAll(token) { operation, status in
                #expect(status == .unauthorized, "\(operation): \(status)")
            }
        }
    }
}

/// A row of the page.
struct DocumentedOperation: Hashable {
    let method: String
    let path: String
    let scopes: Set<Scope>
    let roles: Set<Role>

    /// Whether the path names something that lies in a location.
    var namesPlaceOrMember: Bool {
        ["{personId}", "{workspaceId}", "{virtualLineId}", "{deviceId}", "{locationId}", "{endpointId}"]
            .contains(where: path.contains)
    }

    static func all() throws -> [DocumentedOperation] {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/reference/permissions.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        return text.split(separator: "\n").compactMap { row(String($0)) }
    }

    private static func row(_ line: String) -> DocumentedOperation? {
        let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        guard cells.count == 8, cells[1].hasPrefix("`/") else { return nil }
        let order: [Role] = [.fullAdmin, .userAdmin, .locationAdmin, .deviceAdmin, .readOnlyAdmin]
        let scopes = cells[2].components(separatedBy: " or ").compactMap {
            Scope(rawValue: "spark-admin:" + $0.trimmingCharacters(in: ["`"]))
        }
        let roles = zip(order, cells[3...]).filter { $0.1 == "yes" }.map(\.0)
        return DocumentedOperation(
            method: cells[0], path: wholePath(cells[1].trimmingCharacters(in: ["`"])), scopes: Set(scopes),
            roles: Set(roles))
    }

    /// What is not ours stands on the page without its base.
    private static func wholePath(_ path: String) -> String {
        path.hasPrefix("/partyline/") ? path : "/v1" + path
    }
}

extension Fixture {
    var routes: [Route] {
        WebexAPI(
            store: store, feed: feed,
            settings: WebexAPISettings(
                requestsPerSecond: 0, maximumBodyBytes: 1, scheme: "http", heartbeat: .milliseconds(50)),
            drain: DrainSwitch(), now: { Self.now }
        ).routes
    }

    /// Tries every documented operation once and hands over the status. Deletions run last, on nothing that exists: a
    /// bare id of nobody is used where one would be let in.
    func tryAll(
        _ token: String, ids: [String: String]? = nil, query: String = "",
        _ check: @Sendable @escaping (DocumentedOperation, HTTPResponse.Status) -> Void
    ) async throws {
        let operations = try DocumentedOperation.all().sorted { $0.method > $1.method }
        let ids = ids ?? mine.here.ids
        let shield = ids == mine.here.ids
        // A stream that is let in would last: it is told that the server is about to stop.
        await feed.finish()
        try await application().test(.router) { client in
            for operation in operations {
                let isShielded = shield && operation.method == "DELETE"
                let path = Self.path(operation.path, isShielded ? ids.mapValues { _ in UUID().uuidString } : ids)
                let method = try #require(HTTPRequest.Method(operation.method))
                let headers: HTTPFields = token.isEmpty ? [:] : [.authorization: "Bearer \(token)"]
                let response = try await client.executeRequest(
                    uri: "\(path)\(query)", method: method, headers: headers, body: nil)
                check(operation, response.status)
            }
        }
    }

    private static func path(_ template: String, _ ids: [String: String]) -> String {
        ids.reduce(template) { $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value) }
    }
}
