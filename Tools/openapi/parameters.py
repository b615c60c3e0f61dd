# SPDX-License-Identifier: Apache-2.0
"""Every parameter that is read, as it is read: types and bounds are what the server checks, not what would be nice."""

from typing import Any

Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_FLAG: Json = {"type": "boolean"}
_TEXTS: Json = {"type": "array", "items": {"type": "string"}}

#: The largest whole number that the server reads.
LARGEST = 2**63 - 1
#: Beyond this nothing can start.
LAST_START = 1_000_000_000

_ORDER_KEY = "(fname|lname|number|phoneNumber|extension)(-(asc|desc))?"
_ORDER_WORDS = "`fname`, `lname`, `number` or `extension`, each with `-asc` or `-desc`. The id decides between equals."


def _query(name: str, schema: Json, description: str) -> Json:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _header(name: str, schema: Json, description: str) -> Json:
    return {"name": name, "in": "header", "description": description, "schema": schema}


def _id(name: str, of: str) -> Json:
    return _query(name, _TEXT, f"The id of {of}. One that cannot be read finds nothing.")


def _unused(name: str, what: str, schema: Json = _TEXT) -> Json:
    return _query(name, schema, f"{what} Any value finds nothing: there is none here.")


def _fixed(name: str, value: str) -> Json:
    return _query(name, _TEXT, f"It is `{value}` here, in any case; another value finds nothing.")


def _ignored(name: str, schema: Json = _TEXT) -> Json:
    return _query(name, schema, "Accepted and without effect.")


def maximum(limit: int, default: int) -> Json:
    """`max` of an operation: too much is brought down silently, as Webex does."""
    words = f"How many items at most, brought down to {limit}; {default or limit} where it is left out."
    return _query("max", {"type": "integer", "minimum": 0, "maximum": LARGEST, "default": default or limit}, words)


#: By the name under which an operation lists it; several may have one name on the wire.
PARAMETERS: dict[str, Json] = {
    "orgId": _query(
        "orgId", _TEXT, "The token's own organisation, which is also meant where it is left out; any other is 403."
    ),
    "start": _query(
        "start", {"type": "integer", "minimum": 0, "maximum": LAST_START, "default": 0}, "How many items come before."
    ),
    "cursor": _query(
        "cursor", {"type": "string", "format": "uuid"}, "Where the page before ended. Take it from a `Link` header."
    ),
    # Searches for members
    "location": _id("location", "a location; `locationId` says the same"),
    "locationId": _id("locationId", "a location"),
    "name": _query("name", _TEXT, "Contained in first and last name, in any case; `memberName` says the same."),
    "memberName": _query("memberName", _TEXT, "Contained in first and last name, in any case."),
    "phoneNumber": _query("phoneNumber", _TEXT, "Contained in the phone number."),
    "number": _query("number", _TEXT, "Contained in the phone number; `phoneNumber` says the same."),
    "extension": _query("extension", _TEXT, "Contained in the extension."),
    "usageType": _query(
        "usageType",
        {"type": "string", "enum": ["DEVICE_OWNER", "SHARED_LINE"], "default": "SHARED_LINE"},
        "What the member is wanted for. Owners of devices are people and workspaces.",
    ),
    "excludeVirtualLine": _query("excludeVirtualLine", _FLAG, "Leave virtual lines out."),
    "deviceLocationId": _ignored("deviceLocationId"),
    "order": _query(
        "order", {"type": "string", "pattern": f"^{_ORDER_KEY}(,{_ORDER_KEY})*$"}, f"Parted by commas: {_ORDER_WORDS}"
    ),
    # People
    "email": _query("email", _TEXT, "The whole e-mail address, in any case."),
    "displayNamePrefix": _query("displayName", _TEXT, "How the display name begins, in any case."),
    "peopleIds": _query("id", _TEXT, "Up to 85 ids, parted by commas; `notFoundIds` names those of nobody."),
    "roles": _query("roles", _TEXT, "Ids of roles, parted by commas: people who have one of them."),
    "callingData": _query("callingData", {**_FLAG, "default": False}, "Whether extensions and locations are shown."),
    "excludeStatus": _ignored("excludeStatus", {**_FLAG, "default": False}),
    # The organisation
    "includeAssignedTo": _query(
        "includeAssignedTo", {"type": "string", "enum": ["user"]}, "Whether the people who hold it are shown."
    ),
    "next": _query(
        "next", {"type": "string", "format": "uuid"}, "Where the holders before ended. Take it from a `Link` header."
    ),
    "limit": _query(
        "limit",
        {"type": "integer", "minimum": 0, "maximum": LARGEST, "default": 300},
        "How many holders at most, brought down to 300.",
    ),
    # Places
    "locationName": _query("name", _TEXT, "Contained in the name, in any case."),
    "onlyLocation": _id("id", "a location"),
    "locationOrder": _query("order", _TEXT, "By name, falling where it contains `desc`."),
    "workspaceLocationId": _id("workspaceLocationId", "a location; `locationId` says the same"),
    "workspaceName": _query("displayName", _TEXT, "Contained in the name, in any case."),
    "capacity": _query("capacity", {"type": "integer", "minimum": -1, "maximum": LARGEST}, "How many people it seats."),
    "workspaceType": _query(
        "type",
        {"type": "string", "enum": ["notSet", "focus", "huddle", "meetingRoom", "open", "desk", "other"]},
        "What it is for.",
    ),
    "calling": _query("calling", _TEXT, "`webexCalling` or `none`; another value finds nothing."),
    "supportedDevices": _fixed("supportedDevices", "phones"),
    "calendar": _fixed("calendar", "none"),
    "deviceHostedMeetingsEnabled": _fixed("deviceHostedMeetingsEnabled", "false"),
    "workspacePlatform": _fixed("devicePlatform", "cisco"),
    "healthLevel": _fixed("healthLevel", "ok"),
    "includeDevices": _query("includeDevices", {**_FLAG, "default": False}, "Whether its devices are shown."),
    "includeCapabilities": _ignored("includeCapabilities"),
    "plannedMaintenance": _fixed("plannedMaintenance", "off"),
    "floorId": _unused("floorId", "The id of a floor."),
    "customAttribute": _unused("customAttribute", "A value that an administrator gave."),
    # Virtual lines: several values mean any of them
    "locationIds": _query("locationId", _TEXTS, "Ids of locations, repeated or parted by commas."),
    "virtualLineIds": _query("id", _TEXTS, "Ids of virtual lines, repeated or parted by commas."),
    "ownerNames": _query("ownerName", _TEXTS, "Contained in first and last name, in any case."),
    "phoneNumbers": _query("phoneNumber", _TEXTS, "Contained in the phone number."),
    "locationNames": _query("locationName", _TEXTS, "Contained in the location's name, in any case."),
    "orders": _query(
        "order", {"type": "array", "items": {"type": "string", "pattern": f"^{_ORDER_KEY}$"}}, _ORDER_WORDS
    ),
    "hasDeviceAssigned": _query("hasDeviceAssigned", _FLAG, "Whether it stands on a device."),
    "hasExtensionAssigned": _query("hasExtensionAssigned", _FLAG, "Whether it has an extension."),
    "hasDnAssigned": _query("hasDnAssigned", _FLAG, "Whether it has a phone number."),
    # Numbers
    "available": _query("available", _FLAG, "Whether nobody has it."),
    "assigned": _query("assigned", _FLAG, "Whether somebody has it: the other way to say `available`."),
    "ownerName": _query("ownerName", _TEXT, "Contained in the owner's first and last name, in any case."),
    "ownerId": _id("ownerId", "a person, workspace or virtual line"),
    "ownerType": _query("ownerType", _TEXT, "`PEOPLE`, `PLACE` or `VIRTUAL_LINE`; another value finds nothing."),
    "numberType": _query(
        "numberType",
        {"type": "string", "enum": ["NUMBER", "EXTENSION"]},
        "Phone numbers, or extensions without a phone number.",
    ),
    "phoneNumberType": _query("phoneNumberType", _TEXT, "It is `PRIMARY` here; another value finds nothing."),
    "state": _query("state", _TEXT, "Every number here is active: `INACTIVE` finds nothing."),
    "details": _query("details", {**_FLAG, "default": False}, "Whether the counts of all numbers are shown."),
    "tollFreeNumbers": _query("tollFreeNumbers", _FLAG, "`true` finds nothing."),
    "restrictedNonGeoNumbers": _query("restrictedNonGeoNumbers", _FLAG, "`true` finds nothing."),
    "includedTelephonyTypes": _ignored("includedTelephonyTypes"),
    "serviceNumber": _query("serviceNumber", _FLAG, "`true` finds nothing."),
    # Devices
    "ownerDisplayName": _query("displayName", _TEXT, "Contained in the owner's name, in any case."),
    "personId": _id("personId", "the person that owns it"),
    "workspaceId": _id("workspaceId", "the workspace that owns it"),
    "connectionStatus": _fixed("connectionStatus", "unknown"),
    "product": _query("product", _TEXT, "Contained in the model's name."),
    "deviceType": _fixed("type", "phone"),
    "serial": _unused("serial", "A serial number."),
    "tag": _query("tag", _TEXT, "A tag that it has."),
    "software": _unused("software", "A software version."),
    "upgradeChannel": _unused("upgradeChannel", "A firmware channel."),
    "errorCode": _unused("errorCode", "An error that it reports."),
    "capability": _unused("capability", "What it can do."),
    "permission": _unused("permission", "What the asker may do with it."),
    "mac": _query("mac", _TEXT, "The hardware address, in any case and with any separators."),
    "devicePlatform": _fixed("devicePlatform", "cisco"),
    "allowConfigureLayoutEnabled": _query("allowConfigureLayoutEnabled", _FLAG, "Whether its layout can be set."),
    "modelType": _query("type", _TEXT, "A type such as `MPP`; `not:MPP` for all others."),
    # Safe edits
    "dryRun": _query(
        "dryRun", {**_FLAG, "default": False}, "Store nothing, and answer with the list that would be stored."
    ),
    "ifMatch": _header(
        "If-Match", _TEXT, "Replace the list only while it has this `ETag`, else 412. An organisation may require it."
    ),
    "ifNoneMatch": _header("If-None-Match", _TEXT, "Answer 304 while the list has this `ETag`."),
    "prefer": _header(
        "Prefer", _TEXT, "`handling=strict` (RFC 7240) refuses what would otherwise be put right without a word."
    ),
    "preferOfPlan": _header(
        "Prefer", _TEXT,
        "`handling=strict` (RFC 7240) refuses what would otherwise be put right without a word; `respond-async` makes a job "
        "of it.",
    ),
    "preferJob": _header("Prefer", _TEXT, "`respond-async` (RFC 7240) makes a job of it."),
    "idempotencyKey": _header(
        "Idempotency-Key",
        {"type": "string", "minLength": 1, "maxLength": 255},
        "The answer to a success is kept for 24 hours and given again to the same request of the token.",
    ),
}
