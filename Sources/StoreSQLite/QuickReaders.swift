// SPDX-License-Identifier: Apache-2.0

import GRDB
import Synchronization

/// Connections for reads of a few rows, which are carried out on the calling thread.
///
/// Handing such a read to another thread and waiting for it costs more than the read itself. A read that may be long
/// never comes here: it would keep one of the few threads that all tasks share.
final class QuickReaders: Sendable {
    private struct State {
        var idle: [DatabaseQueue] = []
        var opened = 0
        var isClosed = false
    }

    private let path: String
    private let most: Int
    private let configuration: Configuration
    private let state = Mutex(State())

    init(path: String, most: Int, _ configuration: Configuration) {
        self.path = path
        self.most = most
        var configuration = configuration
        configuration.readonly = true
        configuration.label = "partyline.sqlite.quick"
        self.configuration = configuration
    }

    /// The body's value, everything in it of one moment; nil where all connections are in use.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value? {
        guard let connection = try take() else { return nil }
        defer { giveBack(connection) }
        return try connection.read(body)
    }

    func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        for connection in idle { try? connection.close() }
    }

    /// How many reads are under way.
    var inUse: Int { state.withLock { $0.opened - $0.idle.count } }

    private func take() throws -> DatabaseQueue? {
        let (connection, mayOpen) = state.withLock { state -> (DatabaseQueue?, Bool) in
            if state.isClosed { return (nil, false) }
            if let connection = state.idle.popLast() { return (connection, false) }
            guard state.opened < most else { return (nil, false) }
            state.opened += 1
            return (nil, true)
        }
        guard mayOpen else { return connection }
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            state.withLock { $0.opened -= 1 }
            throw error
        }
    }

    private func giveBack(_ connection: DatabaseQueue) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.idle.append(connection) }
            return state.isClosed
        }
        if isClosed { try? connection.close() }
    }
}
