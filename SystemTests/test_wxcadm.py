# SPDX-License-Identifier: Apache-2.0
"""The public client wxcadm manages shared lines: the deprecated family for apps, device members for phones.

wxcadm is under the GPL and only ever a test tool: it runs in a process of its own, see wxcadm_session.py.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from demo import Demo, Row
from partyline import Client, Server, environment

SESSION = Path(__file__).with_name("wxcadm_session.py")


def session(server: Server, token: str, scenario: str, *ids: str) -> Any:
    """What a scenario printed."""
    command = [sys.executable, str(SESSION), server.url, token, scenario, *ids]
    ended = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}\n{server.log()[-4000:]}"
    return json.loads(ended.stdout.splitlines()[-1])


@pytest.fixture
def own_demo(own_client: Client) -> Demo:
    return Demo(own_client)


def professional_workspace(demo: Demo, standing: set[str]) -> str:
    """A workspace that may share its line."""
    for row in demo.workspaces:
        names = [demo.licence_names[key] for key in row["calling"]["webexCalling"]["licenses"]]
        if row["id"] not in standing and any("Professional" in name for name in names):
            return row["id"]
    raise AssertionError("no workspace has a professional licence")


def by_id(members: list[Row], member: str) -> Row:
    return next(row for row in members if row["id"] == member)


def guests(demo: Demo, endpoint: Any) -> tuple[str, str, str]:
    """A person, a workspace and a virtual line that do not stand on the endpoint."""
    standing = {row["id"] for row in demo.list_of(endpoint)["members"]}
    line = next(row["id"] for row in demo.virtual_lines if row["id"] not in standing)
    return demo.others(endpoint, 1)[0], professional_workspace(demo, standing), line


def test_the_client_starts_and_reads_the_directory(server: Server, token: str, demo: Demo) -> None:
    seen = session(server, token, "start")
    assert seen["calling"] == sorted(row["id"] for row in demo.calling_people)
    assert {row["id"] for row in demo.people_without_calling} <= set(seen["notCalling"])
    assert {"professional", "standard", "workspace"} <= set(seen["licences"])
    assert seen["locations"] == sorted(row["name"] for row in demo.locations)
    assert seen["workspaces"] == sorted(row["id"] for row in demo.workspaces)
    assert seen["virtualLines"] == sorted(row["id"] for row in demo.virtual_lines)
    assert seen["devices"] == sorted(row["callingDeviceId"] for row in demo.devices)
    assert seen["numbers"] == len(demo.numbers())
    assert seen["models"] and seen["roles"] and seen["me"]


def test_an_app_goes_through_the_whole_workflow_and_back_to_the_same_bytes(
    own_server: Server, own_demo: Demo, token: str
) -> None:
    person, endpoint = own_demo.lone_app()
    other, workspace, line = guests(own_demo, endpoint)
    seen = session(own_server, token, "app_workflow", person["id"], other, workspace, line)
    owner_port = seen["added"][0][1]
    assert [tuple(entry) for entry in seen["added"]] == [
        (member, owner_port + place) for place, member in enumerate([person["id"], other, workspace, line])
    ]
    row = by_id(seen["withHotline"], other)
    assert (row["lineLabel"], row["allowCallDeclineEnabled"]) == ("Front desk", True)
    assert (row["hotlineEnabled"], row["hotlineDestination"]) == (True, "+18605550100")
    kept = by_id(seen["kept"], other)
    assert (kept["hotlineEnabled"], kept["hotlineDestination"]) == (True, "+18605550100")
    assert by_id(seen["kept"], workspace)["lineLabel"] == "Dock"
    unset = by_id(seen["withoutHotline"], other)
    assert (unset["hotlineEnabled"], unset["hotlineDestination"]) == (False, "")
    assert unset["lineLabel"] == "Front desk"
    assert by_id(seen["kept"], person["id"])["primaryOwner"] is True
    assert by_id(seen["kept"], other)["primaryOwner"] is False
    assert seen["restored"]


def test_every_app_of_the_demo_organisation_survives_being_sent_back(
    own_server: Server, own_demo: Demo, token: str
) -> None:
    people = [person["id"] for person, _ in own_demo.apps()]
    assert session(own_server, token, "every_app_sent_back", *people) == []


def test_a_line_added_at_a_taken_port_is_pushed_behind_the_owners_weight(
    own_server: Server, own_demo: Demo, token: str
) -> None:
    person, endpoint = own_demo.lone_app()
    port = own_demo.list_of(endpoint)["members"][0]["port"]
    other = own_demo.others(endpoint, 1)[0]
    lines = session(own_server, token, "weights", person["id"], other)
    assert lines == [[person["id"], port], [other, port + 3]]


def test_a_desk_phone_goes_through_the_whole_workflow_and_back_to_the_same_bytes(
    own_server: Server, own_demo: Demo, token: str
) -> None:
    device, endpoint = own_demo.phone_with_room(3)
    other, workspace, line = guests(own_demo, endpoint)
    seen = session(own_server, token, "device_workflow", device["id"], other, workspace, line)
    assert seen["available"]
    assert [row["id"] for row in seen["added"][-3:]] == [other, workspace, line]
    assert by_id(seen["added"], other)["lineLabel"] == "Front desk"
    assert by_id(seen["added"], line)["hotlineDestination"] == "2080"
    row = by_id(seen["changed"], other)
    assert (row["lineLabel"], row["hotlineEnabled"], row["hotlineDestination"], row["allowCallDeclineEnabled"]) == (
        "Door", True, "+18605550100", True,
    )  # fmt: skip
    unset = by_id(seen["unset"], other)
    assert (unset["hotlineEnabled"], unset["hotlineDestination"]) == (False, "")
    assert seen["restored"] and seen["applied"]


def test_the_key_that_the_client_misspells_for_adapters_is_ignored(
    own_server: Server, own_demo: Demo, token: str
) -> None:
    members = session(own_server, token, "adapter", own_demo.adapters[0]["id"])
    assert [row["t38FaxCompressionEnabled"] for row in members] == [False] * len(members)


def test_each_client_of_a_person_is_switched_alone(own_server: Server, own_demo: Demo, token: str) -> None:
    person = next(
        row["id"] for row, _ in own_demo.apps()
        if own_demo.client.read(f"/people/{row['id']}/features/applications")["mobileClientEnabled"]
    )  # fmt: skip
    seen = session(own_server, token, "clients", person)
    before, changed = seen["before"], seen["changed"]
    different = {key for key in before if before[key] != changed.get(key)}
    assert {"mobileClientEnabled", "ringDevicesForGroupPageEnabled"} <= different
    assert different <= {"mobileClientEnabled", "mobileClientId", "ringDevicesForGroupPageEnabled",
                         "availableLineCount"}  # fmt: skip
    assert seen["restored"]


def test_a_refusal_reaches_the_client_with_code_and_place(own_server: Server, own_demo: Demo, token: str) -> None:
    person, endpoint = own_demo.lone_app()
    refusal = session(own_server, token, "refused", person["id"], own_demo.others(endpoint, 1)[0])
    assert "25110" in str(refusal) and "members[1].lineLabel" in str(refusal)
