// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import WebexWire

/// Every operation under `/v1`, one line each: method, path, scope, roles, handler.
///
/// `openapi.json` says the same to clients, and a test holds the two together.
struct RouteTable {
    let lists: MemberListController
    let people: PeopleController
    let places: PlaceController
    let lines: VirtualLineController
    let phones: DeviceController
    let company: OrganisationController

    // swift-format-ignore
    var routes: [Route] {
        let person = "/telephony/config/people/{personId}"
        let app = "/telephony/config/people/{personId}/applications"
        let phone = "/telephony/config/devices/{deviceId}"
        return [
            // Member lists: the current app family, the deprecated one, and desk phones.
            Route(.get, "\(app)/members", .telephonyRead, .app, lists.get(.currentApplication)),
            Route(.put, "\(app)/members", .telephonyWrite, .app, lists.put(.currentApplication)),
            Route(.get, "\(app)/availableMembers", .telephonyRead, .app, lists.search(.currentApplication)),
            Route(.get, "\(app)/availableMembers/count", .telephonyRead, .app, lists.count(.currentApplication)),
            Route(.get, "\(app)/{applicationId}/members", .peopleRead, .app, lists.get(.deprecatedApplication)),
            Route(.put, "\(app)/{applicationId}/members", .peopleWrite, .app, lists.put(.deprecatedApplication)),
            Route(.get, "\(app)/{applicationId}/availableMembers", .peopleRead, .app, lists.search(.deprecatedApplication)),
            Route(.get, "\(phone)/members", .telephonyRead, .phoneReaders, lists.get(.device)),
            Route(.put, "\(phone)/members", .telephonyWrite, .phone, lists.put(.device)),
            Route(.get, "\(phone)/availableMembers", .telephonyRead, .phoneReaders, lists.search(.device)),
            Route(.get, "\(phone)/availableMembers/count", .telephonyRead, .phoneReaders, lists.count(.device)),
            Route(.get, "/telephony/config/devices/availableMembers/count", .telephonyRead, .phoneReaders, lists.countForNewDevice),
            Route(.post, "\(phone)/actions/applyChanges/invoke", .telephonyWrite, .phone, phones.applyChanges),

            // People and their apps.
            Route(.get, "/people", .peopleRead, .all, people.list),
            Route(.get, "/people/me", .peopleRead, .all, people.me),
            Route(.get, "/people/{personId}", .peopleRead, .all, people.get),
            Route(.delete, "/people/{personId}", .peopleWrite, .people, people.delete),
            Route(.get, "/people/{personId}/features/applications", .peopleRead, .appReaders, people.getApplications),
            Route(.put, "/people/{personId}/features/applications", .peopleWrite, .app, people.putApplications),
            Route(.get, "\(person)/devices", .telephonyRead, .all, phones.ofPerson),
            Route(.get, "\(person)/devices/count", .telephonyRead, .all, phones.countOfPerson),

            // The organisation.
            Route(.get, "/organizations", .organizations, .all, company.organizations),
            Route(.get, "/organizations/{orgId}", .organizations, .all, company.organization),
            Route(.get, "/licenses", .licenses, .all, company.licenses),
            Route(.get, "/licenses/{licenseId}", .licenses, .all, company.license),
            Route(.get, "/roles", .roles, .all, company.roles),
            Route(.get, "/roles/{roleId}", .roles, .all, company.role),

            // Places.
            Route(.get, "/locations", .locationsOrTelephony, .all, places.locations),
            Route(.get, "/locations/{locationId}", .locationsOrTelephony, .all, places.location),
            Route(.get, "/telephony/config/locations", .telephonyRead, .all, places.callingLocations),
            Route(.get, "/telephony/config/locations/{locationId}", .telephonyRead, .all, places.callingLocation),
            Route(.get, "/workspaces", .workspacesRead, .all, places.workspaces),
            Route(.get, "/workspaces/{workspaceId}", .workspacesRead, .all, places.workspace),
            Route(.delete, "/workspaces/{workspaceId}", .workspacesWrite, .rooms, places.deleteWorkspace),
            Route(.get, "/telephony/config/workspaces/{workspaceId}/devices", .telephonyRead, .all, phones.ofWorkspace),

            // Virtual lines and numbers.
            Route(.get, "/telephony/config/virtualLines", .telephonyRead, .all, lines.list),
            Route(.post, "/telephony/config/virtualLines", .telephonyWrite, .app, lines.create),
            Route(.get, "/telephony/config/virtualLines/{virtualLineId}", .telephonyRead, .all, lines.get),
            Route(.delete, "/telephony/config/virtualLines/{virtualLineId}", .telephonyWrite, .app, lines.delete),
            Route(.get, "/telephony/config/virtualLines/{virtualLineId}/devices", .telephonyRead, .all, phones.ofVirtualLine),
            Route(.get, "/telephony/config/numbers", .telephonyRead, .all, lines.numbers),

            // Devices.
            Route(.get, "/devices", .devicesRead, .all, phones.list),
            Route(.get, "/devices/{deviceId}", .devicesRead, .all, phones.get),
            Route(.delete, "/devices/{deviceId}", .devicesWrite, .rooms, phones.delete),
            Route(.get, "\(phone)", .telephonyRead, .phoneReaders, phones.callingDetails),
            Route(.get, "/telephony/config/supportedDevices", .telephonyRead, .all, phones.supported),
        ]
    }
}
