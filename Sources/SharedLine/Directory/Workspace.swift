// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A room, lobby or workplace with a line of its own.
public struct Workspace: Hashable, Sendable {
    public let member: Member
    /// How many people it seats; nil where unknown.
    public let capacity: Int?
    /// One of Webex's workspace types, such as `meetingRoom`; `notSet` where none was chosen.
    public let type: String
    public let notes: String?
    public let created: Date

    public init(member: Member, capacity: Int?, type: String, notes: String?, created: Date) {
        self.member = member
        self.capacity = capacity
        self.type = type
        self.notes = notes
        self.created = created
    }
}
