// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import LineService
import NIOCore
import SharedLine
import WebexWire

/// What happens to every request of a route before its handler: token, rate, permission, body, repeat.
struct RequestPipeline: Sendable {
    let authenticator: Authenticator
    let idempotency: IdempotencyService
    let jobs: JobService
    let limiter: RateLimiter
    let maximumBodyBytes: Int
    let scheme: String
    private let underWay = KeysUnderWay()

    init(
        authenticator: Authenticator, idempotency: IdempotencyService, jobs: JobService, limiter: RateLimiter,
        maximumBodyBytes: Int, scheme: String
    ) {
        self.authenticator = authenticator
        self.idempotency = idempotency
        self.jobs = jobs
        self.limiter = limiter
        self.maximumBodyBytes = maximumBodyBytes
        self.scheme = scheme
    }

    func answer(
        _ request: Request, _ parameters: Parameters, on route: Route, trackingID: String
    ) async throws -> Answer {
        let hash = try Self.tokenHash(in: request.headers)
        let bearer = try await authenticator.bearer(hash: hash)
        if let seconds = limiter.delay(for: bearer.token.id) {
            throw RequestRefusal.tooManyRequests(retryAfter: seconds)
        }
        let query = try QueryItems(request.uri.query)
        let authority = try route.permission.authorise(
            bearer, organisation: try Self.organisation(in: query), trackingID: trackingID)
        let body = try await body(of: request, upTo: bodyLimit(route))
        let call = Call(
            authority: authority, parameters: parameters, query: query, head: request.head, body: body,
            idempotencyKey: try Self.idempotencyKey(of: request, bearer.token.id), scheme: scheme,
            checkToken: { [authenticator] in _ = try await authenticator.bearer(hash: hash) })
        do {
            guard let key = call.idempotencyKey else { return try await route.handler(call) }
            return try await once(key, call, route)
        } catch CommitRefusal.held(_, let job) {
            throw ServiceError.held(seconds: try await jobs.secondsLeft(of: job))
        }
    }

    /// Replays the first answer to a key, or lets the request through while nobody else uses the key.
    private func once(_ key: IdempotencyKey, _ call: Call, _ route: Route) async throws -> Answer {
        guard underWay.enter(key) else { throw ServiceError.idempotencyKeyInFlight }
        defer { underWay.leave(key) }
        let hash = RequestHash.of(call.head, call.body)
        guard let earlier = try await idempotency.earlierAnswer(to: key, requestHash: hash) else {
            return try await route.handler(call)
        }
        var answer = Answer(
            status: HTTPResponse.Status(code: earlier.status), body: ByteBuffer(bytes: earlier.body))
        if answer.status == .accepted { answer.headers[.location] = Answer.location(ofAcceptedJob: earlier.body) }
        answer.headers[.eTag] = earlier.eTag.flatMap(Int64.init).map(EntityTag.of(version:))
        return answer
    }

    private static func tokenHash(in fields: HTTPFields) throws(ServiceError) -> TokenHash {
        guard let value = fields[.authorization]?.utf8, value.count > bearerScheme.count,
            zip(value, bearerScheme).allSatisfy({ $0 | 0x20 == $1 })
        else { throw .unauthenticated }
        return TokenHash(ofSecret: value.dropFirst(bearerScheme.count).drop { $0 == UInt8(ascii: " ") })
    }

    /// In any case; a space is the same with the bit that makes letters small.
    private static let bearerScheme = Array("bearer ".utf8)

    /// The organisation of `orgId`; an id that names none is as foreign as another's.
    private static func organisation(in query: QueryItems) throws(ServiceError) -> OrganisationID? {
        guard let text = query.text("orgId") else { return nil }
        guard let id = WebexID.parse(text), id.kind ?? .organization == .organization else {
            throw .foreignOrganisation
        }
        return OrganisationID(id.uuid)
    }

    private static func idempotencyKey(of request: Request, _ token: TokenID) throws -> IdempotencyKey? {
        guard request.method == .put || request.method == .post,
            let key = request.headers[.idempotencyKey]
        else { return nil }
        guard (1...255).contains(key.utf8.count) else {
            throw RequestRefusal.malformedRequest("An Idempotency-Key has 1 to 255 characters")
        }
        return IdempotencyKey(token: token, key: key)
    }

    /// The longest body that any setting and any route allow together: a buffer holds no more than some times this.
    private static let longestBody = 1 << 30

    private func bodyLimit(_ route: Route) -> Int {
        min(maximumBodyBytes * route.bodyFactor, max(maximumBodyBytes, Self.longestBody))
    }

    /// The whole body of a PUT or POST. One that is too long is refused before it is read.
    private func body(of request: Request, upTo limit: Int) async throws -> ByteBuffer {
        guard request.method == .put || request.method == .post else { return ByteBuffer() }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit {
            throw RequestRefusal.bodyTooLarge(limit: limit)
        }
        do {
            let body = try await request.body.collect(upTo: limit)
            guard Self.isWhole(body, of: request.headers) else { throw RequestRefusal.cutOff }
            if body.readableBytes > 0 { try Self.checkMediaType(request.headers) }
            return body
        } catch is NIOTooManyBytesError {
            throw RequestRefusal.bodyTooLarge(limit: limit)
        }
    }

    /// A client that is gone before its body has come looks like one that has ended it: a list that was on its way would
    /// be taken for no list, which empties the stored one. In chunks only a body of no bytes leaves the question open.
    private static func isWhole(_ body: ByteBuffer, of fields: HTTPFields) -> Bool {
        if let length = fields[.contentLength].flatMap(Int.init) { return body.readableBytes == length }
        return body.readableBytes > 0 || fields[.transferEncoding] == nil
    }

    private static func checkMediaType(_ fields: HTTPFields) throws(RequestRefusal) {
        guard let value = fields[.contentType], !value.hasPrefix("application/json;"), value != "application/json"
        else { return }
        let type = value.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        guard type == "application/json" || (type.hasPrefix("application/") && type.hasSuffix("+json")) else {
            throw .mediaType
        }
    }
}
