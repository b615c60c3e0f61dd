// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LinePlan
import LineTool
import PartylineApp
import Synchronization

/// How a report, or any table of a command, is printed.
enum ReportOutput: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case csv

    /// A table shows what did not go well; the others every list.
    func print(_ report: ApplyReport) throws {
        switch self {
        case .table:
            let rows = report.rows.filter { $0.outcome != .written && $0.outcome != .already }
            if !rows.isEmpty { try print(rows.map(ReportRow.init)) }
        case .json, .csv: try print(report.rows.map(ReportRow.init))
        }
    }

    func print<Row: TableRow>(_ rows: [Row]) throws {
        switch self {
        case .table: Swift.print(Table(headings: Row.headings, rows: rows.map(\.cells)).text)
        case .json: Swift.print(try JSONText.of(rows))
        case .csv:
            Swift.print(CSVTable.text(headings: Row.headings, rows: rows.map(\.cells)), terminator: "")
        }
    }
}

/// A row that is printed in any of the ways.
protocol TableRow: Encodable {
    static var headings: [String] { get }
    var cells: [String] { get }
}

struct ReportRow: TableRow {
    static let headings = ["outcome", "endpoint", "title", "reason", "trackingId"]

    let outcome: String
    let endpoint: String
    let title: String
    let reason: String?
    let trackingId: String?

    init(_ row: ApplyReport.Row) {
        outcome = row.outcome.rawValue
        endpoint = row.endpoint
        title = row.title
        reason = row.reason
        trackingId = row.trackingId
    }

    var cells: [String] { [outcome, endpoint, title, reason ?? "", trackingId ?? ""] }
}

/// How often something happened, from whatever thread.
final class HitCounter: Sendable {
    private let hits = Atomic<Int>(0)

    var count: Int { hits.load(ordering: .acquiring) }

    /// The count with this one.
    func hit() -> Int { hits.add(1, ordering: .acquiringAndReleasing).newValue }
}
