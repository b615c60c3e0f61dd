// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// A place in Kamailio's tables. `docs/reference/sip.md` says what stands where.
public struct TableKey: Hashable, Sendable {
    /// The tables, by the names that Kamailio's configuration has for them.
    public enum Table: String, Hashable, Sendable, CaseIterable {
        /// How an endpoint proves itself: `ENDPOINT` → HA1.
        case secret
        /// As what an endpoint registers and calls: `ENDPOINT:USER` → the line and its settings there.
        case line
        /// Which endpoints a line rings: `MEMBER` → endpoints with the line's settings there.
        case ring
        /// Whose line a dialled number is: `LOCATION:DIGITS`, `ORGANISATION:DIGITS` or `+DIGITS` → `MEMBER`.
        case number
    }

    public let table: Table
    public let name: String

    public init(_ table: Table, _ name: String) {
        self.table = table
        self.name = name
    }

    static func secret(_ endpoint: EndpointID) -> TableKey { TableKey(.secret, endpoint.description) }
    static func line(_ endpoint: EndpointID, _ user: String) -> TableKey { TableKey(.line, "\(endpoint):\(user)") }
    static func ring(_ member: MemberID) -> TableKey { TableKey(.ring, member.description) }
    static func number(_ dialled: String) -> TableKey { TableKey(.number, dialled) }
}
