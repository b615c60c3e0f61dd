// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LinePlan
import LineTool
import PartylineApp
import WebexClient

/// One run of whatever writes: shows, asks, writes, reports.
struct ApplyRun: Sendable {
    let session: LinesSession
    let options: ApplyOptions

    /// Plans a file, shows the plan, keeps it among the user's own files, and carries it out.
    func planAndCarryOut(_ file: WantedFile) async throws {
        let plan = try await session.plan(for: file)
        StandardError.write(PlanText(plan, style: .plain).text)
        guard !plan.changes.isEmpty else { return }
        let folder = UserFolders.state(ProcessInfo.processInfo.environment).appendingPathComponent("plans")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let kept = folder.appendingPathComponent("\(plan.id.uuidString.lowercased()).plan")
        try DurableFile.replace(kept, with: plan.json())
        try await carryOut(plan, at: kept, isShown: true)
    }

    /// Carries a plan out that is kept in that file.
    func carryOut(_ plan: PlanFile, at file: URL, isShown: Bool = false) async throws {
        let stop = StopSwitch()
        let signals = StopSignals(
            stop,
            saying: options.atomic ? "cancelling; nothing is written then" : "stopping; lists under way are finished")
        defer { signals.end() }
        var settings = Applier.Options()
        settings.concurrency = session.client.limits.concurrency
        settings.stopsOnError = options.stopOnError
        let applier = try Applier(plan, at: file, with: session.client, options: settings, stop: stop)
        let standings = try await session.withBar("checking") { try await applier.standings(onProgress: $0) }
        try confirm(plan, standings.pendingCount, isShown)
        let report = try await session.withBar("writing") { onProgress in
            options.atomic
                ? try await applier.runAtomically(standings, onProgress: onProgress)
                : try await applier.run(standings, onProgress: onProgress)
        }
        try options.output.print(report)
        say(report, applier, file)
        if report.isComplete { return }
        throw signals.wasInterrupted ? LinesExit.interrupted : LinesExit.failed
    }

    private func confirm(_ plan: PlanFile, _ pending: Int, _ isShown: Bool) throws {
        if let most = options.maxChanges, pending > most {
            throw CommandFailure(
                .failed, ["\(pending) lists would be written, --max-changes allows \(most); nothing was written"])
        }
        guard pending > 0 else { return }
        if !isShown { StandardError.write(PlanText(plan, style: .plain).summary) }
        guard !options.yes else { return }
        let lists = pending == 1 ? "1 list" : "\(pending) lists"
        try session.terminal.confirm("Write \(lists) to \(session.client.baseURL)?")
    }

    private func say(_ report: ApplyReport, _ applier: Applier, _ file: URL) {
        StandardError.write(report.summary.prefix(1).uppercased() + report.summary.dropFirst() + ".")
        if report.count(.written) > 0 || report.count(.already) > 0, !report.rows.isEmpty {
            let way = report.job.map { " (or \($0))" } ?? ""
            StandardError.write("To put everything back: partyline lines undo \(applier.rollback.relativePath)\(way)")
        }
        if !report.isComplete { StandardError.write("To go on: partyline lines apply \(file.relativePath)") }
    }
}

/// The first Ctrl-C or SIGTERM asks for a clean end; another one ends at once.
final class StopSignals {
    private let sources: [any DispatchSourceSignal]
    private let hits: HitCounter

    init(_ stop: StopSwitch, saying words: String) {
        let hits = HitCounter()
        self.hits = hits
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if hits.hit() > 1 { exit(CommandFailure.Kind.interrupted.rawValue) }
                stop.turnOn()
                StandardError.write("\npartyline: \(words) (again: at once)")
            }
            source.resume()
            return source
        }
    }

    var wasInterrupted: Bool { hits.count > 0 }

    func end() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
