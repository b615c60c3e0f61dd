// SPDX-License-Identifier: Apache-2.0

/// A wish to replace a member list, as far as the bytes could be understood.
public struct MemberListEdit: Sendable {
    /// nil or empty means: the primary owner alone.
    public let lines: [WantedLine]
    /// Settings that the caller's family of operations cannot know. Left out, they keep their stored value for a
    /// member that stays, because a client that cannot know a setting must not destroy it.
    public let keptWhenLeftOut: Set<LineField>
    /// Refuse what would otherwise be put right silently (`Prefer: handling=strict`, RFC 7240).
    public let isStrict: Bool

    public init(lines: [WantedLine], keptWhenLeftOut: Set<LineField>, isStrict: Bool) {
        self.lines = lines
        self.keptWhenLeftOut = keptWhenLeftOut
        self.isStrict = isStrict
    }

    /// The members that a snapshot for this edit must hold.
    public var namedMembers: [MemberID] {
        lines.compactMap { $0.member.value?.id }
    }
}

/// One element of a wanted list. Every field may be left out or be nonsense; the rules say what follows.
public struct WantedLine: Sendable {
    public var member: Wanted<WantedMember> = .leftOut
    public var port: Wanted<Int> = .leftOut
    public var primaryOwner: Wanted<Bool> = .leftOut
    public var lineType: Wanted<LineType> = .leftOut
    public var lineWeight: Wanted<Int> = .leftOut
    public var lineLabel: Wanted<String> = .leftOut
    public var hotlineEnabled: Wanted<Bool> = .leftOut
    public var hotlineDestination: Wanted<WantedHotlineDestination> = .leftOut
    public var allowsCallDecline: Wanted<Bool> = .leftOut
    public var t38FaxCompression: Wanted<Bool> = .leftOut

    public init() {}
}

/// A field of a request: left out (or null), understood, or of no use.
public enum Wanted<Value: Sendable>: Sendable {
    case leftOut
    case value(Value)
    case invalid

    public var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }
}

/// A member as a request names it.
public struct WantedMember: Hashable, Sendable {
    public let id: MemberID
    /// What the id claims to be; nil for a bare UUID, which claims nothing.
    public let kind: MemberKind?

    public init(id: MemberID, kind: MemberKind?) {
        self.id = id
        self.kind = kind
    }
}

/// A hotline destination as a request gives it.
public enum WantedHotlineDestination: Hashable, Sendable {
    case digits(String)
    /// `true`, which `wxcadm` sends in place of any number it has read.
    case asStored
}

/// The fields of a list's element, named as on the wire so that an error points at what was sent.
public enum LineField: String, Hashable, Sendable, CaseIterable {
    case id, port, primaryOwner, lineType, lineWeight, lineLabel, hotlineEnabled, hotlineDestination
    case allowCallDeclineEnabled
    case t38FaxCompressionEnabled
}
