// SPDX-License-Identifier: Apache-2.0

/// What a token may be used for, by Webex's names.
public enum Scope: String, Hashable, Sendable, CaseIterable {
    case peopleRead = "spark-admin:people_read"
    case peopleWrite = "spark-admin:people_write"
    case telephonyConfigRead = "spark-admin:telephony_config_read"
    case telephonyConfigWrite = "spark-admin:telephony_config_write"
    case licensesRead = "spark-admin:licenses_read"
    case organizationsRead = "spark-admin:organizations_read"
    case rolesRead = "spark-admin:roles_read"
    case locationsRead = "spark-admin:locations_read"
    case workspacesRead = "spark-admin:workspaces_read"
    case workspacesWrite = "spark-admin:workspaces_write"
    case devicesRead = "spark-admin:devices_read"
    case devicesWrite = "spark-admin:devices_write"

    /// Whether the scope allows no change.
    public var isRead: Bool { rawValue.hasSuffix("_read") }
}

extension Role {
    /// The scopes of a token made for this role without naming any: what Webex offers the role.
    public var defaultScopes: Set<Scope> {
        switch self {
        case .fullAdmin: Set(Scope.allCases)
        case .readOnlyAdmin: Set(Scope.allCases.filter(\.isRead))
        case .userAdmin:
            [
                .peopleRead, .peopleWrite, .telephonyConfigRead, .telephonyConfigWrite, .licensesRead,
                .organizationsRead, .rolesRead, .locationsRead,
            ]
        case .locationAdmin:
            [
                .peopleRead, .peopleWrite, .telephonyConfigRead, .telephonyConfigWrite, .licensesRead,
                .organizationsRead, .rolesRead, .locationsRead, .workspacesRead, .workspacesWrite, .devicesRead,
                .devicesWrite,
            ]
        case .deviceAdmin:
            [
                .peopleRead, .telephonyConfigRead, .organizationsRead, .locationsRead, .workspacesRead,
                .workspacesWrite, .devicesRead, .devicesWrite,
            ]
        }
    }
}
