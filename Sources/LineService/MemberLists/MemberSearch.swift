// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// Finding members whose lines could be put on an endpoint.
extension MemberListService {
    /// The members that match and do not stand on the endpoint; all that match where none is given.
    public func availableMembers(
        for address: EndpointAddress?, matching filter: MemberFilter, page: Page, for authority: Authority
    ) async throws -> PageOf<Member> {
        try await store.members(try await query(filter, address, authority), page: page)
    }

    public func availableMemberCount(
        for address: EndpointAddress?, matching filter: MemberFilter, for authority: Authority
    ) async throws -> Int {
        try await store.memberCount(try await query(filter, address, authority))
    }

    private func query(
        _ filter: MemberFilter, _ address: EndpointAddress?, _ authority: Authority
    ) async throws -> MemberQuery {
        var query = MemberQuery(organisation: authority.organisation, reach: authority.reach)
        if let address { query.notOn = try await list(at: address, for: authority).endpoint.id }
        query.location = filter.location
        query.name = filter.name
        query.phoneNumber = filter.phoneNumber
        query.extension = filter.extension
        query.usage = filter.usage
        query.includesVirtualLines = filter.includesVirtualLines
        query.order = filter.order
        return query
    }
}

/// The filters of a search, in whichever spelling they came.
public struct MemberFilter: Hashable, Sendable {
    public var location: LocationID?
    public var name: String?
    public var phoneNumber: String?
    public var `extension`: String?
    public var usage: MemberUsage = .sharedLine
    public var includesVirtualLines = true
    public var order: [MemberOrder] = []

    public init() {}
}
