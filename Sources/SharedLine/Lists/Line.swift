// SPDX-License-Identifier: Apache-2.0

/// One line as it stands on an endpoint: whose it is, on which ports, and how it behaves there.
///
/// Line type and primary ownership are not stored: a line is PRIMARY exactly where its member owns the endpoint.
public struct Line: Hashable, Sendable {
    public let member: MemberID
    /// The first line port it takes, from 1.
    public let port: Int
    /// How many consecutive ports it takes, from 1; above 1 for the primary owner alone.
    public let weight: Int
    /// 1 to 80 characters without control characters; nil where the key shows the default.
    public let label: String?
    /// Where going off-hook calls at once; nil while hotline is off.
    public let hotline: HotlineDestination?
    /// Whether declining here ends the ringing everywhere.
    public let allowsCallDecline: Bool
    /// T.38 fax compression; true on analogue adapters alone.
    public let t38FaxCompression: Bool

    public init(
        member: MemberID, port: Int, weight: Int, label: String?, hotline: HotlineDestination?,
        allowsCallDecline: Bool, t38FaxCompression: Bool
    ) {
        self.member = member
        self.port = port
        self.weight = weight
        self.label = label
        self.hotline = hotline
        self.allowsCallDecline = allowsCallDecline
        self.t38FaxCompression = t38FaxCompression
    }

    /// The last port it takes.
    public var lastPort: Int { port + weight - 1 }

    /// A member's line as a new endpoint of its own starts with it.
    public static func primaryOwner(_ member: MemberID) -> Line {
        Line(
            member: member, port: 1, weight: 1, label: nil, hotline: nil, allowsCallDecline: true,
            t38FaxCompression: false)
    }

    func movedTo(port: Int) -> Line {
        Line(
            member: member, port: port, weight: weight, label: label, hotline: hotline,
            allowsCallDecline: allowsCallDecline, t38FaxCompression: t38FaxCompression)
    }
}

/// What a hotline calls: 1 to 23 digits, `+`, `*` or `#`.
public struct HotlineDestination: Hashable, Sendable {
    public let digits: String

    /// nil where the text is no destination.
    public init?(_ digits: String) {
        guard (1...23).contains(digits.utf8.count), digits.utf8.allSatisfy(Self.isDialable) else { return nil }
        self.digits = digits
    }

    private static func isDialable(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "#"): true
        default: false
        }
    }
}

/// How a line stands on an endpoint.
public enum LineType: String, Hashable, Sendable {
    case primary = "PRIMARY"
    case sharedCallAppearance = "SHARED_CALL_APPEARANCE"
}
