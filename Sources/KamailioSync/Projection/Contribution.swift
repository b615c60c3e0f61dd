// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// What one endpoint adds to Kamailio's tables. Pure: it follows from the endpoint's list and credential alone.
struct Contribution: Hashable, Sendable {
    /// What concerns no other endpoint.
    private(set) var own: [TableKey: String]
    /// What it adds to each member's line.
    private(set) var appearances: [MemberID: Appearance] = [:]

    /// A member's line on the endpoint, as the line's own entries need it.
    struct Appearance: Hashable, Sendable {
        /// `ENDPOINT:WEIGHT:DECLINES`.
        let ring: String
        /// Whatever is dialled to reach the line, as the number table has it.
        let dialled: Set<String>
    }

    /// nil for an app whose desktop client is switched off: it shows no lines.
    init?(_ endpoint: SIPEndpoint) {
        guard endpoint.list.endpoint.isEnabled else { return nil }
        let id = endpoint.credential.endpoint
        own = [.secret(id): endpoint.credential.ha1]
        // By port, so that where two lines go by the same digits the upper key has them.
        for entry in endpoint.list.entries {
            let value = Self.line(entry)
            for user in entry.member.users where own[.line(id, user)] == nil { own[.line(id, user)] = value }
            appearances[entry.member.id] = Appearance(
                ring: "\(id):\(entry.line.weight):\(entry.line.allowsCallDecline ? 1 : 0)",
                dialled: entry.member.dialled)
        }
    }

    /// `MEMBER:LOCATION:ORGANISATION:WEIGHT:DECLINES:HOTLINE:NUMBER:EXTENSION`; the last three may be empty.
    private static func line(_ entry: MemberListEntry) -> String {
        let (line, member) = (entry.line, entry.member)
        let fields: [String] = [
            member.id.description, member.location?.id.description ?? "", member.organisation.description,
            String(line.weight), line.allowsCallDecline ? "1" : "0", line.hotline?.digits ?? "",
            member.phoneNumber ?? "", member.extension ?? "",
        ]
        return fields.joined(separator: ":")
    }
}

extension Member {
    /// What a phone may register the line as: its extension, its ESN or its number, with the `+` or without.
    fileprivate var users: [String] {
        [self.extension, esn, phoneNumber, phoneNumber.map { String($0.drop { $0 == "+" }) }].compactMap { $0 }
    }

    /// An extension counts within its location, an ESN within the organisation, a number everywhere.
    fileprivate var dialled: Set<String> {
        var dialled: Set<String> = []
        if let digits = self.extension, let location { dialled.insert("\(location.id):\(digits)") }
        if let esn { dialled.insert("\(organisation):\(esn)") }
        if let phoneNumber { dialled.insert(phoneNumber) }
        return dialled
    }
}
