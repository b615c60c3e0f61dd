// SPDX-License-Identifier: Apache-2.0

import ChangeFeed
import Foundation
import HTTPTypes
import Hummingbird
import LineService
import NIOCore
import SharedLine
import WebexWire

/// One client's server-sent events: the changes that it may see, from a place on, until one of both ends it.
///
/// Writing waits for the client, so that a slow one holds its place and a batch, and nothing piles up.
struct ChangeStream: Sendable {
    /// After which a client that was cut off comes back.
    private static let retryMilliseconds = 1000

    /// nil where nothing can match.
    let query: ChangeQuery?
    let start: Int64
    let feed: ChangeFeed
    let service: ChangeService
    let rendered: RenderedChanges
    let heartbeat: Duration
    let checkToken: @Sendable () async throws -> Void

    func answer() -> Answer {
        var answer = Answer(status: .ok)
        answer.headers[.contentType] = "text/event-stream"
        answer.headers[.cacheControl] = "no-store"
        // The next request of this client comes on another connection.
        answer.headers[.connection] = "close"
        answer.headers[.accelBuffering] = "no"
        answer.stream = { writer in
            do {
                try await write(to: &writer)
            } catch is ServiceError, is StoreFailure {
                // The token is not good any more, or the store is away: the client comes back and is told.
            }
        }
        return answer
    }

    private func write(to writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(ByteBuffer(bytes: opening))
        var place = start
        while let batch = try await feed.next(query ?? .nothing, after: place, within: heartbeat) {
            try await checkToken()
            place = batch.place
            try await writer.write(ByteBuffer(bytes: try await bytes(of: batch.changes)))
        }
    }

    private var opening: [UInt8] {
        let cursor = ChangeCursor(start).text
        return ServerSentEvent.retry(milliseconds: Self.retryMilliseconds)
            + ServerSentEvent.bytes(id: cursor, name: "open", data: JSONWriter.object { $0.field("cursor", cursor) })
    }

    private func bytes(of changes: [Change]) async throws -> [UInt8] {
        if changes.isEmpty { return ServerSentEvent.heartbeat }
        return try await rendered.json(of: changes, by: service).reduce(into: []) { bytes, change in
            bytes += ServerSentEvent.bytes(id: change.cursor.text, name: "change", data: change.json)
        }
    }
}

extension ChangeQuery {
    /// Of an organisation that nobody is in.
    fileprivate static let nothing = ChangeQuery(
        organisation: OrganisationID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))), reach: .only([]))
}

extension HTTPField.Name {
    /// nginx holds answers back to fill its buffers unless this says no.
    fileprivate static let accelBuffering = HTTPField.Name("X-Accel-Buffering") ?? .via
}
