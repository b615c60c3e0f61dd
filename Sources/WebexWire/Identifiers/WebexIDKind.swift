// SPDX-License-Identifier: Apache-2.0

/// What a Webex identifier names; the raw value stands in the identifier itself.
public enum WebexIDKind: String, Hashable, Sendable, CaseIterable {
    case person = "PEOPLE"
    /// A workspace.
    case place = "PLACE"
    case virtualLine = "VIRTUAL_LINE"
    case location = "LOCATION"
    case organization = "ORGANIZATION"
    case application = "APPLICATION"
    case license = "LICENSE"
    case role = "ROLE"
    /// A device as the directory knows it.
    case device = "DEVICE"
    /// The same device as telephony knows it.
    case callingDevice = "CALLING_DEVICE"

    /// The text before the UUID: telephony devices live in another region than everything else.
    private var prefix: String {
        let region = self == .callingDevice ? "urn:TEAM:us-east-1_int13" : "us"
        return "ciscospark://\(region)/\(rawValue)/"
    }

    /// The prefix, encoded once for all identifiers of the kind.
    var encodedPrefix: EncodedPrefix { Self.encodedPrefixes[position] }

    private static let encodedPrefixes = allCases.map { EncodedPrefix(Array($0.prefix.utf8)) }

    /// The place in `allCases`, without a search.
    private var position: Int {
        switch self {
        case .person: 0
        case .place: 1
        case .virtualLine: 2
        case .location: 3
        case .organization: 4
        case .application: 5
        case .license: 6
        case .role: 7
        case .device: 8
        case .callingDevice: 9
        }
    }
}

/// The whole three-byte groups of a prefix in base64, and the bytes left over, which the UUID's first digits complete.
struct EncodedPrefix: Sendable {
    let encoded: [UInt8]
    let rest: [UInt8]

    init(_ prefix: [UInt8]) {
        let whole = prefix.count / 3 * 3
        var encoded: [UInt8] = []
        Base64.append(prefix[..<whole], to: &encoded)
        self.encoded = encoded
        self.rest = Array(prefix[whole...])
    }
}
