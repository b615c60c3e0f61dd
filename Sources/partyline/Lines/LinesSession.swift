// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LinePlan
import LineTool
import PartylineApp
import Synchronization
import WebexClient

/// Which server a command works against.
struct AccessOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The profile to use; see partyline login.", valueName: "NAME"))
    var profile: String?

    @Option(help: ArgumentHelp("Requests at once, from 1 to 100.", valueName: "N"))
    var concurrency = 8

    func validate() throws {
        if !(1...100).contains(concurrency) { throw ValidationError("--concurrency is a whole number from 1 to 100.") }
    }

    func access() throws -> Access {
        let environment = ProcessInfo.processInfo.environment
        return try Access(
            profile: profile, environment: environment, profiles: ProfileStore(environment: environment))
    }
}

/// A client and a terminal, for as long as a command runs.
struct LinesSession: Sendable {
    let client: WebexClient
    let terminal: Terminal

    var reader: OrganisationReader { OrganisationReader(client: client) }

    /// Runs a command's work against its server, and says what becomes of it as every command does.
    static func run(
        _ options: AccessOptions, _ work: @escaping @Sendable (LinesSession) async throws -> Void
    ) async throws {
        try await reportingFailures {
            let terminal = Terminal()
            let access = try options.access()
            if access.baseURL.isExposed {
                StandardError.write(
                    "partyline: \(access.baseURL) is not encrypted: others on the way can read the token")
            }
            var limits = WebexClientLimits()
            limits.concurrency = options.concurrency
            let notices = WaitNotices()
            let client = WebexClient(baseURL: access.baseURL, token: access.token, limits: limits) {
                notices.say($0)
            }
            do {
                try await work(LinesSession(client: client, terminal: terminal))
            } catch {
                try? await client.shutdown()
                throw Self.words(for: error)
            }
            try await client.shutdown()
        }
    }

    private static func words(for error: any Error) -> any Error {
        switch error {
        case let problems as FileProblems: CommandFailure(.failed, problems.problems.map(\.description))
        case let failure as ToolFailure: CommandFailure(.failed, failure.lines)
        case let moved as WorldMoved: CommandFailure(.failed, moved.lines)
        case let error as WebexClientError where error.isTemporary: CommandFailure(.temporary, ["\(error)"])
        default: error
        }
    }

    func withBar<Result>(_ what: String, _ work: (@escaping OnProgress) async throws -> Result) async throws -> Result {
        let bar = terminal.bar(what)
        defer { bar.end() }
        return try await work { bar.show($0) }
    }
}

extension WorldMoved {
    var lines: [String] {
        let summary =
            "\(titles.count) of the lists have been changed by somebody since the plan was made; "
            + (hasBegun ? "the lists written by the earlier run stay" : "nothing was written")
        return [summary + ". Plan again:"] + titles.map { "  \($0)" }
    }
}

/// Says that the server wants patience, once for each time that it lasts.
private final class WaitNotices: Sendable {
    private let saidUntil = Mutex(ContinuousClock.now)

    func say(_ notice: WaitNotice) {
        let now = ContinuousClock.now
        let isNews = saidUntil.withLock { until in
            guard notice.duration >= .seconds(5), until <= now else { return false }
            until = now + notice.duration
            return true
        }
        guard isNews else { return }
        let why =
            switch notice.status {
            case 429: "the server wants fewer requests"
            case 423: "a list is held by somebody"
            case let status?: "the server answers \(status)"
            case nil: "the connection broke"
            }
        StandardError.write("partyline: \(why); waiting \(notice.duration.components.seconds) s")
    }
}
