# SPDX-License-Identifier: Apache-2.0
"""The published contract as schemas that allow no key more, apart from the exceptions of one table."""

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

Schema = dict[str, Any]

_BOOLEAN: Schema = {"type": "boolean"}
_TEXT: Schema = {"type": "string"}
_MEMBER_TYPE: Schema = {"type": "string", "enum": ["PEOPLE", "PLACE", "VIRTUAL_LINE"]}
_ADDRESS_KEYS = ("address1", "address2", "city", "state", "postalCode", "country")


def _closed(properties: dict[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object", "properties": properties, "required": list(required), "additionalProperties": False,
    }  # fmt: skip


@dataclass(frozen=True)
class Departure:
    """One place where an answer knowingly differs from the published document."""

    document: str
    component: str
    key: str
    #: What the key may hold instead; None where it must not be sent at all.
    schema: Schema | None
    reason: str


#: What `GET /locations` says of a location beside its id and name.
_LOCATION_KEYS: dict[str, Schema] = {
    "address": _closed({key: _TEXT for key in _ADDRESS_KEYS}),
    "timeZone": _TEXT,
    "preferredLanguage": _TEXT,
    "announcementLanguage": _TEXT,
    "orgId": _TEXT,
}

#: Every departure from the contract that a client or the live service asks for, with its reason. Nothing else is let
#: through.
DEPARTURES: list[Departure] = [
    Departure(
        "user-call-settings-2-2", "GetSharedLineMemberItem", "primaryOwner", _BOOLEAN,
        "the document says string, but a string of 'false' is true to wxcadm",
    ),
    Departure(
        "user-call-settings-2-2", "GetSharedLineMemberItem", "t38FaxCompressionEnabled `true`", None,
        "a misprint of the document, and an app has no T.38",
    ),
    Departure(
        "device-call-settings", "MemberObject", "memberType", _MEMBER_TYPE,
        "a virtual line stands on phones as well",
    ),
    Departure(
        "device-call-settings", "SearchMemberObject", "memberType", _MEMBER_TYPE,
        "a virtual line stands on phones as well",
    ),
    Departure("device-call-settings", "MemberObject", "linePort", None, "wxc_sdk does not know the key"),
    Departure(
        "device-call-settings", "devices", "activationState",
        {"type": "string", "enum": ["ACTIVATING", "ACTIVATED", "DEACTIVATED"]},
        "the live service and wxc_sdk have it in upper case",
    ),
    Departure("device-call-settings", "devices", "modelType", None, "the document and wxc_sdk have other values"),
    Departure(
        "devices", "Device", "callingDeviceId", _TEXT,
        "both clients find a phone's member list by it",
    ),
    Departure("workspaces", "Device", "callingDeviceId", _TEXT, "both clients find a phone's member list by it"),
    Departure("people", "Person", "timezone", None, "wxc_sdk does not know the key"),
    Departure("people", "Person", "xmppFederationJid", None, "wxc_sdk does not know the key"),
    *(
        Departure("locations", "Location", key, schema, "wxcadm needs the address, and the live service says it all")
        for key, schema in _LOCATION_KEYS.items()
    ),
]  # fmt: skip

_SUPPORTED_DEVICE_REQUIRED: dict[str, Schema] = {
    "model": _TEXT,
    "displayName": _TEXT,
    "type": {"type": "string", "enum": ["MPP", "ATA", "GENERIC_SIP", "ESIM", "DESK_PHONE"]},
    "manufacturer": {"type": "string", "enum": ["CISCO", "THIRD_PARTY"]},
    "managedBy": {"type": "string", "enum": ["CISCO", "CUSTOMER", "PARTNER"]},
    "supportedFor": {"type": "array", "items": _MEMBER_TYPE},
    "onboardingMethod": {"type": "array", "items": {"enum": ["MAC_ADDRESS", "ACTIVATION_CODE", "NONE"]}},
    "allowConfigureLayoutEnabled": _BOOLEAN,
    "numberOfLinePorts": {"type": "integer", "minimum": 1},
    "kemSupportEnabled": _BOOLEAN,
    "upgradeChannelEnabled": _BOOLEAN,
    "customizedBehaviorsEnabled": _BOOLEAN,
    "allowConfigurePortsEnabled": _BOOLEAN,
    "customizableLineLabelEnabled": _BOOLEAN,
}

#: The document shows another operation's rows here; these are the keys that both clients require. wxc_sdk's strict
#: model holds the optional ones.
SUPPORTED_DEVICES: Schema = {
    "type": "object",
    "additionalProperties": False,
    "required": ["devices", "upgradeChannelList"],
    "properties": {
        "upgradeChannelList": {
            "type": "array", "items": {"enum": ["STABLE", "STABLE_DELAY", "PREVIEW", "BETA", "TESTING"]},
        },
        "devices": {
            "type": "array", "minItems": 1,
            "items": {
                "type": "object",
                "properties": _SUPPORTED_DEVICE_REQUIRED,
                "required": list(_SUPPORTED_DEVICE_REQUIRED),
            },
        },
    },
}  # fmt: skip


class Contract:
    """Every operation of the contract, by method and path template."""

    def __init__(self, folder: Path = Path(__file__).with_name("contract")):
        self._operations: dict[tuple[str, str], tuple[Schema, Schema]] = {}
        self._validators: dict[tuple[str, str, int], Draft202012Validator] = {}
        for file in sorted(folder.glob("*.json")):
            document = _with_departures(file.stem, json.loads(file.read_text()))
            components = document.get("components", {})
            for path, methods in document["paths"].items():
                for method, operation in methods.items():
                    if "responses" in operation:
                        self._operations[method.upper(), path] = (operation, components)

    @property
    def operations(self) -> set[tuple[str, str]]:
        return set(self._operations)

    def statuses(self, method: str, path: str) -> set[int]:
        return {int(status) for status in self._operations[method, path][0]["responses"]}

    def schema(self, method: str, path: str, status: int) -> Schema | None:
        """What that answer's body must be; None where the contract knows of no body."""
        if (method, path) == ("GET", "/telephony/config/supportedDevices"):
            return SUPPORTED_DEVICES
        operation, components = self._operations[method, path]
        content = operation["responses"][str(status)].get("content")
        if not content:
            return None
        return {"components": components, **next(iter(content.values()))["schema"]}

    def complaints(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """Everything in which a body differs from its schema."""
        key = (method, path, status)
        if key not in self._validators:
            schema = self.schema(*key)
            assert schema is not None, f"{method} {path} {status} has no body in the contract"
            self._validators[key] = Draft202012Validator(schema)
        errors = self._validators[key].iter_errors(body)
        return [f"{error.json_path}: {error.message}" for error in errors]


def _with_departures(name: str, document: Schema) -> Schema:
    """Applies the table, then allows no key that is not named."""
    changed = copy.deepcopy(document)
    for departure in DEPARTURES:
        if departure.document != name:
            continue
        properties = changed["components"]["schemas"][departure.component]["properties"]
        if departure.schema is None:
            properties.pop(departure.key)
        else:
            properties[departure.key] = departure.schema
    _close(changed)
    return changed


def _close(node: Any) -> None:
    if isinstance(node, list):
        for item in node:
            _close(item)
    if not isinstance(node, dict):
        return
    if isinstance(node.get("properties"), dict) and "type" in node:
        node["additionalProperties"] = False
    for value in node.values():
        _close(value)
