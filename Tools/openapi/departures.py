# SPDX-License-Identifier: Apache-2.0
"""Where our shapes knowingly differ from the published ones, and the shapes of what is ours alone."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_FLAG: Json = {"type": "boolean"}
_COUNT: Json = {"type": "integer", "minimum": 0}

#: A label or name as the server takes it: no control characters.
_PLAIN = r"^[^\u0000-\u001f\u007f-\u009f]*$"
#: "true" or "false" in any case.
_SPELT_FLAG = "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"
_MEMBER_TYPE: Json = {"type": "string", "enum": ["PEOPLE", "PLACE", "VIRTUAL_LINE"]}


def closed(properties: Json, required: tuple[str, ...] = ()) -> Json:
    """An object that has these keys and no others."""
    schema: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": list(required)} if required else schema


def nullable(schema: Json) -> Json:
    """In a request `null` counts as left out."""
    return {**schema, "type": [schema["type"], "null"]}


@dataclass(frozen=True)
class Departure:
    """One key of an answer's schema that is not as published."""

    document: str
    schema: str
    key: str
    #: None where the key is never sent.
    instead: Json | None


#: Why each is so stands in docs/reference/quirks.md.
DEPARTURES: tuple[Departure, ...] = (
    Departure("user-call-settings-2-2", "GetSharedLineMemberItem", "primaryOwner", _FLAG),
    Departure("user-call-settings-2-2", "GetSharedLineMemberItem", "t38FaxCompressionEnabled `true`", None),
    Departure("device-call-settings", "MemberObject", "memberType", _MEMBER_TYPE),
    Departure("device-call-settings", "MemberObject", "linePort", None),
    Departure("device-call-settings", "SearchMemberObject", "memberType", _MEMBER_TYPE),
    Departure(
        "device-call-settings", "devices", "activationState",
        {"type": "string", "enum": ["ACTIVATING", "ACTIVATED", "DEACTIVATED"]},
    ),
    Departure("device-call-settings", "devices", "modelType", None),
    Departure("devices", "Device", "callingDeviceId", _TEXT),
    Departure("workspaces", "Device", "callingDeviceId", _TEXT),
    Departure("people", "Person", "timezone", None),
    Departure("people", "Person", "xmppFederationJid", None),
    Departure("locations", "Location", "orgId", _TEXT),
    Departure(
        "locations", "Location", "address",
        closed(
            {key: _TEXT for key in ("address1", "address2", "city", "state", "postalCode", "country")},
            ("address1", "city", "state", "postalCode", "country"),
        ),
    ),
    Departure("locations", "Location", "timeZone", _TEXT),
    Departure("locations", "Location", "preferredLanguage", _TEXT),
    Departure("locations", "Location", "announcementLanguage", _TEXT),
)  # fmt: skip

#: What an answer always holds beyond what the published schema requires of it.
ALWAYS_THERE: dict[str, tuple[str, ...]] = {
    "GetSharedLineMemberList": ("members",),
    "GetMemberResponse": ("members",),
    "AvailableSharedLineMemberList": ("members",),
    "ApplicationAvailableSharedLineMemberList": ("members",),
    "SearchMemberResponse": ("members",),
    "PersonCollectionResponse": ("items",),
    "OrganizationCollectionResponse": ("items",),
    "LicenseCollectionResponse": ("items",),
    "RoleCollectionResponse": ("items",),
    "LocationsCollectionResponse": ("items",),
    "WorkspaceCollectionResponse": ("items",),
    "DeviceCollectionResponse": ("items",),
    "GetVirtualLineDevicesObject": ("devices",),
    "Organization": ("id", "displayName", "created"),
    "License": ("id", "name", "totalUnits", "consumedUnits"),
    "Role": ("id", "name"),
}

#: Published names that stand for two things or say too little: what ours are called.
RENAMED: dict[tuple[str, str], str] = {
    ("virtual-line-call-settings", "DeviceObject"): "VirtualLineDevice",
    ("virtual-line-call-settings", "DevicesObject"): "DeviceOfVirtualLine",
    ("device-call-settings", "devices"): "PersonDevice",
    ("device-call-settings", "deviceList"): "PersonDeviceList",
    ("device-call-settings", "placeDevices"): "WorkspaceDevice",
    ("device-call-settings", "placeDeviceList"): "WorkspaceDeviceList",
    ("device-call-settings", "userDeviceCount"): "PersonDeviceCount",
    ("device-call-settings", "deviceOwner"): "DeviceOwner",
    ("virtual-line-call-settings", "deviceOwner"): "DeviceOwner",
    ("device-call-settings", "location"): "LocationReference",
    ("user-call-settings-2-2", "location"): "LocationReference",
}

_SUPPORTED_FLAGS = (
    "allowConfigureLayoutEnabled", "kemSupportEnabled", "upgradeChannelEnabled", "customizedBehaviorsEnabled",
    "allowConfigurePortsEnabled", "customizableLineLabelEnabled", "additionalPrimaryLineAppearancesEnabled",
    "additionalSecondaryLineAppearancesEnabled", "supportsLinePortReorderingEnabled", "portNumberSupportEnabled",
    "t38Enabled", "callDeclinedEnabled", "supportsApplyChangesEnabled", "allowConfigureLinesEnabled",
    "supportsHotlineEnabled", "supportsVirtualLineEnabled",
)  # fmt: skip

_SUPPORTED_DEVICE = closed(
    {
        "model": _TEXT,
        "displayName": _TEXT,
        "familyDisplayName": _TEXT,
        "type": {"type": "string", "enum": ["MPP", "ATA", "GENERIC_SIP", "DESK_PHONE"]},
        "manufacturer": {"type": "string", "enum": ["CISCO", "THIRD_PARTY"]},
        "managedBy": {"type": "string", "enum": ["CISCO", "CUSTOMER", "PARTNER"]},
        "supportedFor": {"type": "array", "items": _MEMBER_TYPE},
        "onboardingMethod": {
            "type": "array", "items": {"type": "string", "enum": ["MAC_ADDRESS", "ACTIVATION_CODE", "NONE"]},
        },
        "numberOfLinePorts": {"type": "integer", "minimum": 1},
        "maxNumberOfLineAppearances": {"type": "integer", "minimum": 1},
        **dict.fromkeys(_SUPPORTED_FLAGS, _FLAG),
    },
    (
        "model", "displayName", "type", "manufacturer", "managedBy", "supportedFor", "onboardingMethod",
        "numberOfLinePorts", *_SUPPORTED_FLAGS[:6],
    ),
)  # fmt: skip

#: Answers whose published schema is another operation's.
REPLACED_ANSWERS: dict[str, Json] = {
    "supportedDevicesObject": closed(
        {
            "upgradeChannelList": {
                "type": "array",
                "items": {"type": "string", "enum": ["STABLE", "STABLE_DELAY", "PREVIEW", "BETA", "TESTING"]},
            },
            "devices": {"type": "array", "items": _SUPPORTED_DEVICE},
        },
        ("upgradeChannelList", "devices"),
    ),
}

_MEMBER_LINE: Json = {
    "type": "object",
    "description": "One line. Keys that are not listed, those of an answer among them, are ignored.",
    "required": ["id", "port", "primaryOwner", "lineType", "lineWeight"],
    "properties": {
        "id": {**_TEXT, "description": "A person, workspace or virtual line, each once in a list."},
        "port": {"type": "integer", "minimum": 1, "description": "The first line port that it takes."},
        "primaryOwner": {
            "description": "True for the endpoint's owner alone.",
            "oneOf": [_FLAG, {"type": "string", "pattern": _SPELT_FLAG}],
        },
        "lineType": {
            "type": "string", "enum": ["PRIMARY", "SHARED_CALL_APPEARANCE"],
            "description": "`PRIMARY` for the endpoint's owner alone.",
        },
        "lineWeight": {
            "type": "integer", "minimum": 1,
            "description": "How many consecutive ports it takes; above 1 for the endpoint's owner alone.",
        },
        "lineLabel": {"type": ["string", "null"], "maxLength": 80, "pattern": _PLAIN, "description": "Empty for none."},
        "hotlineEnabled": {"type": ["boolean", "null"], "description": "Whether going off-hook calls at once."},
        "hotlineDestination": {
            "type": ["string", "boolean", "null"],
            "description": "1 to 23 digits, `+`, `*` or `#`, needed while hotline is on and dropped while it is off. "
            "`true` keeps the stored one.",
        },
        "allowCallDeclineEnabled": {
            "type": ["boolean", "null"], "description": "Whether declining ends all ringing; else true.",
        },
        "t38FaxCompressionEnabled": {
            "type": ["boolean", "null"], "description": "True on analogue adapters alone.",
        },
        "t38FaxCompressionEnabled `true`": {
            "type": ["boolean", "null"], "deprecated": True,
            "description": "The published document's misprint of the key before it, which is read as well.",
        },
    },
    "example": {
        "id": "Y2lzY29zcGFyazovL3VzL1BFT1BMRS8wMDAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDE",
        "port": 2, "primaryOwner": False, "lineType": "SHARED_CALL_APPEARANCE", "lineWeight": 1,
        "lineLabel": "Front desk",
    },
}  # fmt: skip

_APPLICATION_FLAGS = (
    "ringDevicesForClickToDialCallsEnabled", "ringDevicesForGroupPageEnabled", "ringDevicesForCallParkEnabled",
    "browserClientEnabled", "desktopClientEnabled", "tabletClientEnabled", "mobileClientEnabled",
)  # fmt: skip

_NAME: Json = {"type": "string", "minLength": 1, "maxLength": 128, "pattern": _PLAIN}
_PHONE_NUMBER: Json = {"type": "string", "pattern": r"^\+[1-9][0-9]{6,14}$"}

#: Bodies of requests, as they are read: unknown keys are ignored, and `null` counts as left out.
REQUESTS: dict[str, Json] = {
    "MemberListEdit": {
        "type": "object",
        "properties": {
            "members": {"type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/MemberLineEdit"}},
        },
    },
    "MemberLineEdit": _MEMBER_LINE,
    "ApplicationsEdit": {
        "type": "object",
        "properties": dict.fromkeys(_APPLICATION_FLAGS, nullable(_FLAG)),
    },
    "NewVirtualLine": {
        "type": "object",
        "required": ["firstName", "lastName", "locationId"],
        "anyOf": [
            {"required": [key], "properties": {key: _TEXT}} for key in ("extension", "phoneNumber")
        ],
        "properties": {
            "firstName": _NAME,
            "lastName": _NAME,
            "displayName": nullable(_TEXT),
            "locationId": _TEXT,
            "extension": nullable({"type": "string", "pattern": "^[0-9]{2,10}$"}),
            "phoneNumber": nullable(_PHONE_NUMBER),
            "callerIdFirstName": nullable(_TEXT),
            "callerIdLastName": nullable(_TEXT),
            "callerIdNumber": nullable(_PHONE_NUMBER),
        },
    },
}  # fmt: skip

#: Which body each operation reads, by the last part of its path.
REQUEST_OF: dict[str, str] = {
    "members": "MemberListEdit",
    "applications": "ApplicationsEdit",
    "virtualLines": "NewVirtualLine",
}

#: Answers that Webex does not have.
OWN: dict[str, Json] = {
    "Error": closed(
        {
            "message": {**_TEXT, "description": "What was refused."},
            "errors": {
                "type": "array",
                "minItems": 1,
                "description": "Every reason, each with the place that it is about.",
                "items": closed({"description": _TEXT, "errorCode": {"type": "integer"}}, ("description",)),
            },
            "trackingId": {**_TEXT, "description": "As in the header `trackingid`, for the log."},
            "errorCode": {"type": "integer", "description": "The first reason's. From 99000 they are our own."},
        },
        ("message", "errors", "trackingId"),
    ),
    "MemberListDifference": closed(
        {
            "added": {"type": "array", "items": _TEXT, "description": "Ids of members that would come."},
            "removed": {"type": "array", "items": _TEXT, "description": "Ids of members that would go."},
            "changed": {"type": "array", "items": _TEXT, "description": "Ids of members whose line would differ."},
            "moved": {
                "type": "array",
                "description": "Lines that would be pushed up since their port is taken.",
                "items": closed(
                    {
                        "index": {**_COUNT, "description": "The place in `members`, for a line of the request."},
                        "sentPort": {"type": "integer", "minimum": 1},
                        "port": {"type": "integer", "minimum": 1},
                    },
                    ("sentPort", "port"),
                ),
            },
        },
        ("added", "removed", "changed", "moved"),
    ),
    "Status": closed(
        {
            "status": _TEXT,
            "registrars": {
                "type": "array",
                "description": "The SIP registrars that are fed. Their state changes no status.",
                "items": closed(
                    {
                        "name": {**_TEXT, "description": "Host and TCP port."},
                        "reachable": {"type": "boolean"},
                        "upToDate": {"type": "boolean"},
                        "lagMilliseconds": {"type": "integer", "minimum": 0},
                    },
                    ("name", "reachable", "upToDate", "lagMilliseconds"),
                ),
            },
        },
        ("status",),
    ),
}
