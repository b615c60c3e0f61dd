// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import Dispatch
import Foundation

/// One open connection in libpq's pipeline mode: groups go out as they come, answers come back in the same order.
///
/// Confined to the queue of its lane: whoever has it is on that queue.
final class PipelinedConnection {
    private let pointer: OpaquePointer
    private let queue: DispatchQueue
    private var replies = Replies()
    /// The names of the statements that this connection keeps, by their text.
    private var kept: [String: String] = [:]
    private var nameCount = 0
    private var reading: (any DispatchSourceRead)?
    /// There while libpq holds what the socket would not take.
    private var writing: (any DispatchSourceWrite)?
    private(set) var isBroken = false
    /// When the server last said something, or was first asked after a silence.
    private(set) var lastSign = ContinuousClock.now

    /// What to tell the owner.
    struct Handlers {
        let answered: (Result<[Rows?], GroupError>) -> Void
        let notified: () -> Void
        let broken: () -> Void
    }

    private let handlers: Handlers

    init?(_ connection: OpenConnection, on queue: DispatchQueue, _ handlers: Handlers) {
        pointer = connection.pointer
        self.queue = queue
        self.handlers = handlers
        // Whatever the server remarks beside an answer would go to standard error.
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
        guard PQsetnonblocking(pointer, 1) == 0, PQenterPipelineMode(pointer) == 1 else {
            PQfinish(pointer)
            return nil
        }
    }

    deinit {
        end()
    }

    /// Begins to listen to the socket.
    func activate(_ readable: @escaping @Sendable () -> Void) {
        let source = DispatchSource.makeReadSource(fileDescriptor: PQsocket(pointer), queue: queue)
        source.setEventHandler(handler: readable)
        reading = source
        source.activate()
    }

    /// Another process's key to this connection: differs from the server's own where something stands in between.
    var backendProcess: Int { Int(PQbackendPID(pointer)) }

    var isWaitingForAnswers: Bool { !replies.isComplete }

    // MARK: - Sending

    func send(_ group: StatementGroup) {
        if isBroken { return }
        if replies.isComplete { lastSign = .now }
        var isQueued = true
        for statement in group.statements where statement.isKept && kept[statement.sql] == nil {
            isQueued = isQueued && prepare(statement)
        }
        for statement in group.statements {
            isQueued = isQueued && queue(statement)
            replies.expect(.statement)
        }
        isQueued = isQueued && PQpipelineSync(pointer) == 1
        replies.expect(.sync)
        if !isQueued { breakOff() }
    }

    /// In a transaction of its own, so that it is kept whatever becomes of the group.
    private func prepare(_ statement: Statement) -> Bool {
        nameCount += 1
        let name = "p\(nameCount)"
        kept[statement.sql] = name
        replies.expect(.preparation(name))
        replies.expect(.preparationSync)
        return PQsendPrepare(pointer, name, statement.sql, Int32(statement.values.types.count), statement.values.types)
            == 1 && PQpipelineSync(pointer) == 1
    }

    private func queue(_ statement: Statement) -> Bool {
        let values = statement.values
        let count = Int32(values.types.count)
        return values.withPointers { pointers in
            if let name = kept[statement.sql] {
                PQsendQueryPrepared(pointer, name, count, pointers, values.lengths, values.formats, 1) == 1
            } else {
                PQsendQueryParams(
                    pointer, statement.sql, count, values.types, pointers, values.lengths, values.formats, 1) == 1
            }
        }
    }

    /// Gives the socket what it takes now, and the rest when it can.
    func flush(_ writable: @escaping @Sendable () -> Void) {
        if isBroken { return }
        switch PQflush(pointer) {
        case 0:
            writing?.cancel()
            writing = nil
        case 1 where writing == nil:
            let source = DispatchSource.makeWriteSource(fileDescriptor: PQsocket(pointer), queue: queue)
            source.setEventHandler(handler: writable)
            writing = source
            source.activate()
        case 1: break
        default: breakOff()
        }
    }

    // MARK: - Receiving

    /// Takes all that there is. To the end: Dispatch tells of a connection that the other side has closed only once.
    func read() {
        repeat { readOnce() } while !isBroken && isReadable
    }

    private var isReadable: Bool {
        var watched = pollfd(fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, 0) > 0
    }

    private func readOnce() {
        if isBroken { return }
        lastSign = .now
        guard PQconsumeInput(pointer) == 1 else { return breakOff() }
        while !isBroken, !replies.isComplete, PQisBusy(pointer) == 0 {
            // Between two statements libpq gives nothing once.
            guard let result = PQgetResult(pointer) else {
                if PQstatus(pointer) == CONNECTION_BAD { return breakOff() }
                continue
            }
            take(result)
        }
        while let notification = PQnotifies(pointer) {
            PQfreemem(notification)
            handlers.notified()
        }
        if PQstatus(pointer) == CONNECTION_BAD { breakOff() }
    }

    private func take(_ result: OpaquePointer) {
        guard let arrival = arrival(result), PQstatus(pointer) != CONNECTION_BAD else { return breakOff() }
        switch replies.take(arrival) {
        case .answered(let answer): handlers.answered(answer)
        case .notPrepared(let name): if let sql = kept.first(where: { $0.value == name })?.key { kept[sql] = nil }
        case .disorder: breakOff()
        case nil: break
        }
    }

    /// nil where the connection ends with it.
    private func arrival(_ result: OpaquePointer) -> Replies.Arrival? {
        if PQresultStatus(result) == PGRES_TUPLES_OK { return .rows(Rows(result)) }
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK: return .done
        case PGRES_PIPELINE_SYNC: return .sync
        case PGRES_PIPELINE_ABORTED: return .skipped
        default:
            guard let error = ServerError(result), !error.endsConnection else { return nil }
            return .error(error)
        }
    }

    // MARK: - The end

    /// Ends the connection; the owner hears of it.
    func breakOff() {
        if isBroken { return }
        end()
        handlers.broken()
    }

    /// Ends the connection in silence.
    func end() {
        if isBroken { return }
        isBroken = true
        writing?.cancel()
        guard let reading else { return PQfinish(pointer) }
        // The descriptor must not be closed, and so given to somebody else, while Dispatch still watches it.
        let handle = OpenConnection(pointer: pointer)
        reading.setCancelHandler { PQfinish(handle.pointer) }
        reading.cancel()
    }
}

extension EncodedValues {
    /// All values are in binary form.
    fileprivate var formats: [Int32] { Array(repeating: 1, count: types.count) }

    fileprivate func withPointers<Result>(_ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
        buffer.withUnsafeBytes { bytes in
            // Even an empty value needs an address: none would be NULL.
            let base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)
            return body(
                starts.map { start in start < 0 ? nil : base?.advanced(by: start).assumingMemoryBound(to: CChar.self) })
        }
    }
}
