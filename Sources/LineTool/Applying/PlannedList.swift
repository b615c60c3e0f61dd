// SPDX-License-Identifier: Apache-2.0

import LinePlan
import SharedLine
import WebexClient
import WebexWire

/// A list of a plan, made ready to be written.
struct PlannedList: Sendable {
    let endpoint: WebexID
    let title: String
    let address: EndpointAddress
    let before: [Line]
    let after: [Line]
    let change: PlanFile.Change

    /// - Throws: a `ToolFailure` where the plan has been written by hand, and not well.
    init(_ change: PlanFile.Change) throws {
        guard let address = change.address, let before = change.linesBefore, let after = change.linesAfter else {
            throw ToolFailure("the plan is damaged at \(change.title); plan again")
        }
        endpoint = change.endpoint
        title = change.title
        self.address = address
        self.before = before
        self.after = after
        self.change = change
    }

    var listAddress: MemberListAddress { MemberListAddress(address) }

    /// Whether it only takes lines away. These are written first, so that a line which leaves one of 35 endpoints for
    /// another never stands on 36.
    var onlyRemoves: Bool {
        let standing = Set(before.map(\.member))
        return after.allSatisfy { standing.contains($0.member) }
    }
}

/// How a list of a plan was found.
enum Standing: Hashable, Sendable {
    /// As the plan found it: it is to be written. The entity tag is today's.
    case before(eTag: String?)
    /// As the plan wants it.
    case after
    case moved

    init(_ reading: MemberListReading, _ planned: PlannedList) {
        let lines = ActualList(reading).lines
        self = lines == planned.after ? .after : lines == planned.before ? .before(eTag: reading.eTag) : .moved
    }
}
