// SPDX-License-Identifier: Apache-2.0

/// A line that belongs to no person and no room, such as a service desk's.
public struct VirtualLine: Hashable, Sendable {
    public let member: Member
    /// nil means first and last name.
    public let displayName: String?
    public let callerIDFirstName: String?
    public let callerIDLastName: String?
    public let callerIDNumber: String?

    public init(
        member: Member, displayName: String?, callerIDFirstName: String?, callerIDLastName: String?,
        callerIDNumber: String?
    ) {
        self.member = member
        self.displayName = displayName
        self.callerIDFirstName = callerIDFirstName
        self.callerIDLastName = callerIDLastName
        self.callerIDNumber = callerIDNumber
    }
}
