# SPDX-License-Identifier: Apache-2.0
"""The public client wxc_sdk reads the directory with every filter, and nothing that it does not know comes back."""

from collections.abc import Iterator

import pytest

import sdk  # Before wxc_sdk: it makes the models strict.
from demo import Demo
from partyline import Client, Server
from wxc_sdk import WebexSimpleApi
from wxc_sdk.common import OwnerType
from wxc_sdk.rest import RestError
from wxc_sdk.telephony import NumberType


@pytest.fixture(scope="module")
def api(server: Server, token: str) -> Iterator[WebexSimpleApi]:
    with sdk.connected(server, token) as connected:
        yield connected


def test_people_are_found_by_every_filter(api: WebexSimpleApi, demo: Demo) -> None:
    everybody = list(api.people.list(calling_data=True))
    assert {row.person_id for row in everybody} == {row["id"] for row in demo.people}
    somebody = next(row for row in everybody if row.location_id)
    alone = [somebody.person_id]
    assert [row.person_id for row in api.people.list(email=somebody.emails[0])] == alone
    assert [row.person_id for row in api.people.list(email=somebody.emails[0].upper())] == alone
    assert [row.person_id for row in api.people.list(display_name=somebody.display_name)] == alone
    found = api.people.list(id_list=[row.person_id for row in everybody[:3]])
    assert {row.person_id for row in found} == {row.person_id for row in everybody[:3]}
    here = list(api.people.list(location_id=somebody.location_id, calling_data=True))
    assert {row.location_id for row in here} == {somebody.location_id}
    assert len(here) == len([row for row in everybody if row.location_id == somebody.location_id])
    assert len(list(api.people.list(exclude_status=True, max=7))) == len(everybody)
    assert len(list(api.people.list(org_id=somebody.org_id))) == len(everybody)


def test_people_are_found_by_the_start_of_their_name_in_any_case(api: WebexSimpleApi) -> None:
    everybody = list(api.people.list())
    name = next(row.display_name for row in everybody if row.display_name.isascii())
    for start in (name[0].lower(), name[:3].upper()):
        expected = {row.person_id for row in everybody if row.display_name.lower().startswith(start.lower())}
        found = {row.person_id for row in api.people.list(display_name=start)}
        assert expected and expected <= found


def test_people_are_found_by_role(api: WebexSimpleApi) -> None:
    everybody = list(api.people.list())
    for role in api.roles.list():
        expected = {row.person_id for row in everybody if role.id in (row.roles or [])}
        assert {row.person_id for row in api.people.list(roles=role.id)} == expected


def test_details_agree_with_the_list(api: WebexSimpleApi) -> None:
    for row in list(api.people.list(calling_data=True))[:20]:
        assert api.people.details(row.person_id, calling_data=True) == row
        assert api.people.details(row.person_id).display_name == row.display_name


def test_the_bearer_of_a_token_made_on_the_command_line_is_an_administrator(api: WebexSimpleApi) -> None:
    me = api.people.me()
    organisation = api.organizations.list()[0]
    assert me.org_id == organisation.org_id
    assert me.roles and me.emails
    assert api.organizations.details(organisation.org_id) == organisation


def test_licences_have_the_names_that_the_client_looks_for(api: WebexSimpleApi) -> None:
    licences = api.licenses.list()
    assert {"Webex Calling - Professional", "Webex Calling - Basic", "Webex Calling - Workspaces"} <= {
        licence.name for licence in licences
    }
    assert any(licence.webex_calling_professional for licence in licences)
    people = list(api.people.list())
    for licence in licences:
        assert api.licenses.details(licence.license_id) == licence
        holders = {row.person_id for row in people if licence.license_id in (row.licenses or [])}
        assigned = list(api.licenses.assigned_users(licence.license_id))
        assert len(assigned) == len(holders) == (licence.consumed_by_users or 0)


def test_roles_are_listed_and_shown(api: WebexSimpleApi) -> None:
    for role in api.roles.list():
        assert role.name and api.roles.details(role.id) == role


def test_locations_are_listed_found_and_shown(api: WebexSimpleApi, demo: Demo) -> None:
    locations = list(api.locations.list())
    assert len(locations) == len(demo.locations) >= 3
    hartford = api.locations.by_name("Hartford")
    assert hartford is not None and hartford.address.city
    assert [row.location_id for row in api.locations.list(name="hartf")] == [hartford.location_id]
    assert [row.location_id for row in api.locations.list(location_id=hartford.location_id)] == [hartford.location_id]
    for location in locations:
        assert api.locations.details(location.location_id).name == location.name


def test_calling_locations_are_listed_and_shown(api: WebexSimpleApi, demo: Demo) -> None:
    listed = {row.location_id: row for row in api.telephony.location.list()}
    assert set(listed) == {row["id"] for row in demo.locations}
    names = [row.name for row in api.telephony.location.list(order="desc")]
    assert names == sorted(names, reverse=True)
    assert [row.name for row in api.telephony.location.list(name="Hartford")] == ["Hartford"]
    for key, row in listed.items():
        details = api.telephony.location.details(key)
        assert (details.name, details.routing_prefix) == (row.name, row.routing_prefix)


def test_workspaces_are_listed_found_and_shown(api: WebexSimpleApi, demo: Demo) -> None:
    listed = list(api.workspaces.list())
    assert len(listed) == len(demo.workspaces) >= 6
    first = listed[0]
    assert [row.workspace_id for row in api.workspaces.list(display_name=first.display_name)] == [first.workspace_id]
    here = list(api.workspaces.list(location_id=first.location_id))
    assert {row.location_id for row in here} == {first.location_id}
    calling = list(api.workspaces.list(calling="webexCalling"))
    assert {row.calling.type for row in calling} == {"webexCalling"}
    assert len(list(api.workspaces.list(max=2))) == len(listed)
    for row in listed:
        assert api.workspaces.details(row.workspace_id).display_name == row.display_name
        with_devices = api.workspaces.details(row.workspace_id, include_devices=True)
        owned = {device["id"] for device in demo.devices if device.get("workspaceId") == row.workspace_id}
        assert {device.device_id for device in with_devices.devices or []} == owned


def test_virtual_lines_are_found_by_every_filter(api: WebexSimpleApi, demo: Demo) -> None:
    calls = api.telephony.virtual_lines
    listed = list(calls.list())
    assert {row.id for row in listed} == {row["id"] for row in demo.virtual_lines}
    first = listed[0]
    assert [row.id for row in calls.list(id=[first.id])] == [first.id]
    assert first.id in [row.id for row in calls.list(owner_name=[first.last_name])]
    assert {row.location.id for row in calls.list(location_id=[first.location.id])} == {first.location.id}
    assert first.id in [row.id for row in calls.list(location_name=[first.location.name])]
    two = [row["id"] for row in demo.locations[:2]]
    assert {row.location.id for row in calls.list(location_id=two)} <= set(two)
    for has in (True, False):
        numbered = {row.id for row in listed if bool(row.number.external) is has}
        assert {row.id for row in calls.list(has_dn_assigned=has)} == numbered
        extended = {row.id for row in listed if bool(row.number.extension) is has}
        assert {row.id for row in calls.list(has_extension_assigned=has)} == extended
        assigned = {row.id for row in listed if bool(row.number_of_devices_assigned) is has}
        assert {row.id for row in calls.list(has_device_assigned=has)} == assigned


def test_details_of_virtual_lines_agree_with_where_they_stand(api: WebexSimpleApi) -> None:
    calls = api.telephony.virtual_lines
    for row in calls.list():
        assert calls.details(row.id).number.extension == row.number.extension
        assert len(calls.assigned_devices(row.id).devices or []) == row.number_of_devices_assigned


def test_numbers_are_found_by_their_filters_and_counted(api: WebexSimpleApi, demo: Demo) -> None:
    numbers = api.telephony.phone_numbers
    listed = list(numbers())
    owner = next(row for row in listed if row.owner and row.phone_number and row.extension)
    assert owner.phone_number in [row.phone_number for row in numbers(phone_number=owner.phone_number)]
    assert {row.extension for row in numbers(extension=owner.extension)} >= {owner.extension}
    assert [row.owner.owner_id for row in numbers(owner_id=owner.owner.owner_id)][:1] == [owner.owner.owner_id]
    people = list(numbers(owner_type=OwnerType.people))
    assert {row.owner.owner_type for row in people} == {"PEOPLE"}
    here = list(numbers(location_id=demo.locations[0]["id"]))
    assert {row.location.id for row in here} == {demo.locations[0]["id"]}
    extensions = list(numbers(number_type=NumberType.extension))
    assert extensions and all(row.extension for row in extensions)
    assert all(row.owner is None for row in numbers(available=True))
    counts = api.telephony.phone_number_details()
    assert counts.total == len(listed)
    assert counts.extension_only == len([row for row in listed if not row.phone_number])


def test_devices_are_listed_found_and_shown(api: WebexSimpleApi, demo: Demo) -> None:
    listed = list(api.devices.list())
    assert len(listed) == len(demo.devices) >= 15
    for row in listed:
        assert api.devices.details(row.device_id) == row
        calling = api.telephony.devices.details(row.calling_device_id)
        assert calling.mac.replace(":", "") == row.mac
    first = next(row for row in listed if row.person_id)
    assert first.device_id in [row.device_id for row in api.devices.list(person_id=first.person_id)]
    assert [row.device_id for row in api.devices.list(mac=first.mac)] == [first.device_id]
    assert {row.product for row in api.devices.list(product=first.product)} == {first.product}
    assert first.device_id in [row.device_id for row in api.devices.list(display_name=first.display_name)]
    assert len(list(api.devices.list(product_type="phone"))) == len(listed)
    room = next(row for row in listed if row.workspace_id)
    assert room.device_id in [row.device_id for row in api.devices.list(workspace_id=room.workspace_id)]


def test_a_persons_devices_are_those_on_which_the_person_has_a_line(api: WebexSimpleApi, demo: Demo) -> None:
    for row in demo.calling_people[:20]:
        devices = api.person_settings.devices(row["id"])
        own = {device["callingDeviceId"] for device in demo.devices if device.get("personId") == row["id"]}
        assert {device.device_id for device in devices.devices if device.primary_owner} == own
        count = api.telephony.devices.user_devices_count(row["id"])
        assert count.total_device_count >= len(own)
        for device in devices.devices:
            members = api.telephony.devices.members(device.device_id).members
            assert row["id"] in [member.member_id for member in members]


def test_a_workspaces_devices_are_listed(api: WebexSimpleApi, demo: Demo) -> None:
    for row in demo.workspaces:
        listed = api.workspace_settings.devices.list_and_counts(row["id"])
        assert listed.devices == list(api.workspace_settings.devices.list(row["id"]))
        own = {device["callingDeviceId"] for device in demo.devices if device.get("workspaceId") == row["id"]}
        assert {device.device_id for device in listed.devices if device.primary_owner} == own


def test_the_catalogue_holds_every_model_in_use_with_its_line_count(api: WebexSimpleApi, demo: Demo) -> None:
    models = {device.model: device for device in api.telephony.devices.supported_devices().devices}
    for row in demo.devices:
        members = api.telephony.devices.members(row["callingDeviceId"])
        assert models[members.model].number_of_line_ports == members.max_line_count
    adapters = api.telephony.devices.supported_devices(type_="ATA").devices
    assert {device.device_type for device in adapters} == {"ATA"}
    assert api.telephony.devices.supported_devices(allow_configure_layout_enabled=True) is not None


def test_application_settings_are_read_changed_and_restored(api: WebexSimpleApi, demo: Demo) -> None:
    services = api.person_settings.appservices
    person = demo.apps()[0][0]["id"]
    before = services.read(person)
    change = {"ring_devices_for_group_page_enabled": not before.ring_devices_for_group_page_enabled}
    services.configure(person, before.model_copy(update=change))
    changed = services.read(person)
    services.configure(person, before)
    assert changed == before.model_copy(update=change)
    assert services.read(person) == before


def test_errors_are_understood_with_their_tracking_id(api: WebexSimpleApi, client: Client) -> None:
    nobody = "Y2lzY29zcGFyazovL3VzL1BFT1BMRS8wMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA"
    with pytest.raises(RestError) as refused:
        api.people.details(nobody)
    assert refused.value.response.status_code == 404
    assert refused.value.detail.tracking_id == refused.value.response.headers["trackingid"]
    assert refused.value.detail.message and refused.value.description
