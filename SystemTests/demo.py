# SPDX-License-Identifier: Apache-2.0
"""The demo organisation as the API shows it, and the endpoints whose lists tests edit."""

from dataclasses import dataclass
from typing import Any

from partyline import Client

Row = dict[str, Any]


@dataclass(frozen=True)
class Endpoint:
    """The list of one app or device, by whichever family."""

    name: str
    base: str
    search: str

    @property
    def members(self) -> str:
        return self.base + "/members"

    @property
    def count(self) -> str:
        return self.search + "/count"


def app(person: str) -> Endpoint:
    """The Webex app of a person in today's family."""
    base = f"/telephony/config/people/{person}/applications"
    return Endpoint("app", base, base + "/availableMembers")


def app_by_id(person: str, application: str) -> Endpoint:
    """The same app in the deprecated family."""
    base = f"/telephony/config/people/{person}/applications/{application}"
    return Endpoint("app by id", base, base + "/availableMembers")


def phone(device: str) -> Endpoint:
    """A desk phone or an ATA."""
    base = f"/telephony/config/devices/{device}"
    return Endpoint("device", base, base + "/availableMembers")


def sent_back(member: Row) -> Row:
    """What a client keeps of a member that it read when it sends the list back."""
    kept = (
        "id", "port", "primaryOwner", "lineType", "lineWeight", "lineLabel", "hotlineEnabled", "hotlineDestination",
        "allowCallDeclineEnabled", "t38FaxCompressionEnabled",
    )  # fmt: skip
    return {key: member[key] for key in kept if key in member}


def shared(member: str, port: int, **more: Any) -> Row:
    """A shared line as a client would add it."""
    line = {"id": member, "port": port, "primaryOwner": False, "lineType": "SHARED_CALL_APPEARANCE", "lineWeight": 1}
    return line | {"hotlineEnabled": False, "hotlineDestination": "", "allowCallDeclineEnabled": True} | more


class Demo:
    """All rows of the organisation, read once."""

    def __init__(self, client: Client):
        self.client = client
        self._applications: dict[str, str | None] = {}
        self.people = list(client.walk("/people", "items", callingData="true"))
        self.workspaces = list(client.walk("/workspaces", "items"))
        self.virtual_lines = list(client.walk("/telephony/config/virtualLines", "virtualLines"))
        self.locations = list(client.walk("/locations", "items"))
        self.devices = list(client.walk("/devices", "items"))
        licences = {row["id"]: row["name"] for row in client.read("/licenses")["items"]}
        self.licence_names = licences
        self.calling_people = [row for row in self.people if self._calls(row)]
        self.people_without_calling = [row for row in self.people if not self._calls(row) and row["type"] == "person"]

    def _calls(self, person: Row) -> bool:
        names = [self.licence_names.get(licence, "") for licence in person.get("licenses", [])]
        return "locationId" in person and any("Webex Calling" in name for name in names)

    def list_of(self, endpoint: Endpoint) -> Row:
        return self.client.read(endpoint.members)

    @property
    def phones(self) -> list[Row]:
        """Desk phones: devices that are no ATA."""
        return [row for row in self.devices if row not in self.adapters]

    @property
    def adapters(self) -> list[Row]:
        """Analogue telephone adapters, the only devices with T.38."""
        return [row for row in self.devices if row["product"].endswith(("191", "192"))]

    def application(self, person: str) -> str | None:
        """The id of a person's desktop app, if it was switched on when first asked for."""
        if person not in self._applications:
            settings = self.client.read(f"/people/{person}/features/applications")
            self._applications[person] = settings.get("desktopClientId")
        return self._applications[person]

    def apps(self) -> list[tuple[Row, Endpoint]]:
        """Calling people whose desktop app is on, with its list."""
        return [(row, app(row["id"])) for row in self.calling_people if self.application(row["id"])]

    def lone_app(self) -> tuple[Row, Endpoint]:
        """A person whose app shows the own line alone, with room for more."""
        for person, endpoint in self.apps():
            if len(self.list_of(endpoint)["members"]) == 1:
                return person, endpoint
        raise AssertionError("every app of the demo organisation shows shared lines")

    def phone_with_room(self, free: int = 3) -> tuple[Row, Endpoint]:
        """A desk phone of a person whose list has so many free line ports at its end."""
        for device in self.phones:
            endpoint = phone(device["callingDeviceId"])
            lines = self.list_of(endpoint)
            last = max(row["port"] + row["lineWeight"] - 1 for row in lines["members"])
            if "personId" in device and lines["maxLineCount"] - last >= free:
                return device, endpoint
        raise AssertionError(f"no phone of the demo organisation has {free} free line ports")

    def numbers(self) -> list[Row]:
        """Numbers and extensions with their owners."""
        return list(self.client.walk("/telephony/config/numbers", "phoneNumbers"))

    def endpoints(self) -> list[Endpoint]:
        """Every endpoint that shows a list: apps that are on, phones and adapters."""
        apps = [endpoint for _, endpoint in self.apps()]
        return apps + [phone(row["callingDeviceId"]) for row in self.devices]

    def others(self, endpoint: Endpoint, count: int) -> list[str]:
        """Ids of calling people who do not stand on that endpoint."""
        standing = {row["id"] for row in self.list_of(endpoint)["members"]}
        return [row["id"] for row in self.calling_people if row["id"] not in standing][:count]
