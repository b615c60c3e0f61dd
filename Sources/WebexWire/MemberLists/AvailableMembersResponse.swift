// SPDX-License-Identifier: Apache-2.0

/// What a search for members that could stand on an endpoint answers.
public struct AvailableMembersResponse: Hashable, Sendable {
    public var members: [AvailableMemberItem]

    public init(members: [AvailableMemberItem]) {
        self.members = members
    }

    /// The answer's bytes. `members` stands there also when it is empty, which clients need to stop paging.
    public func json(for family: MemberListFamily) -> [UInt8] {
        JSONWriter.object(reservingCapacity: 64 + 512 * members.count) { object in
            object.array("members") { array in
                for member in members { array.object { member.write(to: &$0, for: family) } }
            }
        }
    }
}

/// A member that could stand on an endpoint.
public struct AvailableMemberItem: Hashable, Sendable {
    public var id: WebexID
    /// Written in the device family alone.
    public var memberType: WebexMemberType
    public var firstName: String
    /// Empty for a workspace.
    public var lastName: String
    public var phoneNumber: String?
    /// Written, like prefix and ESN, in the application families alone.
    public var `extension`: String?
    public var routingPrefix: String?
    public var esn: String?
    /// How the line would stand on the endpoint.
    public var lineType: WebexLineType
    /// Written, like T.38, in the device family alone.
    public var allowCallDeclineEnabled: Bool
    /// nil except for analogue adapters.
    public var t38FaxCompressionEnabled: Bool?
    public var location: WebexLocationReference?

    public init(
        id: WebexID, memberType: WebexMemberType, firstName: String, lastName: String, phoneNumber: String?,
        `extension`: String?, routingPrefix: String?, esn: String?, lineType: WebexLineType,
        allowCallDeclineEnabled: Bool, t38FaxCompressionEnabled: Bool?, location: WebexLocationReference?
    ) {
        self.id = id
        self.memberType = memberType
        self.firstName = firstName
        self.lastName = lastName
        self.phoneNumber = phoneNumber
        self.extension = `extension`
        self.routingPrefix = routingPrefix
        self.esn = esn
        self.lineType = lineType
        self.allowCallDeclineEnabled = allowCallDeclineEnabled
        self.t38FaxCompressionEnabled = t38FaxCompressionEnabled
        self.location = location
    }

    /// Writes the fields of that family's schema, always in one order.
    public func write(to object: inout JSONObjectWriter, for family: MemberListFamily) {
        object.field("id", id)
        if family == .device { object.field("memberType", memberType.rawValue) }
        object.field("firstName", firstName)
        object.field("lastName", lastName)
        object.optionalField("phoneNumber", phoneNumber)
        if family != .device {
            object.optionalField("extension", self.extension)
            object.optionalField("routingPrefix", routingPrefix)
            object.optionalField("esn", esn)
        }
        object.field("lineType", lineType.rawValue)
        if family == .device {
            object.field("allowCallDeclineEnabled", allowCallDeclineEnabled)
            object.optionalField("t38FaxCompressionEnabled", t38FaxCompressionEnabled)
        }
        location?.write(to: &object)
    }
}

/// What a count of such members answers, alike in every family that has one.
public struct CountResponse: Hashable, Sendable {
    public var totalCount: Int

    public init(totalCount: Int) {
        self.totalCount = totalCount
    }

    public func json() -> [UInt8] {
        JSONWriter.object(reservingCapacity: 32) { $0.field("totalCount", totalCount) }
    }
}
