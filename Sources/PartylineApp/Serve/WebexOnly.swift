// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// `1` in it hides what Webex has not.
let webexOnlyEnvironmentName = "PARTYLINE_TEST_WEBEX_ONLY"

/// Hides what Webex itself has not: entity tags and conditions, keys of repeats, dry runs, and everything under `/partyline`.
///
/// A switch of the project's own tests, which hold tools to doing the same against both.
struct WebexOnly<Base: HTTPResponder>: HTTPResponder {
    typealias Context = Base.Context

    let base: Base
    let isOn: Bool

    func respond(to request: Request, context: Base.Context) async throws -> Response {
        guard isOn else { return try await base.respond(to: request, context: context) }
        var head = request.head
        for name in [HTTPField.Name.ifMatch, .ifNoneMatch, .prefer, .idempotencyKey] { head.headerFields[name] = nil }
        if head.path?.hasPrefix("/partyline") == true { head.path = "/v1/unknown" }
        let plain = Request(head: head, body: request.body)
        var response = try await base.respond(to: plain, context: context)
        response.headers[.eTag] = nil
        return response
    }
}

extension HTTPField.Name {
    fileprivate static let prefer = HTTPField.Name("Prefer") ?? .accept
    fileprivate static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .accept
}
