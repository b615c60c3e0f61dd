// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A person of the directory, with or without calling.
public struct Person: Hashable, Sendable {
    public let member: Member
    /// The e-mail address that identifies the person, unique in the organisation in any case.
    public let email: String
    public let displayName: String
    public let title: String?
    public let department: String?
    /// Administrator roles of the person in Webex's directory. They grant nothing here: a token does.
    public let roles: Set<Role>
    public let created: Date
    public let lastModified: Date

    public init(
        member: Member, email: String, displayName: String, title: String?, department: String?, roles: Set<Role>,
        created: Date, lastModified: Date
    ) {
        self.member = member
        self.email = email
        self.displayName = displayName
        self.title = title
        self.department = department
        self.roles = roles
        self.created = created
        self.lastModified = lastModified
    }
}
