// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Logging

/// Writes log lines to standard error, each with one system call, so that lines of several threads never mix.
struct StandardErrorLog: LogHandler {
    let style: LogStyle
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    /// Libraries that say on every start and stop what our own lines say already. They are heard at `debug`.
    private static let quietSources: Set<String> = ["HummingbirdCore", "Hummingbird", "ServiceLifecycle"]

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        if logLevel > .debug, event.level < .notice, Self.quietSources.contains(event.source) { return }
        let line = LogLine(
            at: Date(), level: event.level, message: event.message.description, fields: fields(of: event))
        StandardError.write(style.render(line))
    }

    /// The framework's number of a request: the tracking id is the one that the caller has too.
    private static let quietField = "hb.request.id"

    /// All metadata, the tracking id first and the rest by name. What an event says itself goes before the rest.
    private func fields(of event: LogEvent) -> [(key: String, value: Logger.MetadataValue)] {
        var merged = event.metadata ?? [:]
        for more in [metadata, metadataProvider?.get() ?? [:]] {
            for (key, value) in more where key != Self.quietField && merged[key] == nil { merged[key] = value }
        }
        if let error = event.error { merged["error"] = "\(error)" }
        return merged.sorted { left, right in
            let (leftLeads, rightLeads) = (left.key == "tracking_id", right.key == "tracking_id")
            return leftLeads == rightLeads ? left.key < right.key : leftLeads
        }.map { ($0.key, $0.value) }
    }
}

/// How lines look on the stream at hand.
public enum LogStyle: Hashable, Sendable {
    case text(isColoured: Bool)
    case json

    /// The style that the settings ask for, or that suits standard error: colours on a terminal unless `NO_COLOR` is set.
    public init(format: LogFormat?, environment: [String: String]) {
        let isTerminal = StandardError.isTerminal
        switch format ?? (isTerminal ? .text : .json) {
        case .json: self = .json
        case .text:
            let wantsNone = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
            self = .text(isColoured: isTerminal && !wantsNone && environment["TERM"] != "dumb")
        }
    }

    func render(_ line: LogLine) -> String {
        switch self {
        case .json: line.json
        case .text(let isColoured): line.text(isColoured: isColoured)
        }
    }

    /// A logger that writes in this style.
    public func logger(level: Logger.Level) -> Logger {
        let handler = StandardErrorLog(style: self, logLevel: level)
        return Logger(label: "partyline") { _ in handler }
    }
}
