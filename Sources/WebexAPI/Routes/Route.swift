// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import LineService
import SharedLine

/// One operation: its method and path, what it asks of a token, and what carries it out.
struct Route: Sendable {
    typealias Handler = @Sendable (Call) async throws -> Answer

    /// Whose API an operation is of: where its path begins, and how a refusal looks.
    enum Base: String, Sendable {
        case webex = "/v1"
        case partyline = "/partyline/v1"

        /// Of a path, whether or not anything stands there.
        init(ofPath path: String) {
            self = path.hasPrefix("/partyline/") ? .partyline : .webex
        }
    }

    let base: Base
    let method: HTTPRequest.Method
    /// Below the base, with parameters in braces as the contract writes them.
    let path: String
    let permission: Permission
    let handler: Handler

    var wholePath: String { base.rawValue + path }

    init(
        _ method: HTTPRequest.Method, _ path: String, _ scope: Scopes, _ roles: Roles, _ handler: @escaping Handler,
        of base: Base = .webex
    ) {
        self.base = base
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
    /// Apps and desk phones alike: who may write the lists of both.
    case lists
    /// The same, and read-only administrators.
    case listReaders

    var set: Set<Role> {
        switch self {
        case .all: Set(Role.allCases)
        case .app, .people: [.fullAdmin, .userAdmin, .locationAdmin]
        case .appReaders: [.fullAdmin, .userAdmin, .locationAdmin, .readOnlyAdmin]
        case .phone, .lists: [.fullAdmin, .locationAdmin]
        case .listReaders: [.fullAdmin, .locationAdmin, .readOnlyAdmin]
        case .phoneReaders: [.fullAdmin, .locationAdmin, .readOnlyAdmin, .deviceAdmin]
        case .rooms: [.fullAdmin, .locationAdmin, .deviceAdmin]
        }
    }
}
