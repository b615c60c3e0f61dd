// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import WebexWire

// Licences and roles are the same for every organisation, so their ids are constants of the program.

extension CallingLicence {
    /// The name by which clients recognise calling.
    var webexName: String {
        switch self {
        case .professional: "Webex Calling - Professional"
        case .basic: "Webex Calling - Basic"
        case .workspaces: "Webex Calling - Workspaces"
        }
    }

    var webexID: WebexID { WebexID(.license, uuid) }

    private var uuid: UUID {
        switch self {
        case .professional: UUID(uuid: (0x70, 0x1c, 0xa1, 0x11, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1))
        case .basic: UUID(uuid: (0x70, 0x1c, 0xa1, 0x11, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 2))
        case .workspaces: UUID(uuid: (0x70, 0x1c, 0xa1, 0x11, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 3))
        }
    }
}

extension Role {
    var webexName: String {
        switch self {
        case .fullAdmin: "Full Administrator"
        case .userAdmin: "User Administrator"
        case .locationAdmin: "Location Administrator"
        case .deviceAdmin: "Device Administrator"
        case .readOnlyAdmin: "Read-only Administrator"
        }
    }

    var webexID: WebexID { WebexID(.role, uuid) }

    private var uuid: UUID {
        switch self {
        case .fullAdmin: UUID(uuid: (0x70, 0x1c, 0xa1, 0x22, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1))
        case .userAdmin: UUID(uuid: (0x70, 0x1c, 0xa1, 0x22, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 2))
        case .locationAdmin: UUID(uuid: (0x70, 0x1c, 0xa1, 0x22, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 3))
        case .deviceAdmin: UUID(uuid: (0x70, 0x1c, 0xa1, 0x22, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 4))
        case .readOnlyAdmin: UUID(uuid: (0x70, 0x1c, 0xa1, 0x22, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 5))
        }
    }
}
