// SPDX-License-Identifier: Apache-2.0

import ChangeFeed
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SharedLine
import StoreSQLite
import Testing
import WebexWire

@testable import WebexAPI

/// Requests with one token to the router of a fixture.
struct PartylineClient: Sendable {
    struct Response {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let body: String

        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any] ?? [:]
        }

        /// The items of a page.
        var items: [[String: Any]] { json["items"] as? [[String: Any]] ?? [] }

        /// The codes of a problem's reasons.
        var codes: [Int] { (json["errors"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? Int } }
    }

    let fixture: Fixture
    let token: String

    func callAsFunction(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, headers: HTTPFields = [:]
    ) async throws -> Response {
        var headers = headers
        headers[.authorization] = "Bearer \(token)"
        return try await fixture.application().test(.router) { [headers] client in
            let response = try await client.executeRequest(
                uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
            return Response(
                status: response.status, headers: response.headers, body: String(buffer: response.body))
        }
    }
}

extension Fixture {
    func client(_ role: Role = .fullAdmin, locations: Set<LocationID> = []) async throws -> PartylineClient {
        PartylineClient(fixture: self, token: try await token(role, locations: locations))
    }

    /// Gives the device's own line another label, as somebody else.
    @discardableResult
    func relabel(_ site: Site, _ label: String, as actor: String = "command-line") async throws -> Int64 {
        let address = EndpointAddress.device(site.device.endpoint.id)
        let organisation = site.location.organisation
        let list = try #require(try await store.memberList(at: address, in: organisation))
        let line = Line(
            member: site.person.id, port: 1, weight: 1, label: label, hotline: nil, allowsCallDecline: true,
            t38FaxCompression: false)
        let replacement = MemberListReplacement(
            endpoint: list.endpoint.id, expectedVersion: list.version, before: list.lines, after: [line])
        return try await store.commit(
            Commit(
                organisation: organisation, origin: ChangeOrigin(actor: actor, trackingID: "T", at: Self.now),
                cause: .edit, edits: [.replaceList(replacement)], answer: nil))
    }
}
