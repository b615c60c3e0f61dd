// SPDX-License-Identifier: Apache-2.0

import LinePlan
import WebexClient
import WebexWire

/// Writes one list, and finds out what became of it.
struct ListWriter: Sendable {
    /// How often a list is written whose answer was lost and which still stands as before.
    private static let maximumAttempts = 3

    let client: WebexClient
    /// The same in every run of the plan, so that a server which knows keys does it once.
    let key: String
    let journal: Journal

    func write(_ list: PlannedList, _ standing: Standing) async throws -> ApplyReport.Row {
        guard case .before(var eTag) = standing else { return ApplyReport.Row(list, .already) }
        var attempt = 1
        while true {
            do {
                // Without entity tags only a look right before the write can tell that somebody was faster.
                if eTag == nil, let row = try await look(list) { return row }
                let condition = WriteCondition(ifMatch: eTag, idempotencyKey: eTag == nil ? nil : key)
                let trackingID = try await client.replaceMemberList(
                    at: list.listAddress, with: list.change.request, under: condition)
                try journal.noteWritten(list.endpoint, trackingID: trackingID)
                return ApplyReport.Row(list, .written, trackingID: trackingID)
            } catch let error as WebexClientError {
                guard error.leavesDoubt else { return failed(list, error) }
                switch await self.standing(of: list) {
                case .after?:
                    try journal.noteWritten(list.endpoint, trackingID: error.trackingID)
                    return ApplyReport.Row(list, .written, trackingID: error.trackingID)
                case .moved?: return ApplyReport.Row(list, .moved, reason: moved, trackingID: error.trackingID)
                case .before(let tag)? where attempt < Self.maximumAttempts && error.mayPass: eTag = tag
                default: return failed(list, error)
                }
            }
            attempt += 1
        }
    }

    private var moved: String { "somebody has changed it since the plan was made" }

    /// nil where it stands as the plan found it.
    private func look(_ list: PlannedList) async throws -> ApplyReport.Row? {
        switch Standing(try await client.memberList(at: list.listAddress), list) {
        case .before: return nil
        case .after: return ApplyReport.Row(list, .already)
        case .moved: return ApplyReport.Row(list, .moved, reason: moved)
        }
    }

    /// nil where it cannot be read either.
    private func standing(of list: PlannedList) async -> Standing? {
        (try? await client.memberList(at: list.listAddress)).map { Standing($0, list) }
    }

    private func failed(_ list: PlannedList, _ error: WebexClientError) -> ApplyReport.Row {
        var row = ApplyReport.Row(list, .failed, reason: "\(error)", trackingID: error.trackingID)
        row.endsAll = error.status == 401
        return row
    }
}

extension WebexClientError {
    /// Whether the list itself has to be asked what happened. A stale tag too: the write may be this run's own, whose
    /// answer was lost.
    fileprivate var leavesDoubt: Bool {
        switch reason {
        case .refused(let status, _): status == 412 || status >= 500
        case .unreachable, .unreadable: true
        }
    }

    /// Whether another try is worth it where the list still stands as before. Its tag also changes when a member is renamed.
    fileprivate var mayPass: Bool { isTemporary || status == 412 }
}
