// SPDX-License-Identifier: Apache-2.0

/// The member list of an endpoint at one version: what a GET shows and an edit is decided on.
public struct MemberList: Hashable, Sendable {
    public let endpoint: Endpoint
    /// Counts the commits that changed what the list shows, from 1. It is the list's ETag.
    public let version: Int64
    /// By port. The primary owner always stands among them.
    public let entries: [MemberListEntry]

    public init(endpoint: Endpoint, version: Int64, entries: [MemberListEntry]) {
        self.endpoint = endpoint
        self.version = version
        self.entries = entries
    }

    public var lines: [Line] { entries.map(\.line) }

    /// Whether that member owns the endpoint, so that its line is PRIMARY.
    public func isPrimaryOwner(_ member: MemberID) -> Bool { member == endpoint.owner.id }
}

/// A line together with the member it belongs to.
public struct MemberListEntry: Hashable, Sendable {
    public let line: Line
    public let member: Member

    public init(line: Line, member: Member) {
        self.line = line
        self.member = member
    }
}

/// A member that an edit names, with what the rules ask about it.
public struct NamedMember: Hashable, Sendable {
    public let member: Member
    /// On how many endpoints its line stands, its own included.
    public let endpointCount: Int

    public init(member: Member, endpointCount: Int) {
        self.member = member
        self.endpointCount = endpointCount
    }
}

/// Everything one decision needs, read at one moment.
public struct MemberListSnapshot: Sendable {
    public let list: MemberList
    /// The members that the edit names and that exist in the organisation.
    public let named: [MemberID: NamedMember]

    public init(list: MemberList, named: [MemberID: NamedMember]) {
        self.list = list
        self.named = named
    }

    /// A member that the edit names or that stands on the list.
    func member(_ id: MemberID) -> Member? {
        named[id]?.member ?? list.entries.first { $0.member.id == id }?.member
    }
}
