// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// A virtual line to be created.
public struct NewVirtualLine: Hashable, Sendable {
    public let firstName: String
    public let lastName: String
    public let displayName: String?
    public let location: LocationID
    public let `extension`: String?
    public let phoneNumber: String?
    public let callerIDFirstName: String?
    public let callerIDLastName: String?
    public let callerIDNumber: String?

    public init(
        firstName: String, lastName: String, displayName: String?, location: LocationID, `extension`: String?,
        phoneNumber: String?, callerIDFirstName: String?, callerIDLastName: String?, callerIDNumber: String?
    ) {
        self.firstName = firstName
        self.lastName = lastName
        self.displayName = displayName
        self.location = location
        self.extension = `extension`
        self.phoneNumber = phoneNumber
        self.callerIDFirstName = callerIDFirstName
        self.callerIDLastName = callerIDLastName
        self.callerIDNumber = callerIDNumber
    }
}

extension DirectoryService {
    /// Creates a virtual line; number and extension must be free.
    ///
    /// - Parameter id: the new member's id, which comes from outside as every random value does.
    public func addVirtualLine(_ new: NewVirtualLine, id: MemberID, keyed: KeyedRequest?, for authority: Authority)
        async throws
    {
        try check(new)
        guard let location = try await store.location(new.location, in: authority.organisation) else {
            throw ServiceError.invalid([.invalid("locationId", "no location of the organisation has this id")])
        }
        try authority.requireReach(to: new.location)
        let member = Member(
            id: id, organisation: authority.organisation, kind: .virtualLine, location: location.summary,
            firstName: new.firstName, lastName: new.lastName, extension: new.extension,
            phoneNumber: new.phoneNumber, licence: .professional)
        let line = VirtualLine(
            member: member, displayName: new.displayName, callerIDFirstName: new.callerIDFirstName,
            callerIDLastName: new.callerIDLastName, callerIDNumber: new.callerIDNumber)
        do {
            try await commitOnce([.addVirtualLine(line)], keyed: keyed, for: authority)
        } catch CommitRefusal.numberInUse(let number) {
            throw ServiceError.numberInUse(number)
        } catch CommitRefusal.extensionInUse(let digits) {
            throw ServiceError.extensionInUse(digits)
        }
    }

    private func check(_ new: NewVirtualLine) throws(ServiceError) {
        var errors: [FieldError] = []
        for (field, name) in [("firstName", new.firstName), ("lastName", new.lastName)]
        where !DirectoryRules.isName(name) {
            errors.append(.invalid(field, "1 to \(DirectoryRules.maximumNameLength) characters, no control characters"))
        }
        if new.extension == nil, new.phoneNumber == nil {
            errors.append(.missing("extension"))
        }
        if let digits = new.extension, !DirectoryRules.isExtension(digits) {
            errors.append(.invalid("extension", "2 to 10 digits"))
        }
        for (field, number) in [("phoneNumber", new.phoneNumber), ("callerIdNumber", new.callerIDNumber)] {
            if let number, !DirectoryRules.isPhoneNumber(number) {
                errors.append(.invalid(field, "E.164: + and 7 to 15 digits"))
            }
        }
        if !errors.isEmpty { throw .invalid(errors) }
    }
}
