# SPDX-License-Identifier: Apache-2.0
"""Every operation that is served: what the published contract does not say about it.

Operation ids, path parameters and the shapes of answers come from the contract. Here stand scope and roles, which query
parameters are read, and what is worth a word.
"""

from dataclasses import dataclass, field

ALL = ("full_admin", "user_admin", "location_admin", "device_admin", "read_only_admin")
APP = ("full_admin", "user_admin", "location_admin")
APP_READERS = (*APP, "read_only_admin")
PHONE = ("full_admin", "location_admin")
PHONE_READERS = ("full_admin", "location_admin", "device_admin", "read_only_admin")
ROOMS = ("full_admin", "location_admin", "device_admin")

#: Filters of a search for members, in every spelling that a family has.
MEMBER_FILTERS = (
    "location", "locationId", "name", "memberName", "phoneNumber", "number", "extension", "usageType",
    "excludeVirtualLine",
)  # fmt: skip


@dataclass(frozen=True)
class Operation:
    """One served operation. `query` names parameters of `parameters.py`; `orgId` is read everywhere."""

    method: str
    path: str
    tag: str
    scopes: tuple[str, ...]
    roles: tuple[str, ...]
    summary: str
    description: str = ""
    query: tuple[str, ...] = ()
    #: The most items of a page; 0 where there are no pages.
    limit: int = 0
    #: How many items come without `max`; 0 for as many as the limit.
    default: int = 0
    #: Pages are asked for by an opaque cursor instead of `start`.
    by_cursor: bool = False
    #: Names of path parameters whose thing leaves a tombstone: 410 after it was deleted.
    mortal: frozenset[str] = field(default=frozenset({"personId", "workspaceId", "virtualLineId", "deviceId"}))

    @property
    def key(self) -> tuple[str, str]:
        return self.method, self.path

    @property
    def is_list(self) -> bool:
        """Whether this is the member list of an endpoint itself."""
        return self.path.endswith("/members")


PEOPLE_READ = ("spark-admin:people_read",)
PEOPLE_WRITE = ("spark-admin:people_write",)
TELEPHONY_READ = ("spark-admin:telephony_config_read",)
TELEPHONY_WRITE = ("spark-admin:telephony_config_write",)
LICENSES = ("spark-admin:licenses_read",)
ORGANIZATIONS = ("spark-admin:organizations_read",)
ROLES = ("spark-admin:roles_read",)
LOCATIONS = ("spark-admin:locations_read", "spark-admin:telephony_config_read")
WORKSPACES_READ = ("spark-admin:workspaces_read",)
WORKSPACES_WRITE = ("spark-admin:workspaces_write",)
DEVICES_READ = ("spark-admin:devices_read",)
DEVICES_WRITE = ("spark-admin:devices_write",)

_PERSON = "/telephony/config/people/{personId}"
_APPS = _PERSON + "/applications"
_APP = _APPS + "/{applicationId}"
_PHONE = "/telephony/config/devices/{deviceId}"
_VIRTUAL_LINES = "/telephony/config/virtualLines"
_VIRTUAL_LINE = _VIRTUAL_LINES + "/{virtualLineId}"

_REPLACES = (
    "The list is replaced: whom it does not name loses the line here. The primary owner always stays; no body, "
    "`{}` and an empty list leave it alone. A list that breaks a rule is refused whole, with every violation."
)
_OFF = "Adding shared lines is refused while the person's desktop client is off."
_CANDIDATES = "Members whose line could stand on the endpoint and does not yet."

_LISTS_OF_APPS = (
    Operation(
        "GET", f"{_APPS}/members", "Lines of apps", TELEPHONY_READ, APP,
        "The lines on a person's desktop app",
        "By port; the primary owner always stands among them.",
    ),
    Operation(
        "PUT", f"{_APPS}/members", "Lines of apps", TELEPHONY_WRITE, APP,
        "Replace the lines on a person's desktop app",
        f"{_REPLACES} Hotline and T.38 keep their stored values where they are left out. {_OFF}",
    ),
    Operation(
        "GET", f"{_APPS}/availableMembers", "Lines of apps", TELEPHONY_READ, APP,
        "Members that a person's desktop app could show", _CANDIDATES, query=(*MEMBER_FILTERS, "order"), limit=2000,
    ),
    Operation(
        "GET", f"{_APPS}/availableMembers/count", "Lines of apps", TELEPHONY_READ, APP,
        "How many members a person's desktop app could show", query=MEMBER_FILTERS,
    ),
    Operation(
        "GET", f"{_APP}/members", "Lines of apps", PEOPLE_READ, APP, "The lines on a person's desktop app, by its id",
        "The application is the `desktopClientId` of the person's applications. One list and one `ETag` with the path "
        "without it.",
    ),
    Operation(
        "PUT", f"{_APP}/members", "Lines of apps", PEOPLE_WRITE, APP,
        "Replace the lines on a person's desktop app, by its id", f"{_REPLACES} {_OFF}",
    ),
    Operation(
        "GET", f"{_APP}/availableMembers", "Lines of apps", PEOPLE_READ, APP,
        "Members that a person's desktop app could show, by its id", _CANDIDATES, query=(*MEMBER_FILTERS, "order"),
        limit=2000,
    ),
)  # fmt: skip

_LISTS_OF_DEVICES = (
    Operation(
        "GET", f"{_PHONE}/members", "Lines of devices", TELEPHONY_READ, PHONE_READERS,
        "The lines on a desk phone or adapter", "By port; the primary owner always stands among them.",
    ),
    Operation(
        "PUT", f"{_PHONE}/members", "Lines of devices", TELEPHONY_WRITE, PHONE,
        "Replace the lines on a desk phone or adapter", _REPLACES,
    ),
    Operation(
        "GET", f"{_PHONE}/availableMembers", "Lines of devices", TELEPHONY_READ, PHONE_READERS,
        "Members that a device could show", _CANDIDATES, query=(*MEMBER_FILTERS, "order"), limit=2000,
    ),
    Operation(
        "GET", f"{_PHONE}/availableMembers/count", "Lines of devices", TELEPHONY_READ, PHONE_READERS,
        "How many members a device could show", query=MEMBER_FILTERS,
    ),
    Operation(
        "GET", "/telephony/config/devices/availableMembers/count", "Lines of devices", TELEPHONY_READ, PHONE_READERS,
        "How many members a device that does not exist yet could show",
        query=(*MEMBER_FILTERS, "deviceLocationId"),
    ),
    Operation(
        "POST", f"{_PHONE}/actions/applyChanges/invoke", "Lines of devices", TELEPHONY_WRITE, PHONE,
        "Tell a device to take its changes", "Changes take effect when they are committed: nothing is left to do.",
    ),
)  # fmt: skip

_PEOPLE = (
    Operation(
        "GET", "/people", "People", PEOPLE_READ, ALL, "People of the organisation",
        query=(
            "email", "displayNamePrefix", "peopleIds", "roles", "callingData", "locationId", "excludeStatus", "cursor",
        ),
        limit=1000, default=100, by_cursor=True,
    ),
    Operation(
        "GET", "/people/me", "People", PEOPLE_READ, ALL, "The administrator behind the token", query=("callingData",),
    ),
    Operation("GET", "/people/{personId}", "People", PEOPLE_READ, ALL, "One person", query=("callingData",)),
    Operation(
        "DELETE", "/people/{personId}", "People", PEOPLE_WRITE, APP, "Delete a person",
        "The person's app and devices go with it, and its line leaves every list, in one commit.",
    ),
    Operation(
        "GET", "/people/{personId}/features/applications", "People", PEOPLE_READ, APP_READERS,
        "Which forms of a person's app are on", "The id of a form is there while the form is on.",
    ),
    Operation(
        "PUT", "/people/{personId}/features/applications", "People", PEOPLE_WRITE, APP,
        "Switch the forms of a person's app", "A field that is left out keeps its value.",
    ),
    Operation(
        "GET", f"{_PERSON}/devices", "Devices", TELEPHONY_READ, ALL, "The devices on which a person's line stands",
    ),
    Operation(
        "GET", f"{_PERSON}/devices/count", "Devices", TELEPHONY_READ, ALL,
        "On how many devices and apps a person's line stands",
    ),
)  # fmt: skip

_ORGANISATION = (
    Operation("GET", "/organizations", "Organisation", ORGANIZATIONS, ALL, "The organisation of the token"),
    Operation("GET", "/organizations/{orgId}", "Organisation", ORGANIZATIONS, ALL, "One organisation"),
    Operation("GET", "/licenses", "Organisation", LICENSES, ALL, "The calling licences"),
    Operation(
        "GET", "/licenses/{licenseId}", "Organisation", LICENSES, ALL, "One licence",
        query=("includeAssignedTo", "next", "limit"),
    ),
    Operation("GET", "/roles", "Organisation", ROLES, ALL, "The administrators' roles"),
    Operation("GET", "/roles/{roleId}", "Organisation", ROLES, ALL, "One role"),
)  # fmt: skip

_PLACES = (
    Operation(
        "GET", "/locations", "Places", LOCATIONS, ALL, "Locations",
        query=("locationName", "onlyLocation", "locationOrder"), limit=1000, default=500,
    ),
    Operation("GET", "/locations/{locationId}", "Places", LOCATIONS, ALL, "One location"),
    Operation(
        "GET", "/telephony/config/locations", "Places", TELEPHONY_READ, ALL, "Locations, as calling sees them",
        query=("locationName", "onlyLocation", "locationOrder"), limit=2000,
    ),
    Operation(
        "GET", "/telephony/config/locations/{locationId}", "Places", TELEPHONY_READ, ALL,
        "One location, as calling sees it",
    ),
    Operation(
        "GET", "/workspaces", "Places", WORKSPACES_READ, ALL, "Workspaces",
        query=(
            "locationId", "workspaceLocationId", "floorId", "workspaceName", "capacity", "workspaceType", "calling",
            "supportedDevices", "calendar", "deviceHostedMeetingsEnabled", "workspacePlatform", "healthLevel",
            "includeDevices", "includeCapabilities", "plannedMaintenance", "customAttribute",
        ),
        limit=1000,
    ),
    Operation(
        "GET", "/workspaces/{workspaceId}", "Places", WORKSPACES_READ, ALL, "One workspace",
        query=("includeDevices", "includeCapabilities"),
    ),
    Operation(
        "DELETE", "/workspaces/{workspaceId}", "Places", WORKSPACES_WRITE, ROOMS, "Delete a workspace",
        "Its devices go with it, and its line leaves every list, in one commit.",
    ),
    Operation(
        "GET", "/telephony/config/workspaces/{workspaceId}/devices", "Devices", TELEPHONY_READ, ALL,
        "The devices on which a workspace's line stands",
    ),
)  # fmt: skip

_LINES_AND_NUMBERS = (
    Operation(
        "GET", _VIRTUAL_LINES, "Virtual lines", TELEPHONY_READ, ALL, "Virtual lines",
        query=(
            "locationIds", "virtualLineIds", "ownerNames", "phoneNumbers", "locationNames", "orders",
            "hasDeviceAssigned", "hasExtensionAssigned", "hasDnAssigned",
        ),
        limit=2000,
    ),
    Operation(
        "POST", _VIRTUAL_LINES, "Virtual lines", TELEPHONY_WRITE, APP, "Create a virtual line",
        "It needs an extension or a phone number, which must be free.",
    ),
    Operation("GET", _VIRTUAL_LINE, "Virtual lines", TELEPHONY_READ, ALL, "One virtual line"),
    Operation(
        "DELETE", _VIRTUAL_LINE, "Virtual lines", TELEPHONY_WRITE, APP, "Delete a virtual line",
        "Its line leaves every list in the same commit.",
    ),
    Operation(
        "GET", f"{_VIRTUAL_LINE}/devices", "Devices", TELEPHONY_READ, ALL, "The devices on which a virtual line stands",
    ),
    Operation(
        "GET", "/telephony/config/numbers", "Numbers", TELEPHONY_READ, ALL, "Phone numbers and extensions",
        query=(
            "locationId", "phoneNumber", "available", "assigned", "order", "ownerName", "ownerId", "ownerType",
            "extension", "numberType", "phoneNumberType", "state", "details", "tollFreeNumbers",
            "restrictedNonGeoNumbers", "includedTelephonyTypes", "serviceNumber",
        ),
        limit=2000,
    ),
)  # fmt: skip

_DEVICES = (
    Operation(
        "GET", "/devices", "Devices", DEVICES_READ, ALL, "Devices of the organisation",
        query=(
            "ownerDisplayName", "personId", "workspaceId", "connectionStatus", "product", "deviceType", "serial", "tag",
            "software", "upgradeChannel", "errorCode", "capability", "permission", "locationId", "workspaceLocationId",
            "mac", "devicePlatform", "plannedMaintenance",
        ),
        limit=1000,
    ),
    Operation("GET", "/devices/{deviceId}", "Devices", DEVICES_READ, ALL, "One device"),
    Operation(
        "DELETE", "/devices/{deviceId}", "Devices", DEVICES_WRITE, ROOMS, "Delete a device",
        "Its list goes with it; the lines of others on it lose this place alone.",
    ),
    Operation("GET", _PHONE, "Devices", TELEPHONY_READ, PHONE_READERS, "One device, as calling sees it"),
    Operation(
        "GET", "/telephony/config/supportedDevices", "Devices", TELEPHONY_READ, ALL, "The models that a device can be",
        query=("allowConfigureLayoutEnabled", "modelType"),
    ),
)  # fmt: skip

OPERATIONS: tuple[Operation, ...] = (
    *_LISTS_OF_APPS, *_LISTS_OF_DEVICES, *_PEOPLE, *_ORGANISATION, *_PLACES, *_LINES_AND_NUMBERS, *_DEVICES,
)  # fmt: skip
