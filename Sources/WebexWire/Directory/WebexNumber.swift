// SPDX-License-Identifier: Apache-2.0

/// A number or extension and who has it. The contract requires most of it for mere extensions as well.
public struct WebexNumber: Hashable, Sendable, Codable {
    public var phoneNumber: String?
    public var `extension`: String?
    public var routingPrefix: String?
    public var esn: String?
    public var state: WebexNumberState
    public var phoneNumberType: WebexPhoneNumberType
    public var mainNumber: Bool
    public var tollFreeNumber: Bool
    public var includedTelephonyTypes: WebexTelephonyType
    public var isServiceNumber: Bool
    public var location: WebexLocationReference
    public var owner: WebexNumberOwner?

    public init(
        phoneNumber: String?, `extension`: String?, routingPrefix: String?, esn: String?,
        state: WebexNumberState, phoneNumberType: WebexPhoneNumberType, mainNumber: Bool, tollFreeNumber: Bool,
        includedTelephonyTypes: WebexTelephonyType, isServiceNumber: Bool, location: WebexLocationReference,
        owner: WebexNumberOwner?
    ) {
        self.phoneNumber = phoneNumber
        self.extension = `extension`
        self.routingPrefix = routingPrefix
        self.esn = esn
        self.state = state
        self.phoneNumberType = phoneNumberType
        self.mainNumber = mainNumber
        self.tollFreeNumber = tollFreeNumber
        self.includedTelephonyTypes = includedTelephonyTypes
        self.isServiceNumber = isServiceNumber
        self.location = location
        self.owner = owner
    }
}

/// The member that has a number.
public struct WebexNumberOwner: Hashable, Sendable, Codable {
    public var id: WebexID
    public var type: WebexMemberType
    public var firstName: String
    public var lastName: String

    public init(id: WebexID, type: WebexMemberType, firstName: String, lastName: String) {
        self.id = id
        self.type = type
        self.firstName = firstName
        self.lastName = lastName
    }
}

/// A page of numbers.
public struct WebexNumberCollection: Hashable, Sendable, Codable {
    public var phoneNumbers: [WebexNumber]
    /// With `details=true`.
    public var count: WebexNumberCount?

    public init(phoneNumbers: [WebexNumber], count: WebexNumberCount?) {
        self.phoneNumbers = phoneNumbers
        self.count = count
    }
}

/// How many numbers there are of each kind.
public struct WebexNumberCount: Hashable, Sendable, Codable {
    public var assigned: Int
    public var unAssigned: Int
    public var inActive: Int
    public var extensionOnly: Int
    public var tollFreeNumbers: Int
    public var total: Int
    public var mobileNumber: Int
    public var serviceNumber: Int

    public init(
        assigned: Int, unAssigned: Int, inActive: Int, extensionOnly: Int, tollFreeNumbers: Int, total: Int,
        mobileNumber: Int, serviceNumber: Int
    ) {
        self.assigned = assigned
        self.unAssigned = unAssigned
        self.inActive = inActive
        self.extensionOnly = extensionOnly
        self.tollFreeNumbers = tollFreeNumbers
        self.total = total
        self.mobileNumber = mobileNumber
        self.serviceNumber = serviceNumber
    }
}

/// Whether a number works.
public enum WebexNumberState: String, Hashable, Sendable, CaseIterable, Codable {
    case active = "ACTIVE"
    case inactive = "INACTIVE"
}

/// What a number is to its owner.
public enum WebexPhoneNumberType: String, Hashable, Sendable, CaseIterable, Codable {
    case primary = "PRIMARY"
    case alternate = "ALTERNATE"
}

/// What network a number belongs to.
public enum WebexTelephonyType: String, Hashable, Sendable, CaseIterable, Codable {
    case pstnNumber = "PSTN_NUMBER"
}
