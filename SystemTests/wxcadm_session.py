# SPDX-License-Identifier: Apache-2.0
"""One scenario with the public client wxcadm, in a process of its own.

`wxcadm_session.py ADDRESS TOKEN SCENARIO ID…`

wxcadm keeps the address of the service and the token in module variables and default arguments, so that nothing of it
may stay behind in the process of the other tests. It prints one JSON value for the test to judge.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

import requests
import wxcadm
import wxcadm.common
import wxcadm.webex


def connected(address: str, token: str) -> wxcadm.Webex:
    """The unmodified client, pointed at another address than the one built in."""
    base = address + "/"
    wxcadm.common.WebexApi.__init__.__defaults__ = (None, base, 10)
    wxcadm.webex._url_base = wxcadm.common._url_base = base
    return wxcadm.Webex(token)


def raw(path: str) -> str:
    """The bytes of an answer, as no client has touched them."""
    address, token = sys.argv[1:3]
    answer = requests.get(f"{address}/v1{path}", headers={"Authorization": f"Bearer {token}"}, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.text


def ports(lines: list[Any]) -> list[tuple[str, int]]:
    return [(line.id, line.port) for line in lines]


def start(webex: wxcadm.Webex) -> Any:
    """What every script does first, and what the client makes of it."""
    org = webex.org
    org.people.all()
    return {
        "organisation": org.name,
        "calling": sorted(person.id for person in org.people.webex_calling()),
        "notCalling": sorted(person.id for person in org.people.webex_calling(False)),
        "licences": sorted(licence.wxc_type for licence in org.licenses if licence.wxc_license),
        "locations": sorted(location.name for location in org.locations),
        "workspaces": sorted(workspace.id for workspace in org.workspaces.webex_calling()),
        "virtualLines": sorted(line.id for line in org.virtual_lines),
        "devices": sorted(device.calling_id for device in org.devices.webex_calling()),
        "numbers": len(org.numbers),
        "models": sorted(model.model for model in org.supported_devices),
        "roles": len(org.roles),
        "me": webex.me.id,
    }


def app_workflow(webex: wxcadm.Webex, person: str, other: str, workspace: str, virtual_line: str) -> Any:
    """Adds three lines to a lone app, changes each, removes them again."""
    org = webex.org
    owner = org.people.get(id=person)
    path = f"/telephony/config/people/{person}/applications/{owner.applications.desktop_client_id}/members"
    before = raw(path)

    def fresh() -> Any:
        return owner.applications.line_assignments

    lines = fresh()
    lines.add(wxcadm.Person(other, org=org))
    lines.add(org.workspaces.get(id=workspace))
    lines.add(org.virtual_lines.get(id=virtual_line))
    added = ports(fresh().lines)
    by_id = {line.id: line for line in fresh().lines}
    by_id[other].set_label("Front desk")
    by_id[other].set_call_decline(True)
    by_id[other].set_hotline(True, "+18605550100")
    with_hotline = json.loads(raw(path))
    # A second reader makes `true` of the number that it read, and sends that back with its own change.
    second = {line.id: line for line in fresh().lines}
    second[workspace].set_label("Dock")
    kept = json.loads(raw(path))
    second_reader = {line.id: line for line in fresh().lines}
    second_reader[other].set_hotline(False)
    without_hotline = json.loads(raw(path))
    for gone in (other, workspace, virtual_line):
        next(line for line in fresh().lines if line.id == gone).delete()
    return {
        "owner": person, "added": added, "withHotline": with_hotline["members"], "kept": kept["members"],
        "withoutHotline": without_hotline["members"], "restored": raw(path) == before,
    }  # fmt: skip


def every_app_sent_back(webex: wxcadm.Webex, *people: str) -> Any:
    """Sends every list back as the client read it; names those that are not the same bytes after."""
    changed = []
    for person in people:
        applications = wxcadm.Person(person, org=webex.org).applications
        path = f"/telephony/config/people/{person}/applications/{applications.desktop_client_id}/members"
        before = raw(path)
        lines = applications.line_assignments.lines
        lines[0]._put_members()
        if raw(path) != before:
            changed.append(person)
    return changed


def weights(webex: wxcadm.Webex, person: str, other: str) -> Any:
    """The owner takes three ports; the client forgets that and adds at max(port) + 1, which is taken."""
    org = webex.org
    assignments = wxcadm.Person(person, org=org).applications.line_assignments
    assignments.lines[0].num_lines = 3
    assignments.lines[0]._put_members()
    assignments.add(wxcadm.Person(other, org=org))
    return ports(wxcadm.Person(person, org=org).applications.line_assignments.lines)


def device_workflow(webex: wxcadm.Webex, device: str, other: str, workspace: str, virtual_line: str) -> Any:
    """Adds lines to a desk phone, changes them through the client's other calls, and removes them."""
    org = webex.org
    phone = org.devices.get(id=device)
    path = f"/telephony/config/devices/{phone.calling_id}/members"
    before = raw(path)
    sent = phone.members._json_list()
    everybody = {row["id"] for row in phone.members.available_members()}
    phone.members.add(wxcadm.Person(other, org=org), line_label="Front desk")
    phone.members.refresh()
    phone.members.add(org.workspaces.get(id=workspace))
    phone.members.refresh()
    phone.members.add(org.virtual_lines.get(id=virtual_line), hotline_enabled=True, hotline_destination="2080")
    phone.members.refresh()
    added = json.loads(raw(path))["members"]
    line = next(member for member in phone.members if member.id == other)
    line.set_line_label("Door").set_hotline(True, "+18605550100").set_call_decline_all(True)
    changed = json.loads(raw(path))["members"]
    line.set_hotline(False)
    unset = json.loads(raw(path))["members"]
    org.api.put(f"v1{path}", payload={"members": sent})
    return {
        "available": {other, workspace, virtual_line} <= everybody, "added": added, "changed": changed,
        "unset": unset, "restored": raw(path) == before, "applied": phone.apply_changes(),
    }  # fmt: skip


def adapter(webex: wxcadm.Webex, device: str) -> Any:
    """An ATA's list sent back with the misspelt key that the client makes up for it."""
    phone = webex.org.devices.get(id=device)
    path = f"/telephony/config/devices/{phone.calling_id}/members"
    payload = [entry | {"t38FaxCompression": False} for entry in phone.members._json_list()]
    webex.org.api.put(f"v1{path}", payload={"members": payload})
    return json.loads(raw(path))["members"]


def clients(webex: wxcadm.Webex, person: str) -> Any:
    """Each client switched alone, then back."""
    path = f"/people/{person}/features/applications"
    before = raw(path)
    settings = wxcadm.Person(person, org=webex.org).applications
    settings.set_mobile_client_enabled(False)
    settings.set_ring_devices_for_group_page(not settings.ring_devices_for_group_page)
    changed = json.loads(raw(path))
    settings.set_mobile_client_enabled(True)
    settings.set_ring_devices_for_group_page(not settings.ring_devices_for_group_page)
    return {"before": json.loads(before), "changed": changed, "restored": raw(path) == before}


def refused(webex: wxcadm.Webex, person: str, other: str) -> Any:
    """What the client makes of a refusal."""
    line = wxcadm.Person(person, org=webex.org).applications.line_assignments.add(wxcadm.Person(other, org=webex.org))
    try:
        line.set_label("x" * 81)
    except wxcadm.APIError as error:
        return error.args[0] if error.args else str(error)
    return None


SCENARIOS: dict[str, Callable[..., Any]] = {
    scenario.__name__: scenario
    for scenario in (start, app_workflow, every_app_sent_back, weights, device_workflow, adapter, clients, refused)
}

if __name__ == "__main__":
    print(json.dumps(SCENARIOS[sys.argv[3]](connected(*sys.argv[1:3]), *sys.argv[4:])))
