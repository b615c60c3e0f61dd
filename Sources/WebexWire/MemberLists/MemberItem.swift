// SPDX-License-Identifier: Apache-2.0

/// A line of a member list as an answer shows it.
///
/// `linePort`, `hostIP` and `remoteIP` of the contract are never given: registrations are not the list's business.
public struct MemberItem: Hashable, Sendable {
    public var id: WebexID
    public var memberType: WebexMemberType
    public var firstName: String
    /// Empty for a workspace.
    public var lastName: String
    public var phoneNumber: String?
    public var `extension`: String?
    public var routingPrefix: String?
    public var esn: String?
    public var location: WebexLocationReference?
    public var port: Int
    /// Written as a boolean in every family, although the contract says string in two: clients expect this.
    public var primaryOwner: Bool
    public var lineType: WebexLineType
    public var lineWeight: Int
    public var lineLabel: String?
    /// nil while hotline is off; the answer then says `""`, since the contract requires the key.
    public var hotlineDestination: String?
    public var allowCallDeclineEnabled: Bool
    /// nil except on analogue adapters. Never written in the application families: no app is one.
    public var t38FaxCompressionEnabled: Bool?

    public init(
        id: WebexID, memberType: WebexMemberType, firstName: String, lastName: String, phoneNumber: String?,
        `extension`: String?, routingPrefix: String?, esn: String?, location: WebexLocationReference?, port: Int,
        primaryOwner: Bool, lineType: WebexLineType, lineWeight: Int, lineLabel: String?,
        hotlineDestination: String?, allowCallDeclineEnabled: Bool, t38FaxCompressionEnabled: Bool?
    ) {
        self.id = id
        self.memberType = memberType
        self.firstName = firstName
        self.lastName = lastName
        self.phoneNumber = phoneNumber
        self.extension = `extension`
        self.routingPrefix = routingPrefix
        self.esn = esn
        self.location = location
        self.port = port
        self.primaryOwner = primaryOwner
        self.lineType = lineType
        self.lineWeight = lineWeight
        self.lineLabel = lineLabel
        self.hotlineDestination = hotlineDestination
        self.allowCallDeclineEnabled = allowCallDeclineEnabled
        self.t38FaxCompressionEnabled = t38FaxCompressionEnabled
    }

    /// Writes the fields of that family's schema, always in one order.
    public func write(to object: inout JSONObjectWriter, for family: MemberListFamily) {
        object.field("id", id)
        object.field("memberType", memberType.rawValue)
        object.field("firstName", firstName)
        object.field("lastName", lastName)
        object.optionalField("phoneNumber", phoneNumber)
        object.optionalField("extension", self.extension)
        object.optionalField("routingPrefix", routingPrefix)
        object.optionalField("esn", esn)
        object.field("port", port)
        object.field("primaryOwner", primaryOwner)
        object.field("lineType", lineType.rawValue)
        object.field("lineWeight", lineWeight)
        object.optionalField("lineLabel", lineLabel)
        object.field("hotlineEnabled", hotlineDestination != nil)
        object.field("hotlineDestination", hotlineDestination ?? "")
        object.field("allowCallDeclineEnabled", allowCallDeclineEnabled)
        if family == .device { object.optionalField("t38FaxCompressionEnabled", t38FaxCompressionEnabled) }
        location?.write(to: &object)
    }
}

/// A location as it is named beside a member.
public struct WebexLocationReference: Hashable, Sendable, Codable {
    public var id: WebexID
    public var name: String

    public init(id: WebexID, name: String) {
        self.id = id
        self.name = name
    }

    func write(to object: inout JSONObjectWriter) {
        object.object("location") { location in
            location.field("id", id)
            location.field("name", name)
        }
    }
}
