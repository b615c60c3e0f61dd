// SPDX-License-Identifier: Apache-2.0

import WebexWire

/// What has become of a plan, list by list.
public struct ApplyReport: Hashable, Sendable {
    public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        /// Written by this run.
        case written
        /// It stood as planned already: an earlier run wrote it, or somebody else did.
        case already
        /// It is neither as the plan found it nor as the plan wants it: somebody else has changed it.
        case moved
        /// The server said no, or could not be reached.
        case failed
        /// The run ended before its turn.
        case notTried
    }

    public struct Row: Hashable, Sendable, Codable {
        /// The Webex id.
        public let endpoint: String
        public let title: String
        public let outcome: Outcome
        /// Why, where it did not go well.
        public let reason: String?
        /// The server's, where a request was made.
        public let trackingId: String?
        /// Whether every further request would fail alike: the token is not good any more.
        var endsAll = false

        private enum CodingKeys: String, CodingKey {
            case endpoint, title, outcome, reason, trackingId
        }

        init(_ change: PlannedList, _ outcome: Outcome, reason: String? = nil, trackingID: String? = nil) {
            endpoint = change.endpoint.text
            title = change.title
            self.outcome = outcome
            self.reason = reason
            trackingId = trackingID
        }
    }

    /// In the plan's order.
    public let rows: [Row]
    /// The server's job, where all of it was stored as one.
    public let job: String?

    init(rows: [Row], job: String? = nil) {
        self.rows = rows
        self.job = job
    }

    public func count(_ outcome: Outcome) -> Int { rows.count { $0.outcome == outcome } }

    /// Whether everything stands as planned.
    public var isComplete: Bool { rows.allSatisfy { $0.outcome == .written || $0.outcome == .already } }

    public var summary: String {
        let counts = Outcome.allCases.map { (count($0), $0.words) }.filter { $0.0 > 0 }
        return counts.isEmpty ? "nothing to do" : counts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}

extension ApplyReport.Outcome {
    var words: String {
        switch self {
        case .written: "written"
        case .already: "done before"
        case .moved: "changed by somebody else and left alone"
        case .failed: "failed"
        case .notTried: "not tried"
        }
    }
}
