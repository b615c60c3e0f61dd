// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import Dispatch
import Foundation

/// Opens a connection without keeping a thread: libpq says what it waits for, and a Dispatch source waits for it.
///
/// `@unchecked Sendable`: its state is touched on `queue` alone.
final class Opening: @unchecked Sendable {
    /// How long the server may take to let us in.
    static let patience = Duration.seconds(5)

    private let queue: DispatchQueue
    private let completion: @Sendable (Result<OpenConnection, OpeningFailure>) -> Void
    private var connection: OpaquePointer?
    private var source: (any DispatchSourceProtocol)?
    private var isFinished = false

    /// - Parameter completion: Called once, on the queue.
    static func start(
        _ url: PostgresURL, on queue: DispatchQueue,
        _ completion: @escaping @Sendable (Result<OpenConnection, OpeningFailure>) -> Void
    ) {
        let opening = Opening(queue, completion)
        // Looking a host name up blocks; the connections that are open shall not wait for it.
        DispatchQueue.global().async {
            let handle = SendablePointer(Self.begin(url))
            queue.async { opening.began(handle.pointer) }
        }
    }

    private init(
        _ queue: DispatchQueue, _ completion: @escaping @Sendable (Result<OpenConnection, OpeningFailure>) -> Void
    ) {
        self.queue = queue
        self.completion = completion
    }

    /// What the URL says goes before our defaults; what it leaves open, libpq takes from the environment and its files.
    private static func begin(_ url: PostgresURL) -> OpaquePointer? {
        let parameters = [
            ("fallback_application_name", "partyline"), ("client_encoding", "UTF8"), ("keepalives_idle", "30"),
            ("tcp_user_timeout", "15000"), ("dbname", url.text),
        ]
        // libpq wants lists that end with NULL.
        let keywords = parameters.map { UnsafePointer(strdup($0.0)) } + [nil]
        let values = parameters.map { UnsafePointer(strdup($0.1)) } + [nil]
        defer { for text in keywords + values { free(UnsafeMutablePointer(mutating: text)) } }
        return PQconnectStartParams(keywords, values, 1)
    }

    private func began(_ connection: OpaquePointer?) {
        guard let connection, PQstatus(connection) != CONNECTION_BAD else {
            self.connection = connection
            return finish(failed: nil)
        }
        self.connection = connection
        // Until it is asked for the first time, libpq waits to write.
        wait(toRead: false)
        queue.asyncAfter(deadline: .now() + Self.patience.dispatchInterval) {
            self.finish(failed: "the server did not answer in time")
        }
    }

    private func wait(toRead: Bool) {
        guard let connection else { return }
        let descriptor = PQsocket(connection)
        guard descriptor >= 0 else { return finish(failed: nil) }
        let source: any DispatchSourceProtocol =
            toRead
            ? DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
            : DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler {
            // The next step may close the socket: the source lets go of it first.
            source.cancel()
        }
        source.setCancelHandler { self.step() }
        self.source = source
        source.activate()
    }

    private func step() {
        source = nil
        guard let connection else { return }
        if isFinished {
            PQfinish(connection)
            self.connection = nil
            return
        }
        switch PQconnectPoll(connection) {
        case PGRES_POLLING_READING: wait(toRead: true)
        case PGRES_POLLING_WRITING: wait(toRead: false)
        case PGRES_POLLING_OK: finish(opened: connection)
        default: finish(failed: nil)
        }
    }

    private func finish(opened connection: OpaquePointer) {
        isFinished = true
        self.connection = nil
        completion(.success(OpenConnection(pointer: connection)))
    }

    /// - Parameter words: libpq's own where nil. They name host and user, and no password.
    private func finish(failed words: String?) {
        if isFinished { return }
        isFinished = true
        let reason = words ?? connection.map { String(cString: PQerrorMessage($0)) } ?? "out of memory"
        if let source {
            source.cancel()
        } else if let connection {
            PQfinish(connection)
            self.connection = nil
        }
        completion(.failure(OpeningFailure(reason)))
    }
}

/// A connection that is let in, handed from one owner to the next.
struct OpenConnection: @unchecked Sendable {
    let pointer: OpaquePointer
}

/// Why a connection could not be opened, in words for the log.
struct OpeningFailure: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ words: String) {
        description = words.split(whereSeparator: \.isNewline).joined(separator: "; ")
    }
}

private struct SendablePointer: @unchecked Sendable {
    let pointer: OpaquePointer?

    init(_ pointer: OpaquePointer?) {
        self.pointer = pointer
    }
}
