// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import LineService
import SharedLine

/// One operation: its method and path, what it asks of a token, and what carries it out.
struct Route: Sendable {
    typealias Handler = @Sendable (Call) async throws -> Answer

    let method: HTTPRequest.Method
    /// Below `/v1`, with parameters in braces as the contract writes them.
    let path: String
    let permission: Permission
    let handler: Handler

    init(
        _ method: HTTPRequest.Method, _ path: String, _ scope: Scopes, _ roles: Roles, _ handler: @escaping Handler
    ) {
        self.method = method
        self.path = path
        permission = Permission(scopes: scope.set, roles: roles.set)
        self.handler = handler
    }
}

/// Which scopes open an operation: one of them is enough.
enum Scopes {
    case peopleRead, peopleWrite, telephonyRead, telephonyWrite, licenses, organizations, roles, locations
    case workspacesRead, workspacesWrite, devicesRead, devicesWrite
    /// Locations are also shown to whoever configures telephony.
    case locationsOrTelephony

    var set: Set<Scope> {
        switch self {
        case .peopleRead: [.peopleRead]
        case .peopleWrite: [.peopleWrite]
        case .telephonyRead: [.telephonyConfigRead]
        case .telephonyWrite: [.telephonyConfigWrite]
        case .licenses: [.licensesRead]
        case .organizations: [.organizationsRead]
        case .roles: [.rolesRead]
        case .locations: [.locationsRead]
        case .workspacesRead: [.workspacesRead]
        case .workspacesWrite: [.workspacesWrite]
        case .devicesRead: [.devicesRead]
        case .devicesWrite: [.devicesWrite]
        case .locationsOrTelephony: [.locationsRead, .telephonyConfigRead]
        }
    }
}

/// Which roles may carry an operation out. `location` always means: within its own locations.
enum Roles {
    /// Any administrator.
    case all
    /// Apps and their owners: full, user and location administrators (documented by Webex).
    case app
    /// The same, and read-only administrators.
    case appReaders
    /// Desk phones: full administrators (documented by Webex), and location administrators within their reach.
    case phone
    /// Reading desk phones: the same, read-only administrators (documented by Webex) and device administrators.
    case phoneReaders
    /// Deleting people.
    case people
    /// Rooms and devices themselves.
    case rooms

    var set: Set<Role> {
        switch self {
        case .all: Set(Role.allCases)
        case .app, .people: [.fullAdmin, .userAdmin, .locationAdmin]
        case .appReaders: [.fullAdmin, .userAdmin, .locationAdmin, .readOnlyAdmin]
        case .phone: [.fullAdmin, .locationAdmin]
        case .phoneReaders: [.fullAdmin, .locationAdmin, .readOnlyAdmin, .deviceAdmin]
        case .rooms: [.fullAdmin, .locationAdmin, .deviceAdmin]
        }
    }
}
