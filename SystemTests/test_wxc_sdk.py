# SPDX-License-Identifier: Apache-2.0
"""The public client wxc_sdk manages shared lines: read, search, change and restore, for apps and for desk phones."""

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest

import sdk  # Before wxc_sdk: it makes the models strict.
from demo import Demo, Endpoint, Row, phone
from partyline import Client, Server
from wxc_sdk import WebexSimpleApi
from wxc_sdk.as_api import AsWebexSimpleApi
from wxc_sdk.common import PrimaryOrShared, UsageType
from wxc_sdk.rest import RestError
from wxc_sdk.telephony.devices import AvailableMember, DeviceMember


@pytest.fixture
def api(server: Server, token: str) -> Iterator[WebexSimpleApi]:
    with sdk.connected(server, token) as connected:
        yield connected


@pytest.fixture
def own_api(own_server: Server, token: str) -> Iterator[WebexSimpleApi]:
    with sdk.connected(own_server, token) as connected:
        yield connected


class Lines:
    """The calls of both families of the client under one set of names."""

    def __init__(self, api: WebexSimpleApi, endpoint: Endpoint):
        self.is_device = endpoint.name == "device"
        self._key = endpoint.base.split("/")[4]
        self._app = api.person_settings.appservices.shared_line
        self._devices = api.telephony.devices

    def read(self) -> list[DeviceMember]:
        got = self._devices.members(self._key) if self.is_device else self._app.get_members(self._key)
        return got.members

    def replace(self, members: list[DeviceMember | AvailableMember] | None) -> None:
        change = self._devices.update_members if self.is_device else self._app.update_members
        change(self._key, members)

    def search(self, name: str | None = None, location: str | None = None, **filters: str) -> list[AvailableMember]:
        if self.is_device:
            found = self._devices.available_members(self._key, member_name=name, location_id=location, **filters)
        else:
            found = self._app.search_members(self._key, name=name, location=location, **filters)
        return list(found)

    def count(self, name: str | None = None, location: str | None = None, **filters: str) -> int:
        count = self._devices.get_count_of_members if self.is_device else self._app.members_count
        return count(self._key, member_name=name, location_id=location, **filters)


def kinds_of_endpoint(demo: Demo) -> dict[str, Endpoint]:
    """An app that shows the own line alone, and a desk phone with three free line ports."""
    return {"app": demo.lone_app()[1], "device": demo.phone_with_room(3)[1]}


@pytest.fixture(params=["app", "device"])
def edited(request: pytest.FixtureRequest, own_client: Client) -> tuple[Demo, Endpoint]:
    """An endpoint on the test's own server."""
    demo = Demo(own_client)
    return demo, kinds_of_endpoint(demo)[request.param]


@pytest.fixture(params=["app", "device"])
def searched(request: pytest.FixtureRequest, demo: Demo) -> tuple[Demo, Endpoint]:
    """An endpoint on the shared server, to be read alone."""
    return demo, kinds_of_endpoint(demo)[request.param]


def one_of_each_kind(demo: Demo, found: list[AvailableMember]) -> list[AvailableMember]:
    """A person, a workspace and a virtual line out of search results, in this order."""
    places = [row["id"] for row in demo.workspaces]
    wanted = [{row["id"] for row in demo.calling_people}, set(places), {row["id"] for row in demo.virtual_lines}]
    professional = [key for key, name in demo.licence_names.items() if "Professional" in name]
    wanted[1] = {
        row["id"] for row in demo.workspaces
        if set(professional) & set(row["calling"]["webexCalling"]["licenses"])
    }  # fmt: skip
    return [next(member for member in found if member.member_id in ids) for ids in wanted]


def ids(members: list[DeviceMember]) -> list[str]:
    return [member.member_id for member in members]


def test_shared_lines_are_added_changed_removed_and_restored_to_the_same_bytes(
    edited: tuple[Demo, Endpoint], own_api: WebexSimpleApi, own_client: Client
) -> None:
    demo, endpoint = edited
    lines = Lines(own_api, endpoint)
    before = own_client.get(endpoint.members).content
    original = lines.read()
    added = one_of_each_kind(demo, lines.search())

    lines.replace([*original, *added])
    now = lines.read()
    assert ids(now) == ids(original) + [member.member_id for member in added]
    assert [member.line_type for member in now[len(original) :]] == ["SHARED_CALL_APPEARANCE"] * 3

    reordered = [*now[: len(original)], *reversed(now[len(original) :])]
    lines.replace(reordered)
    now = lines.read()
    assert ids(now) == ids(reordered)

    now[-1].line_label = "Empfang – Tür 3"
    now[-1].allow_call_decline_enabled = False
    if lines.is_device:
        now[-1].hotline_enabled, now[-1].hotline_destination = True, "+49301234567"
    lines.replace(now)
    changed = lines.read()[-1]
    assert (changed.line_label, changed.allow_call_decline_enabled) == ("Empfang – Tür 3", False)
    assert (changed.hotline_enabled, changed.hotline_destination or "") == (
        (True, "+49301234567") if lines.is_device else (False, "")
    )

    lines.replace([member for member in lines.read() if member.member_id != added[0].member_id])
    assert added[0].member_id not in ids(lines.read())

    lines.replace(original)
    assert own_client.get(endpoint.members).content == before


def test_a_replace_without_members_keeps_the_primary_owner_alone(
    edited: tuple[Demo, Endpoint], own_api: WebexSimpleApi
) -> None:
    demo, endpoint = edited
    lines = Lines(own_api, endpoint)
    owner = next(member for member in lines.read() if member.primary_owner)
    lines.replace([owner, *one_of_each_kind(demo, lines.search())[:2]])
    assert len(lines.read()) == 3
    lines.replace(None)
    assert [(member.member_id, member.line_type) for member in lines.read()] == [(owner.member_id, "PRIMARY")]


def test_every_list_of_the_demo_organisation_survives_being_sent_back(
    own_client: Client, own_api: WebexSimpleApi
) -> None:
    for endpoint in Demo(own_client).endpoints():
        before = own_client.get(endpoint.members).content
        lines = Lines(own_api, endpoint)
        lines.replace(lines.read())
        assert own_client.get(endpoint.members).content == before, endpoint.members


def test_fax_compression_of_an_adapter_is_switched_and_restored(own_client: Client, own_api: WebexSimpleApi) -> None:
    demo = Demo(own_client)
    endpoint = phone(demo.adapters[0]["callingDeviceId"])
    before = own_client.get(endpoint.members).content
    lines = Lines(own_api, endpoint)
    members = lines.read()
    stored = members[0].t38_fax_compression_enabled
    assert stored is not None
    members[0].t38_fax_compression_enabled = not stored
    lines.replace(members)
    assert lines.read()[0].t38_fax_compression_enabled is not stored
    members[0].t38_fax_compression_enabled = stored
    lines.replace(members)
    assert own_client.get(endpoint.members).content == before


def test_a_shared_line_of_weight_two_is_refused_with_its_place(
    edited: tuple[Demo, Endpoint], own_api: WebexSimpleApi, own_client: Client
) -> None:
    demo, endpoint = edited
    lines = Lines(own_api, endpoint)
    before = own_client.get(endpoint.members).content
    shared = DeviceMember.from_available(lines.search()[0])
    shared.line_type, shared.line_weight = PrimaryOrShared.shared_call_appearance, 2
    members = lines.read()
    with pytest.raises(RestError) as refused:
        lines.replace([*members, shared])
    assert refused.value.response.status_code == 400
    assert refused.value.code == 25024
    assert f"(members[{len(members)}].lineWeight)" in refused.value.description
    assert own_client.get(endpoint.members).content == before


def owners_by_id(demo: Demo) -> dict[str, Row]:
    """Extension and number of everybody, which search results of phones do not show."""
    return {row["owner"]["id"]: row for row in demo.numbers() if "owner" in row}


def test_a_search_leaves_out_who_stands_on_the_endpoint_and_agrees_with_its_count(
    searched: tuple[Demo, Endpoint], api: WebexSimpleApi
) -> None:
    demo, endpoint = searched
    lines = Lines(api, endpoint)
    found = [member.member_id for member in lines.search()]
    assert len(set(found)) == len(found) == lines.count()
    standing = set(ids(lines.read()))
    assert not standing & set(found)
    callers = {row["id"] for row in demo.calling_people}
    assert callers - standing <= set(found)
    assert not {row["id"] for row in demo.people_without_calling} & set(found)


def test_a_search_by_name_finds_contained_text_in_any_case(
    searched: tuple[Demo, Endpoint], api: WebexSimpleApi
) -> None:
    lines = Lines(api, searched[1])
    everybody = lines.search()
    for text in ("son", "SON", "Ann", "o'b"):
        found = lines.search(name=text)
        names = {member.member_id: f"{member.first_name} {member.last_name}".lower() for member in everybody}
        expected = {key for key, name in names.items() if text.lower() in name}
        assert {member.member_id for member in found} == expected
        assert lines.count(name=text) == len(expected)


def test_a_search_by_full_name_understands_the_space(searched: tuple[Demo, Endpoint], api: WebexSimpleApi) -> None:
    lines = Lines(api, searched[1])
    somebody = lines.search()[0]
    found = lines.search(name=f"{somebody.first_name} {somebody.last_name}")
    assert somebody.member_id in [member.member_id for member in found]


def test_a_search_by_extension_number_or_location_finds_what_it_says(
    searched: tuple[Demo, Endpoint], api: WebexSimpleApi
) -> None:
    demo, endpoint = searched
    lines = Lines(api, endpoint)
    everybody, owners = lines.search(), owners_by_id(demo)
    for parameter, key, text in (("extension", "extension", "02"), ("phone_number", "phoneNumber", "555"),
                                 ("phone_number", "phoneNumber", "+1")):  # fmt: skip
        expected = {
            member.member_id for member in everybody if text in owners.get(member.member_id, {}).get(key, "")
        }  # fmt: skip
        assert expected, f"the demo organisation has nobody with {text} in the {key}"
        assert {member.member_id for member in lines.search(**{parameter: text})} == expected
        assert lines.count(**{parameter: text}) == len(expected)
    for location in demo.locations:
        found = lines.search(location=location["id"])
        assert {member.location.id for member in found} == {location["id"]}
        assert lines.count(location=location["id"]) == len(found)


def test_a_search_is_ordered_by_first_or_last_name(searched: tuple[Demo, Endpoint], api: WebexSimpleApi) -> None:
    lines = Lines(api, searched[1])
    plain = lambda text: all(letter.isascii() for letter in text)  # noqa: E731 - collation of other letters is open
    for order, name in (("fname", "first_name"), ("lname", "last_name")):
        names = [getattr(member, name).lower() for member in lines.search(order=order)]
        names = [text for text in names if plain(text)]
        assert names == sorted(names)


def test_pages_hold_together(searched: tuple[Demo, Endpoint], api: WebexSimpleApi) -> None:
    lines = Lines(api, searched[1])
    whole = [member.member_id for member in lines.search()]
    assert [member.member_id for member in lines.search(max="7")] == whole
    assert [member.member_id for member in lines.search(max="7", order="fname")] == [
        member.member_id for member in lines.search(order="fname")
    ]


def test_a_search_for_shared_lines_or_owners_can_be_told_apart(demo: Demo, api: WebexSimpleApi) -> None:
    device = demo.phones[0]["callingDeviceId"]
    calls = api.telephony.devices
    for usage in UsageType:
        found = list(calls.available_members(device, usage_type=usage))
        assert calls.get_count_of_members(device, usage_type=usage) == len(found)
    everybody = calls.get_count_of_available_members()
    without = calls.get_count_of_available_members(exclude_virtual_line=True)
    assert everybody - without == len(demo.virtual_lines)


def test_switching_the_desktop_app_off_stops_shared_lines_until_it_is_on_again(
    own_client: Client, own_api: WebexSimpleApi
) -> None:
    demo = Demo(own_client)
    person, endpoint = demo.lone_app()
    services = own_api.person_settings.appservices
    settings = services.read(person["id"])
    lines = Lines(own_api, endpoint)
    members = [*lines.read(), lines.search()[0]]
    services.configure(person["id"], settings.model_copy(update={"desktop_client_enabled": False}))
    assert services.read(person["id"]).desktop_client_id is None
    with pytest.raises(RestError) as refused:
        lines.replace(members)
    assert refused.value.response.status_code in (400, 409)
    assert refused.value.code >= 99000
    services.configure(person["id"], settings)
    assert services.read(person["id"]) == settings
    lines.replace(members)
    assert len(lines.read()) == 2


def test_applying_changes_to_a_phone_succeeds(demo: Demo, api: WebexSimpleApi) -> None:
    api.telephony.devices.apply_changes(demo.phones[0]["callingDeviceId"])


async def ask_many_times(server: Server, token: str, count: int) -> tuple[list[int], int]:
    """Line counts of the same app by many concurrent calls, and how many of those met a 429 on the way."""
    refusals = 0
    with sdk.pointed_at(server):
        async with AsWebexSimpleApi(tokens=token, concurrent_requests=20) as api:

            def note(response: object, *_: object) -> None:
                nonlocal refusals
                refusals += response.status == 429

            api.session.register_response_callback(note)
            people = await api.people.list(calling_data=True)
            person = next(row for row in people if row.location_id)
            read = api.person_settings.appservices.shared_line.get_members
            answers = await asyncio.gather(*(read(person.person_id) for _ in range(count)))
    return [len(answer.members) for answer in answers], refusals


def test_the_asynchronous_client_waits_out_the_rate_limit(serve: Callable[..., Server], token: str) -> None:
    server = serve(PARTYLINE_RATE_LIMIT="20")
    started = time.monotonic()
    lines, refusals = asyncio.run(ask_many_times(server, token, 100))
    assert len(lines) == 100 and len(set(lines)) == 1
    assert refusals > 0
    # 100 requests less a burst of 40 at 20 a second: under three seconds would be no limit, over thirty a lie.
    assert 2.5 < time.monotonic() - started < 30
