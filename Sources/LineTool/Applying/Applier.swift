// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import LinePlan
import Synchronization
public import WebexClient

/// Carries out a plan, list by list. It can be stopped at any moment, in any way, and be run again.
///
/// Each list is written only while it stands as the plan found it, with one content, under one key: what happened is read
/// off the list itself wherever an answer was lost.
public struct Applier: Sendable {
    public struct Options: Hashable, Sendable {
        /// Lists written at once, from 1.
        public var concurrency = 8
        /// No further list is begun after the first that fails.
        public var stopsOnError = false

        public init() {}
    }

    let client: WebexClient
    let plan: PlanFile
    let lists: [PlannedList]
    let journal: Journal
    /// The plan that takes this one back; written before the first list is.
    public let rollback: URL
    private let options: Options
    /// Set when somebody wants it to end: lists under way are finished, no other is begun.
    let stop: StopSwitch

    /// - Parameter file: where the plan is kept; journal and rollback file stand beside it.
    /// - Throws: a `ToolFailure` where the plan is for another server or is being applied already.
    public init(
        _ plan: PlanFile, at file: URL, with client: WebexClient, options: Options, stop: StopSwitch
    ) throws {
        guard plan.server == client.baseURL.description else {
            throw ToolFailure("the plan was made for \(plan.server), not for \(client.baseURL)")
        }
        self.plan = plan
        self.client = client
        self.options = options
        self.stop = stop
        lists = try plan.changes.map { try PlannedList($0) }
        // Each making of a plan has files of its own, so that planning anew into the same file loses no way back.
        let base = file.appendingPathExtension(String(plan.id.uuidString.prefix(8)).lowercased())
        rollback = base.appendingPathExtension("rollback")
        journal = try Journal(at: base.appendingPathExtension("journal"), of: plan)
    }

    /// Reads every list of the plan.
    ///
    /// - Throws: `WorldMoved` where lists are neither as the plan found them nor as it wants them.
    public func standings(onProgress: OnProgress? = nil) async throws -> Standings {
        let found = try await lists.mapConcurrently(limit: options.concurrency * 2, onProgress: onProgress) { list in
            try await standing(of: list)
        }
        let moved = zip(lists, found).filter { $0.1 == .moved }.map(\.0.title)
        guard moved.isEmpty else { throw WorldMoved(titles: moved, hasBegun: !journal.written.isEmpty) }
        return Standings(found: found)
    }

    /// A list that the journal has as written is not written again, whoever has changed it back.
    private func standing(of list: PlannedList) async throws -> Standing {
        if journal.written.contains(list.endpoint) { return .after }
        return Standing(try await client.memberList(at: list.listAddress), list)
    }

    /// Writes what is not written yet.
    public func run(_ standings: Standings, onProgress: OnProgress? = nil) async throws -> ApplyReport {
        try keepTheWayBack()
        var rows = [ApplyReport.Row?](repeating: nil, count: lists.count)
        var pending: [Int] = []
        for (index, standing) in standings.found.enumerated() {
            if case .before = standing { pending.append(index) } else { rows[index] = .init(lists[index], .already) }
        }
        let counter = WorkCounter(total: pending.count, onProgress)
        let waves = [pending.filter { lists[$0].onlyRemoves }, pending.filter { !lists[$0].onlyRemoves }]
        for wave in waves {
            let results = try await wave.mapConcurrently(limit: options.concurrency) { index in
                defer { counter.next() }
                return try await row(of: index, standings.found[index])
            }
            for (index, row) in zip(wave, results) { rows[index] = row }
        }
        try journal.sync()
        return ApplyReport(rows: rows.compactMap(\.self))
    }

    func keepTheWayBack() throws {
        guard !FileManager.default.fileExists(atPath: rollback.path) || !isRollbackOfThisPlan else { return }
        try DurableFile.replace(rollback, with: plan.reversed(id: rollbackID).json())
    }

    private var isRollbackOfThisPlan: Bool {
        (try? PlanFile(json: Data(contentsOf: rollback)))?.id == rollbackID
    }

    /// Follows from the plan's, so that a second run makes the same file.
    private var rollbackID: UUID {
        var bytes = plan.id.uuid
        bytes.15 ^= 0xFF
        return UUID(uuid: bytes)
    }

    private func row(of index: Int, _ standing: Standing) async throws -> ApplyReport.Row {
        let list = lists[index]
        guard !stop.isOn else { return ApplyReport.Row(list, .notTried) }
        let writer = ListWriter(client: client, key: "\(plan.id)/\(list.endpoint)", journal: journal)
        let row = try await writer.write(list, standing)
        if options.stopsOnError, row.outcome == .failed || row.outcome == .moved { stop.turnOn() }
        if row.endsAll { stop.turnOn() }
        return row
    }
}

/// How all lists of a plan were found.
public struct Standings: Sendable {
    let found: [Standing]

    public var pendingCount: Int {
        found.count { if case .before = $0 { true } else { false } }
    }
}

/// Lists have been changed since the plan was made.
public struct WorldMoved: Error, Hashable, Sendable {
    public let titles: [String]
    /// Whether an earlier run has written some of the plan.
    public let hasBegun: Bool
}

/// Says to stop, from a signal or from a failure.
public final class StopSwitch: Sendable {
    private let state = Atomic<Bool>(false)

    public init() {}

    public var isOn: Bool { state.load(ordering: .acquiring) }
    public func turnOn() { state.store(true, ordering: .releasing) }
}

/// Counts from several tasks.
final class WorkCounter: Sendable {
    private let done = Atomic<Int>(0)
    private let total: Int
    private let onProgress: OnProgress?

    init(total: Int, _ onProgress: OnProgress?) {
        self.total = total
        self.onProgress = onProgress
    }

    func next() {
        let done = done.add(1, ordering: .relaxed).newValue
        onProgress?(WorkProgress(done: done, total: total))
    }
}
