// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// Which lists have changed lately, so that a list that comes late from its own commit never takes the place of a newer one.
struct TouchedLists {
    /// More than this and all are forgotten, as if everything had changed now.
    private static let maximumEntries = 4096

    /// Of what was committed up to here nothing is remembered.
    private var since: Int64
    private var lists: [EndpointID: Int64] = [:]
    /// Of the endpoints themselves, whose settings change without a new version of the list.
    private var endpoints: [EndpointID: Int64] = [:]

    init(since sequence: Int64) {
        since = sequence
    }

    mutating func noteList(of endpoint: EndpointID, changedAt sequence: Int64) {
        makeRoom(at: sequence)
        lists[endpoint] = max(lists[endpoint] ?? 0, sequence)
    }

    mutating func noteEndpoint(_ endpoint: EndpointID, changedAt sequence: Int64) {
        makeRoom(at: sequence)
        endpoints[endpoint] = max(endpoints[endpoint] ?? 0, sequence)
    }

    /// Whether nothing has changed in the list of a commit since, nor in its endpoint since the commit was decided.
    ///
    /// - Parameters:
    ///   - sequence: of the commit's change.
    ///   - basis: up to which sequence everything was known when the commit was decided.
    func isNewest(_ endpoint: EndpointID, committedAt sequence: Int64, decidedAt basis: Int64) -> Bool {
        since <= basis && lists[endpoint] ?? 0 <= sequence && endpoints[endpoint] ?? 0 <= basis
    }

    private mutating func makeRoom(at sequence: Int64) {
        if lists.count + endpoints.count >= Self.maximumEntries { self = TouchedLists(since: sequence) }
    }
}
