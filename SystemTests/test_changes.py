# SPDX-License-Identifier: Apache-2.0
"""The change feed, histories and undo: what was committed is told, once, in order, to whoever may see it."""

import json
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

import partyline
from demo import Demo, Endpoint, sent_back, shared
from event_stream import EventStream
from partyline import Client, Server, create_token
from raw_http import answer_on, head


def relabel(client: Client, endpoint: Endpoint, label: str) -> None:
    rows = [sent_back(row) for row in client.read(endpoint.members)["members"]]
    rows[0]["lineLabel"] = label
    answer = client.put(endpoint.members, {"members": rows})
    assert answer.status_code == 204, answer.text


def all_changes(client: Client, **params: str) -> list[dict]:
    return list(client.walk(client.ours("/changes"), "items", **params))


def endpoint_id(client: Client, endpoint: Endpoint) -> str:
    """How the Partyline API may name the endpoint of a list: by the person, or by the device."""
    return endpoint.members.split("/")[4]


# The stream


@pytest.mark.long
def test_a_stream_that_is_cut_again_and_again_gives_each_change_once_in_order(
    own_server: Server, own_client: Client, token: str, is_long: bool, figure: Callable[[str], None]
) -> None:
    demo = Demo(own_client)
    endpoints = demo.endpoints()[:8]
    place = own_client.read(own_client.ours("/changes"), max="1000")["cursor"]
    stop = threading.Event()

    def edit(endpoint: Endpoint) -> None:
        client, turn = Client(own_server, token), 0
        while not stop.is_set():
            relabel(client, endpoint, f"turn {turn}")
            turn += 1

    writers = [threading.Thread(target=edit, args=(endpoint,)) for endpoint in endpoints]
    for writer in writers:
        writer.start()
    seen: list[str] = []
    last, cuts, chance = place, 0, random.Random(2026)
    deadline = time.monotonic() + (60 if is_long else 8)
    while time.monotonic() < deadline:
        stream = EventStream(own_server, token, last_event_id=last)
        time.sleep(chance.uniform(0, 0.3))
        stream.cut()
        seen += [event.id for event in stream.changes]
        last, cuts = (seen[-1] if seen else place), cuts + 1
    stop.set()
    for writer in writers:
        writer.join()
    wanted = [change["id"] for change in all_changes(own_client, after=place)]
    with EventStream(own_server, token, last_event_id=last) as stream:
        seen += [event.id for event in stream.wait_for(len(wanted) - len(seen))]
    assert seen == wanted
    assert len(set(seen)) == len(seen)
    figure(f"{len(seen)} changes over {cuts} connections")


def test_what_the_command_line_commits_beside_the_server_is_in_the_stream(
    own_server: Server, token: str, figure: Callable[[str], None]
) -> None:
    with EventStream(own_server, token) as stream:
        stream.wait_for(0)
        create_token(own_server.database, "read_only_admin")
        began = time.monotonic()
        (change,) = stream.wait_for(1)
        figure(f"seen {time.monotonic() - began:.3f} s after the command had ended")
    assert change.data["subject"]["kind"] == "token"
    assert change.data["actor"] == "command-line"
    assert change.data["after"]["role"] == "read_only_admin"


def test_the_stream_of_one_server_has_what_another_on_the_same_file_commits(
    serve: Callable[..., Server], token: str
) -> None:
    here, there = serve(), serve()
    client = Client(there, token)
    _, endpoint = Demo(client).lone_app()
    with EventStream(here, token) as stream:
        stream.wait_for(0)
        for turn in range(20):
            relabel(client, endpoint, f"turn {turn}")
        changes = stream.wait_for(20)
    assert [change.data["after"][0]["lineLabel"] for change in changes] == [f"turn {turn}" for turn in range(20)]


def test_a_stream_outlives_the_time_of_a_request_by_its_heartbeats(serve: Callable[..., Server], token: str) -> None:
    server = serve(PARTYLINE_IDLE_TIMEOUT="1s", PARTYLINE_REQUEST_TIMEOUT="2s")
    with EventStream(server, token) as stream:
        time.sleep(7)
        assert not stream.ended.is_set()
        assert stream.comments >= 4
        client = Client(server, token)
        relabel(client, Demo(client).lone_app()[1], "after seven seconds")
        assert stream.wait_for(1)


def test_the_drain_ends_streams_cleanly_and_begins_no_new_ones(serve: Callable[..., Server], token: str) -> None:
    server = serve(PARTYLINE_DRAIN_DELAY="1s")
    streams = [EventStream(server, token) for _ in range(20)]
    for stream in streams:
        stream.wait_for(0)
    began = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - began < 5
    for stream in streams:
        assert stream.ended.wait(5)
        assert stream.ended_cleanly


def test_a_stream_ends_when_its_token_is_revoked(own_server: Server, own_client: Client) -> None:
    listed = partyline.run("token", "list", "--output", "json", "--database", partyline.database_url(own_server.database))
    secret = create_token(own_server.database, "full_admin")
    after = partyline.run("token", "list", "--output", "json", "--database", partyline.database_url(own_server.database))
    known = {entry["id"] for entry in json.loads(listed.stdout)}
    token_id = next(entry["id"] for entry in json.loads(after.stdout) if entry["id"] not in known)
    with EventStream(own_server, secret) as stream:
        stream.wait_for(0)
        partyline.run("token", "revoke", token_id, "--database", partyline.database_url(own_server.database))
        assert stream.ended.wait(20)
        assert stream.ended_cleanly
        assert not [event for event in stream.changes if event.data["subject"]["id"] != token_id]


def ends(connection: socket.socket, seconds: float) -> bool:
    """Whether the server hangs up while what it has sent is read."""
    deadline = time.monotonic() + seconds
    connection.settimeout(seconds)
    try:
        while time.monotonic() < deadline:
            if not connection.recv(1 << 20):
                return True
    except ConnectionError:
        return True
    except TimeoutError:
        pass
    return False


def test_a_client_that_takes_nothing_is_cut_off_and_costs_nothing(
    serve: Callable[..., Server], token: str, figure: Callable[[str], None]
) -> None:
    server = serve(PARTYLINE_REQUEST_TIMEOUT="2s")
    client = Client(server, token)
    demo = Demo(client)
    _, endpoint = demo.lone_app()
    rows = [sent_back(row) for row in demo.list_of(endpoint)["members"]]
    after = rows[0]["port"] + rows[0]["lineWeight"]
    # As long as a change can be, so that it takes few to fill what the system holds for a connection.
    rows += [shared(guest, after + place) for place, guest in enumerate(demo.others(endpoint, 9))]
    connections = []
    for _ in range(20):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", server.tcp_port))
        connection.sendall(head("GET", "/partyline/v1/changes/stream", token))
        connections.append(connection)
    before = server.memory
    for turn in range(1500):
        for row in rows:
            row["lineLabel"] = f"{turn:080}"
        assert client.put(endpoint.members, {"members": rows}).status_code == 204
    # Streams lag behind on a busy machine: until each has filled its buffers and its time is up.
    time.sleep(8)
    grown = server.memory - before
    cut_off = sum(ends(connection, 10) for connection in connections)
    figure(f"1500 changes to 20 deaf streams: memory grew by {grown / 1e6:.1f} MB, {cut_off} were cut off")
    assert cut_off == len(connections)
    assert grown < 80e6
    assert client.get("/people/me").status_code == 200


def test_a_cursor_of_the_future_is_refused(client: Client) -> None:
    answer = client.get(client.ours("/changes"), {"after": "7fffffffffffffff"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "after"
    with client.server.connect() as connection:
        connection.sendall(head("GET", "/partyline/v1/changes/stream", client.token, "Last-Event-ID: 7fffffffffffffff"))
        assert answer_on(connection).status == 400


# Who sees what


@pytest.fixture
def location_client(own_server: Server, own_client: Client) -> Iterator[tuple[Client, str]]:
    """A location administrator of the first location, and the location's id."""
    location = next(iter(own_client.walk("/locations", "items")))
    secret = create_token(own_server.database, "location_admin", "--location", location["name"])
    yield Client(own_server, secret), location["id"]


def test_a_location_administrator_sees_its_own_endpoints_changes_alone(
    own_client: Client, location_client: tuple[Client, str], own_server: Server
) -> None:
    client, location = location_client
    demo = Demo(own_client)
    inside = {row["id"] for row in demo.calling_people if row["locationId"] == location}
    mine, others = [], []
    place = own_client.read(own_client.ours("/changes"), max="1000")["cursor"]
    with EventStream(own_server, client.token) as stream:
        stream.wait_for(0)
        for person, endpoint in demo.apps():
            relabel(own_client, endpoint, "seen?")
            (mine if person["id"] in inside else others).append(person["id"])
        assert mine and others
        streamed = stream.wait_for(len(mine))
    changes = all_changes(client, after=place)
    owners = [row["id"] for change in changes for row in change["after"] if row["primaryOwner"]]
    assert owners == mine
    assert [event.data for event in streamed] == changes


# History and undo


def test_an_undo_brings_back_the_same_bytes(own_client: Client) -> None:
    demo = Demo(own_client)
    for endpoint in demo.endpoints():
        first = own_client.get(endpoint.members)
        relabel(own_client, endpoint, "changed")
        undo = own_client.ours(f"/member-lists/{endpoint_id(own_client, endpoint)}/undo")
        changed = own_client.get(endpoint.members)
        assert changed.text != first.text
        tried = own_client.post(undo + "?dryRun=true")
        assert tried.status_code == 200, tried.text
        assert tried.json()["members"] == first.json()["members"]
        undone = own_client.post(undo, headers={"If-Match": changed.headers["ETag"]})
        assert undone.status_code == 204, undone.text
        last = own_client.get(endpoint.members)
        assert last.text == first.text
        assert last.headers["ETag"] == undone.headers["ETag"]
        history = own_client.get(own_client.ours(f"/member-lists/{endpoint_id(own_client, endpoint)}/history"))
        assert history.headers["ETag"] == last.headers["ETag"]
        causes = [item["cause"] for item in history.json()["items"]]
        assert causes[:2] == ["undo", "edit"]
        assert history.json()["items"][0]["after"] == history.json()["items"][1]["before"]


def test_what_a_history_tells_can_be_sent_back(own_client: Client) -> None:
    demo = Demo(own_client)
    _, endpoint = demo.lone_app()
    guests = demo.others(endpoint, 3)
    before = own_client.get(endpoint.members)
    rows = [sent_back(row) for row in before.json()["members"]]
    after = rows[0]["port"] + rows[0]["lineWeight"]
    rows += [shared(guest, after + place, lineLabel=f"guest {place}") for place, guest in enumerate(guests)]
    assert own_client.put(endpoint.members, {"members": rows}).status_code == 204
    (item,) = own_client.read(
        own_client.ours(f"/member-lists/{endpoint_id(own_client, endpoint)}/history"), max="1")["items"]
    with_guests = own_client.get(endpoint.members).text
    assert own_client.put(endpoint.members, {"members": item["before"]}).status_code == 204
    assert own_client.get(endpoint.members).text == before.text
    assert own_client.put(endpoint.members, {"members": item["after"]}).status_code == 204
    assert own_client.get(endpoint.members).text == with_guests


def test_an_undo_that_cannot_stand_any_more_names_every_reason(own_client: Client) -> None:
    demo = Demo(own_client)
    person, endpoint = demo.lone_app()
    lines = demo.virtual_lines[:2]
    rows = [sent_back(row) for row in demo.list_of(endpoint)["members"]]
    after = rows[0]["port"] + rows[0]["lineWeight"]
    guests = [shared(line["id"], after + place) for place, line in enumerate(lines)]
    assert own_client.put(endpoint.members, {"members": rows + guests}).status_code == 204
    assert own_client.put(endpoint.members, {"members": rows}).status_code == 204
    for line in lines:
        assert own_client.delete(f"/telephony/config/virtualLines/{line['id']}").status_code == 204
    stands = own_client.get(endpoint.members)
    refused = own_client.post(own_client.ours(f"/member-lists/{person['id']}/undo"))
    assert refused.status_code == 409, refused.text
    found = [(error["code"], error["member"], error["field"]) for error in refused.json()["errors"]]
    assert found == [(25024, 1, "id"), (25024, 2, "id")]
    assert own_client.get(endpoint.members).headers["ETag"] == stands.headers["ETag"]
    history = own_client.read(own_client.ours(f"/member-lists/{person['id']}/history"), max="1")
    gone = history["items"][0]["before"][1]
    assert gone["id"] == lines[0]["id"] and gone["memberType"] == "VIRTUAL_LINE" and "firstName" not in gone


def test_a_deleted_endpoint_has_no_history_but_its_changes_are_found(own_client: Client) -> None:
    demo = Demo(own_client)
    device, endpoint = demo.phone_with_room()
    relabel(own_client, endpoint, "last words")
    assert own_client.delete(f"/devices/{device['id']}").status_code == 204
    name = device["callingDeviceId"]
    assert own_client.get(own_client.ours(f"/member-lists/{name}/history")).status_code == 410
    assert own_client.post(own_client.ours(f"/member-lists/{name}/undo")).status_code == 410
    changes = all_changes(own_client, endpoint=name)
    assert [change["cause"] for change in changes][-3:] == ["edit", "endpointDeleted", "endpointDeleted"]
    assert changes[-2]["subject"] == {"kind": "memberList", "id": name}
    assert changes[-2]["before"][0]["lineLabel"] == "last words"
    assert "primaryOwner" not in changes[-2]["before"][0]
