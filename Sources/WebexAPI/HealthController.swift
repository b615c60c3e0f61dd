// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import SharedLine
import Synchronization
import WebexWire

/// Whether the process lives, whether it can serve, and what it serves. None of it needs a token or tells a secret.
struct HealthController: Sendable {
    let store: any Store
    let drain: DrainSwitch
    /// The SIP registrars that are fed. They are told of and decide nothing: the API serves without them.
    let registrars: @Sendable () -> [RegistrarStanding]

    var routes: [OpenRoute] {
        [
            OpenRoute(path: "/healthz", answer: live),
            OpenRoute(path: "/readyz", answer: ready),
            OpenRoute(path: "/openapi.json", answer: document),
        ]
    }

    @Sendable private func live() async throws -> Answer {
        .json(bytes: Array(#"{"status":"ok"}"#.utf8))
    }

    @Sendable private func ready() async throws -> Answer {
        guard !drain.isDraining else { return Self.notReady("draining") }
        do {
            try await store.checkReady()
        } catch is StoreFailure {
            return Self.notReady("the database is not available")
        }
        return .json(bytes: ReadinessResponse(status: "ready", registrars: registrars()).json())
    }

    @Sendable private func document() async throws -> Answer {
        .json(bytes: OpenAPIDocument.bytes)
    }

    private static func notReady(_ reason: String) -> Answer {
        var answer = Answer.json(bytes: Array(#"{"status":"\#(reason)"}"#.utf8), status: .serviceUnavailable)
        answer.headers[.retryAfter] = "1"
        return answer
    }
}

/// A GET that needs no token.
struct OpenRoute: Sendable {
    let path: String
    let answer: @Sendable () async throws -> Answer
}

/// Turned once, when the server begins to stop.
public final class DrainSwitch: Sendable {
    private let draining = Atomic(false)

    public init() {}

    public var isDraining: Bool { draining.load(ordering: .acquiring) }

    public func begin() { draining.store(true, ordering: .releasing) }
}
