// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Testing

@testable import WebexAPI

@Suite struct OpenAPIDocumentTests {
    @Test func `the served document has every route of the table and no other`() async throws {
        let fixture = try await Fixture()
        let routes = Set(
            fixture.routes.map { "\($0.method.rawValue) \($0.base == .webex ? $0.path : $0.wholePath)" })
        let health: Set = ["GET /healthz", "GET /readyz", "GET /openapi.json"]
        #expect(try documentedOperations() == routes.union(health))
    }

    @Test func `each operation declares 401 and 403, each named id 404, each PUT and POST what it can be refused for`()
        async throws
    {
        for (path, operations) in try paths() where !["/healthz", "/readyz", "/openapi.json"].contains(path) {
            for (method, operation) in operations where Self.methods.contains(method) {
                let responses = try #require((operation as? [String: Any])?["responses"] as? [String: Any])
                var expected: Set = ["401", "403", "429", "500", "503"]
                if path.contains("{") { expected.insert("404") }
                if ["put", "post"].contains(method) { expected.formUnion(["400", "413", "415", "422", "409"]) }
                #expect(expected.isSubset(of: responses.keys), "\(method) \(path)")
            }
        }
    }

    private static let methods: Set = ["get", "put", "post", "delete", "patch"]

    private func documentedOperations() throws -> Set<String> {
        Set(
            try paths().flatMap { path, operations in
                operations.keys.filter(Self.methods.contains).map { "\($0.uppercased()) \(path)" }
            })
    }

    private func paths() throws -> [String: [String: Any]] {
        let document = try JSONSerialization.jsonObject(with: Data(OpenAPIDocument.bytes)) as? [String: Any]
        return try #require(document?["paths"] as? [String: [String: Any]])
    }
}
