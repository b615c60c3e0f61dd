// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// Every operation under `/partyline/v1`, one line each: method, path, scope, roles, handler.
///
/// `docs/reference/partyline-api.md` says what they are; `openapi.json` and the page of permissions are held to this table.
struct PartylineRouteTable {
    let changes: ChangeController
    let history: HistoryController
    let plans: PlanController
    let jobs: JobController
    let sip: SIPCredentialController

    /// So many times `maximumBodyBytes`: about 10,000 lists of ten lines by default.
    private static let planBodyFactor = 32

    // swift-format-ignore
    var routes: [Route] {
        let list = "/member-lists/{endpointId}"
        let credential = "/endpoints/{endpointId}/sip-credential"
        return [
            Route(.get, "/changes", .telephonyRead, .listReaders, changes.list, of: .partyline),
            Route(.get, "/changes/stream", .telephonyRead, .listReaders, changes.stream, of: .partyline),
            Route(.get, "/changes/{changeId}", .telephonyRead, .listReaders, changes.get, of: .partyline),
            Route(.get, "\(list)/history", .telephonyRead, .listReaders, history.list, of: .partyline),
            Route(.post, "\(list)/undo", .telephonyWrite, .lists, history.undo, of: .partyline),
            Route(.post, "/plans", .telephonyWrite, .lists, plans.apply, of: .partyline, bodyFactor: Self.planBodyFactor),
            Route(.get, "/jobs/{jobId}", .telephonyRead, .listReaders, jobs.get, of: .partyline),
            Route(.delete, "/jobs/{jobId}", .telephonyWrite, .lists, jobs.cancel, of: .partyline),
            Route(.post, "/jobs/{jobId}/undo", .telephonyWrite, .lists, jobs.undo, of: .partyline),
            Route(.get, credential, .telephonyRead, .listReaders, sip.get, of: .partyline),
            Route(.post, credential, .telephonyWrite, .lists, sip.issue, of: .partyline),
            Route(.delete, credential, .telephonyWrite, .lists, sip.remove, of: .partyline),
        ]
    }
}
