// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Webex Calling's operations as calls: at one base URL, with one token.
///
/// It knows when to wait, when to ask again and when not to; what an operation means stands in the extensions.
/// `shutdown()` must be called before the last reference goes.
public final class WebexClient: Sendable {
    /// Where it calls, such as `https://webexapis.com/v1`.
    public let baseURL: BaseURL
    public let limits: WebexClientLimits

    private let token: String
    private let http: HTTPClient
    private let gate: CallGate
    private let trackingIDs = TrackingIDs()
    private let policy = RetryPolicy()
    private let onWait: (@Sendable (WaitNotice) -> Void)?

    /// - Parameters:
    ///   - token: a bearer token; sent to `baseURL` alone and never part of an error.
    ///   - onWait: called when the server asks for patience, so that somebody can be told why nothing moves.
    public init(
        baseURL: BaseURL, token: String, limits: WebexClientLimits = WebexClientLimits(),
        onWait: (@Sendable (WaitNotice) -> Void)? = nil
    ) {
        self.baseURL = baseURL
        self.token = token
        self.limits = limits
        self.onWait = onWait
        gate = CallGate(limit: limits.concurrency)
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(10)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = limits.concurrency
        // Whether to try again is decided in one place, and that is not the connection pool.
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes its connections.
    public func shutdown() async throws {
        try await http.shutdown()
    }

    /// Sends a call, repeats it as long as that is allowed and useful, and returns a success.
    ///
    /// - Throws: `WebexClientError`, or `CancellationError`.
    func send(_ call: WebexCall) async throws -> WebexAnswer {
        let deadline = ContinuousClock.now + limits.deadline
        var attempt = 1
        while true {
            let trackingID = trackingIDs.next()
            let outcome = try await gate.pass { try await self.exchange(call, trackingID) }
            let step = policy.step(
                after: outcome.summary, attempt: attempt, isRepeatable: call.isRepeatable,
                jitter: Double.random(in: 0...1))
            if step == .done, case .answer(let answer) = outcome { return answer }
            guard case .wait(let duration, let isForAll) = step, ContinuousClock.now + duration <= deadline else {
                throw outcome.error(call, trackingID, attempts: attempt)
            }
            onWait?(WaitNotice(call: call.summary, status: outcome.status, duration: duration))
            if isForAll { gate.pause(until: .now + duration) } else { try await Task.sleep(for: duration) }
            attempt += 1
        }
    }

    private func exchange(_ call: WebexCall, _ trackingID: String) async throws -> Outcome {
        try Task.checkCancellation()
        var request = HTTPClientRequest(url: baseURL.text(for: call))
        request.method = call.method.http
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "TrackingID", value: trackingID)
        for (name, value) in call.headers { request.headers.add(name: name, value: value) }
        if let body = call.body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        do {
            let response = try await http.execute(request, timeout: TimeAmount(limits.exchange))
            let body = try await response.body.collect(upTo: limits.maximumAnswerBytes)
            return .answer(
                WebexAnswer(
                    status: Int(response.status.code), headers: response.headers, body: Array(body.readableBytesView),
                    sentTrackingID: trackingID))
        } catch is CancellationError {
            throw CancellationError()
        } catch is NIOTooManyBytesError {
            throw WebexClientError(
                call.summary, .unreadable("the answer is longer than \(limits.maximumAnswerBytes) bytes"), trackingID)
        } catch {
            try Task.checkCancellation()
            return .broken(BrokenConnection(error))
        }
    }
}

/// How much a client does at once and how long it waits.
public struct WebexClientLimits: Hashable, Sendable {
    /// Calls at once, from 1.
    public var concurrency = 8
    /// How long one exchange may take, from the request to the answer's last byte.
    public var exchange: Duration = .seconds(60)
    /// How long a call may take with all its waiting and repeating.
    public var deadline: Duration = .seconds(900)
    public var maximumAnswerBytes = 64 << 20

    public init() {}
}

/// The server has asked for patience.
public struct WaitNotice: Hashable, Sendable {
    /// Method and path of the call.
    public let call: String
    /// nil where the connection broke.
    public let status: Int?
    public let duration: Duration
}
