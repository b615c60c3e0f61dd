// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

/// A wish for a token, as it was typed.
public struct TokenRequest: Sendable {
    /// A role's name, such as `full_admin`.
    public var role: String
    /// Scopes by name; none means those of the role.
    public var scopes: [String]
    /// Locations by Webex id, UUID or name.
    public var locations: [String]
    /// A duration such as `90d`; nil means never.
    public var expires: String?
    /// An organisation by Webex id, UUID or name; nil means the only one.
    public var organisation: String?

    public init(role: String, scopes: [String], locations: [String], expires: String?, organisation: String?) {
        self.role = role
        self.scopes = scopes
        self.locations = locations
        self.expires = expires
        self.organisation = organisation
    }

    func role(notingIn problems: inout [String]) -> Role? {
        if let role = Role(rawValue: role) { return role }
        let known = Role.allCases.map(\.rawValue)
        problems.append("--role \(role): no such role; one of \(known.joined(separator: ", "))")
        return nil
    }

    func scopes(of role: Role?, notingIn problems: inout [String]) -> Set<Scope> {
        if scopes.isEmpty { return role?.defaultScopes ?? [] }
        var known: Set<Scope> = []
        var strangers: [String] = []
        for name in scopes.flatMap({ $0.split(whereSeparator: { $0 == "," || $0 == " " }) }) {
            if let scope = Scope(rawValue: String(name)) {
                known.insert(scope)
            } else {
                strangers.append("--scope \(name): no such scope")
            }
        }
        if !strangers.isEmpty {
            problems += strangers
            problems.append("known scopes: \(Scope.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return known
    }

    func expires(from now: Date, notingIn problems: inout [String]) -> Date? {
        guard let expires else { return nil }
        guard let duration = DurationText.parse(expires), duration > .zero else {
            problems.append("--expires \(expires): not a duration; write for example 90d, 12h or 30m")
            return nil
        }
        return now.addingTimeInterval(Double(duration.components.seconds))
    }

    func noteMissingLocation(for role: Role?, in problems: inout [String]) {
        if role == .locationAdmin, locations.isEmpty {
            problems.append("--role location_admin needs at least one --location, by name or id")
        }
        if let role, role != .locationAdmin, !locations.isEmpty {
            problems.append("--location goes with --role location_admin alone, not with \(role.rawValue)")
        }
    }
}
