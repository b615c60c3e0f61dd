// SPDX-License-Identifier: Apache-2.0

/// What a GET of a member list answers.
public struct MemberListResponse: Hashable, Sendable {
    public var model: String
    /// By port.
    public var members: [MemberItem]
    public var maxLineCount: Int

    public init(model: String, members: [MemberItem], maxLineCount: Int) {
        self.model = model
        self.members = members
        self.maxLineCount = maxLineCount
    }

    /// The answer's bytes.
    public func json(for family: MemberListFamily) -> [UInt8] {
        JSONWriter.object(reservingCapacity: 128 + 768 * members.count) { write(to: &$0, for: family) }
    }

    /// Writes the answer's fields into an object that may hold more.
    public func write(to object: inout JSONObjectWriter, for family: MemberListFamily) {
        object.field("model", model)
        object.array("members") { array in
            for member in members { array.object { member.write(to: &$0, for: family) } }
        }
        object.field("maxLineCount", maxLineCount)
    }
}
