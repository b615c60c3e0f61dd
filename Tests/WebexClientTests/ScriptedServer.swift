// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import WebexClient

/// A server on a real socket that answers what a test tells it to, and remembers what it was asked.
final class ScriptedServer: Sendable {
    struct Seen: Sendable {
        let method: String
        let authority: String
        let target: String
        let headers: HTTPFields
        let body: String
        let at: ContinuousClock.Instant
    }

    typealias Script = @Sendable (Seen, Int) -> Response

    private let seenRequests = Mutex<[Seen]>([])

    var seen: [Seen] { seenRequests.withLock { $0 } }

    /// What the requests had in a header field.
    func all(_ name: HTTPField.Name) -> [String] { seen.compactMap { $0.headers[name] } }

    /// Runs a test's work against a server that answers by that script; it gets the request and how many came before.
    static func with(
        _ script: @escaping Script, limits: WebexClientLimits = WebexClientLimits(),
        _ work: @escaping @Sendable (WebexClient, ScriptedServer) async throws -> Void
    ) async throws {
        let server = ScriptedServer()
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: Responder(server: server, script: script),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in continuation.yield(channel.localAddress?.port ?? 0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            var iterator = ports.makeAsyncIterator()
            let tcpPort = await iterator.next() ?? 0
            let baseURL = BaseURL("http://127.0.0.1:\(tcpPort)")
            let client = WebexClient(baseURL: baseURL ?? .webex, token: "a-secret", limits: limits)
            do {
                try await work(client, server)
            } catch {
                try await client.shutdown()
                throw error
            }
            try await client.shutdown()
            group.cancelAll()
        }
    }

    private struct Responder: HTTPResponder {
        typealias Context = BasicRequestContext

        let server: ScriptedServer
        let script: Script

        func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
            var request = request
            let body = try await request.collectBody(upTo: 1 << 20)
            let seen = Seen(
                method: request.method.rawValue, authority: request.head.authority ?? "",
                target: request.head.path ?? "", headers: request.headers,
                body: String(buffer: body), at: .now)
            let before = server.seenRequests.withLock { all in
                all.append(seen)
                return all.count - 1
            }
            return script(seen, before)
        }
    }
}

extension Response {
    static func json(_ text: String, _ status: HTTPResponse.Status = .ok, _ headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func refusal(_ status: HTTPResponse.Status, retryAfter: String? = nil) -> Response {
        var headers: HTTPFields = [:]
        headers[.trackingID] = "SERVER_7"
        headers[.retryAfter] = retryAfter
        return .json(
            #"{"message":"No","errors":[{"description":"Bad port (members[0].port)","errorCode":25024}],"trackingId":"SERVER_7"}"#,
            status, headers)
    }
}

extension HTTPField.Name {
    static let link = HTTPField.Name("Link")!
    static let trackingID = HTTPField.Name("TrackingID")!
}
