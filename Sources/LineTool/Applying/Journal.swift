// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinePlan
import Synchronization
import WebexWire

/// What has become of a plan so far, in a file beside it, one JSON object a line. It makes an interrupted run go on
/// where it ended, and keeps two runs of one plan apart.
///
/// What a list should be stands in the plan; the journal adds what has been acknowledged. A line that was lost in a power
/// cut costs nothing: the list itself then shows that it has been written.
final class Journal: Sendable {
    /// Longer than this no acknowledged write stays unsynced.
    private static let longestUnsynced: Duration = .milliseconds(200)

    private struct Record: Codable {
        var plan: UUID?
        var list: WebexID?
        /// The server's, where the plan was sent as one.
        var job: String?
        /// The server's tracking id.
        var trackingId: String?
    }

    private struct State {
        var lastSync: ContinuousClock.Instant
        var isDirty = false
    }

    let file: URL
    /// Lists that an earlier run has written.
    let written: Set<WebexID>
    /// The server's jobs that earlier runs have begun, the last one last.
    let jobs: [String]
    private let descriptor: Int32
    private let state = Mutex(State(lastSync: .now))

    /// Opens the journal of a plan, or begins it.
    ///
    /// - Throws: a `ToolFailure` where another run has it, or where it belongs to another making of the plan.
    init(at file: URL, of plan: PlanFile) throws {
        self.file = file
        descriptor = open(file.path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DurableFile.failure("open", file) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw ToolFailure("\(file.path) is in use: the same plan is being applied by another run")
        }
        do {
            let records = try Self.records(in: file)
            if let first = records.first {
                guard first.plan == plan.id else {
                    throw ToolFailure(
                        "\(file.path) belongs to another plan; move it away once you are done with that one")
                }
            } else {
                try Self.append(Record(plan: plan.id), to: descriptor, file)
                guard fsync(descriptor) == 0 else { throw DurableFile.failure("sync", file) }
                try DurableFile.syncFolder(of: file)
            }
            written = Set(records.compactMap(\.list))
            jobs = records.compactMap(\.job)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit {
        close(descriptor)
    }

    /// Notes that a list stands as planned.
    func noteWritten(_ list: WebexID, trackingID: String?) throws {
        try state.withLock { state in
            try Self.append(Record(list: list, trackingId: trackingID), to: descriptor, file)
            state.isDirty = true
            guard state.lastSync.duration(to: .now) > Self.longestUnsynced else { return }
            try sync(&state)
        }
    }

    /// Notes that the server has taken the plan on as that job.
    func noteJob(_ job: String) throws {
        try state.withLock { state in
            try Self.append(Record(job: job), to: descriptor, file)
            state.isDirty = true
            try sync(&state)
        }
    }

    /// Nothing that was noted is lost after this, whatever happens to the machine.
    func sync() throws {
        try state.withLock { try sync(&$0) }
    }

    private func sync(_ state: inout State) throws {
        guard state.isDirty else { return }
        guard fsync(descriptor) == 0 else { throw DurableFile.failure("sync", file) }
        state = State(lastSync: .now)
    }

    private static func append(_ record: Record, to descriptor: Int32, _ file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try DurableFile.write(try encoder.encode(record) + Data("\n".utf8), to: descriptor, file)
    }

    /// A last line without its end was being written when the power went: it is cut off, or the next one would stick to it.
    private static func records(in file: URL) throws -> [Record] {
        let bytes = try Data(contentsOf: file)
        let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { bytes.index(after: $0) } ?? bytes.startIndex
        if whole < bytes.endIndex, truncate(file.path, off_t(whole - bytes.startIndex)) != 0 {
            throw DurableFile.failure("mend", file)
        }
        return try bytes[..<whole].split(separator: UInt8(ascii: "\n")).map { line in
            do {
                return try JSONDecoder().decode(Record.self, from: Data(line))
            } catch {
                throw ToolFailure("\(file.path) is damaged; move it away, and plan again")
            }
        }
    }
}
