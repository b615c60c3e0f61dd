# SPDX-License-Identifier: Apache-2.0
"""A retry is harmless, an edit is never lost silently, a delete leaves nothing behind."""

import threading
from typing import Any

import pytest

from demo import Demo, Endpoint, Row, app_by_id, sent_back, shared
from partyline import Client, Server, create_token


@pytest.fixture
def own_demo(own_client: Client) -> Demo:
    return Demo(own_client)


@pytest.fixture
def lone(own_demo: Demo) -> tuple[Row, Endpoint, list[Row], int]:
    """A person whose app shows the own line alone: the person, the list's place, its rows, and the next free port."""
    person, endpoint = own_demo.lone_app()
    rows = [sent_back(row) for row in own_demo.list_of(endpoint)["members"]]
    return person, endpoint, rows, rows[0]["port"] + rows[0]["lineWeight"]


def put(client: Client, endpoint: Endpoint, rows: list[Row], **headers: str) -> Any:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.put(endpoint.members, {"members": rows}, headers=fields)


def version(client: Client, endpoint: Endpoint) -> int:
    return int(client.get(endpoint.members).headers["ETag"].strip('"'))


def test_both_app_families_share_one_entity_tag_and_the_old_one_names_its_successor(
    client: Client, demo: Demo
) -> None:
    person, endpoint = demo.apps()[0]
    old = client.get(app_by_id(person["id"], demo.application(person["id"])).members)
    new = client.get(endpoint.members)
    assert old.headers["ETag"] == new.headers["ETag"]
    assert not new.headers["ETag"].startswith("W/")
    assert "Deprecation" in old.headers and "Deprecation" not in new.headers
    assert old.links["successor-version"]["url"].endswith(endpoint.members)
    again = client.get(endpoint.members, headers={"If-None-Match": new.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", new.headers["ETag"])


def test_a_stale_if_match_is_412_and_stores_nothing(own_client: Client, lone: tuple) -> None:
    _, endpoint, rows, _ = lone
    stale = own_client.get(endpoint.members).headers["ETag"]
    assert put(own_client, endpoint, [rows[0] | {"lineLabel": "first"}], If_Match=stale).status_code == 204
    before = own_client.get(endpoint.members).content
    assert put(own_client, endpoint, [rows[0] | {"lineLabel": "second"}], If_Match=stale).status_code == 412
    assert own_client.get(endpoint.members).content == before
    for good in ("*", f'"no", {own_client.get(endpoint.members).headers["ETag"]}'):
        assert put(own_client, endpoint, [rows[0] | {"lineLabel": "first"}], If_Match=good).status_code == 204


def test_a_replace_by_what_stands_there_is_no_new_version(own_client: Client, lone: tuple) -> None:
    _, endpoint, rows, _ = lone
    before = version(own_client, endpoint)
    assert put(own_client, endpoint, rows).status_code == 204
    assert version(own_client, endpoint) == before


def test_a_retry_with_its_key_is_answered_as_the_first_time_and_changes_nothing(
    own_server: Server, own_client: Client, own_demo: Demo, lone: tuple
) -> None:
    _, endpoint, rows, port = lone
    guest = own_demo.others(endpoint, 1)[0]
    tag = own_client.get(endpoint.members).headers["ETag"]
    wanted = [*rows, shared(guest, port)]
    first = put(own_client, endpoint, wanted, Idempotency_Key="a", If_Match=tag)
    assert first.status_code == 204
    assert put(own_client, endpoint, [rows[0] | {"lineLabel": "by somebody else"}]).status_code == 204
    stored = own_client.get(endpoint.members).content
    # Neither the tag that is stale by now nor the process that has died in between keeps a retry from its answer.
    assert put(own_client, endpoint, wanted, Idempotency_Key="a", If_Match=tag).status_code == 204
    own_server.kill()
    own_server.start()
    assert put(own_client, endpoint, wanted, Idempotency_Key="a", If_Match=tag).status_code == 204
    assert own_client.get(endpoint.members).content == stored


def test_a_key_is_good_for_one_request_of_one_token(own_server: Server, own_client: Client, lone: tuple) -> None:
    person, endpoint, rows, _ = lone
    assert put(own_client, endpoint, [rows[0] | {"lineLabel": "x"}], Idempotency_Key="b").status_code == 204
    assert put(own_client, endpoint, rows, Idempotency_Key="b").status_code == 422
    settings = f"/people/{person['id']}/features/applications"
    body = {"members": [rows[0] | {"lineLabel": "x"}]}
    assert own_client.put(settings, body, headers={"Idempotency-Key": "b"}).status_code == 422
    other = Client(own_server, create_token(own_server.database))
    assert put(other, endpoint, rows, Idempotency_Key="b").status_code == 204
    assert own_client.read(endpoint.members)["members"][0].get("lineLabel", "") == rows[0].get("lineLabel", "")


def test_a_refused_request_does_not_use_its_key_up(own_client: Client, lone: tuple) -> None:
    _, endpoint, rows, _ = lone
    assert put(own_client, endpoint, [rows[0] | {"port": 0}], Idempotency_Key="c").status_code == 400
    answer = put(own_client, endpoint, [rows[0] | {"lineLabel": "right"}], Idempotency_Key="c")
    assert answer.status_code in (204, 422)


def test_the_same_request_sent_ten_times_at_once_is_carried_out_once(
    own_server: Server, own_client: Client, own_demo: Demo, lone: tuple, token: str
) -> None:
    location = own_demo.locations[0]["id"]
    body = {"firstName": "Only", "lastName": "Once", "locationId": location, "extension": "7799"}
    answers = []

    def create() -> None:
        client = Client(own_server, token)
        answers.append(client.post("/telephony/config/virtualLines", body, headers={"Idempotency-Key": "ten"}))

    threads = [threading.Thread(target=create) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} <= {201, 409}
    made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    again = own_client.post("/telephony/config/virtualLines", body, headers={"Idempotency-Key": "ten"})
    assert (again.status_code, again.json()["id"]) == (201, made.pop())
    assert own_client.post("/telephony/config/virtualLines", body).status_code == 409


def test_a_dry_run_says_what_would_be_and_stores_nothing(own_client: Client, own_demo: Demo, lone: tuple) -> None:
    _, endpoint, rows, port = lone
    guest = own_demo.others(endpoint, 1)[0]
    before = own_client.get(endpoint.members)
    body = {"members": [rows[0] | {"lineLabel": "new"}, shared(guest, port)]}
    dry = own_client.put(endpoint.members + "?dryRun=true", body)
    assert dry.status_code == 200
    would_be = dry.json()
    difference = would_be.pop("difference")
    assert difference["added"] == [guest] and difference["changed"] == [rows[0]["id"]]
    assert own_client.get(endpoint.members).content == before.content
    assert own_client.put(endpoint.members + "?dryRun=true", {"members": [{}]}).status_code == 400
    assert own_client.put(endpoint.members, body).status_code == 204
    assert own_client.read(endpoint.members) == would_be


def test_strict_handling_refuses_what_would_be_put_right(own_client: Client, own_demo: Demo, lone: tuple) -> None:
    _, endpoint, rows, port = lone
    first, second = own_demo.others(endpoint, 2)
    overlapping = [*rows, shared(first, port), shared(second, port)]
    ownerless = [shared(first, port)]
    for wanted in (overlapping, ownerless):
        refused = put(own_client, endpoint, wanted, Prefer="handling=strict")
        assert refused.status_code == 400
        assert refused.json()["errorCode"] >= 99000
    assert put(own_client, endpoint, overlapping).status_code == 204
    stored = own_client.read(endpoint.members)["members"]
    assert [(row["id"], row["port"]) for row in stored[-2:]] == [(first, port), (second, port + 1)]
    assert put(own_client, endpoint, ownerless).status_code == 204
    assert [row["id"] for row in own_client.read(endpoint.members)["members"]] == [rows[0]["id"], first]


def test_a_gap_between_ports_stays(own_client: Client, own_demo: Demo, lone: tuple) -> None:
    _, endpoint, rows, port = lone
    first, second = own_demo.others(endpoint, 2)
    assert put(own_client, endpoint, [*rows, shared(first, port + 2), shared(second, 10)]).status_code == 204
    assert [row["port"] for row in own_client.read(endpoint.members)["members"][1:]] == [port + 2, 10]
    assert put(own_client, endpoint, [*rows, shared(first, 10), shared(second, 10)]).status_code == 400
    assert put(own_client, endpoint, [*rows, shared(first, 11)]).status_code == 400


def test_deleting_a_member_takes_its_lines_off_every_list_and_leaves_other_ports(
    own_client: Client, own_demo: Demo
) -> None:
    lists = {endpoint.members: own_client.get(endpoint.members) for endpoint in own_demo.endpoints()}
    owners = {row.get("personId") for row in own_demo.devices}
    counts = {
        person["id"]: sum(person["id"] in answer.text for answer in lists.values())
        for person in own_demo.calling_people if person["id"] not in owners
    }  # fmt: skip
    shared_most = max(counts, key=counts.get)
    assert counts[shared_most] > 1, "nobody without a device is shared in the demo organisation"
    assert own_client.delete(f"/people/{shared_most}").status_code == 204
    for path, before in lists.items():
        now = own_client.get(path)
        if shared_most in path:
            assert now.status_code == 410
            continue
        expected = [row for row in before.json()["members"] if row["id"] != shared_most]
        assert now.json()["members"] == expected
        assert (now.headers["ETag"] == before.headers["ETag"]) == (expected == before.json()["members"])


def test_a_location_administrator_acts_within_its_locations_alone(
    own_server: Server, own_client: Client, own_demo: Demo
) -> None:
    here, there = own_demo.locations[0]["id"], own_demo.locations[1]["id"]
    local = Client(own_server, create_token(own_server.database, "location_admin", "--location", here))
    by_place = {
        place: [(person, endpoint) for person, endpoint in own_demo.apps() if person["locationId"] == place]
        for place in (here, there)
    }
    found = list(local.walk(by_place[here][0][1].search, "members"))
    assert found and {row["location"]["id"] for row in found} == {here}
    assert {row["id"] for row in local.walk("/people", "items")} <= {
        row["id"] for row in own_demo.people if row.get("locationId") == here
    }
    _, foreign = by_place[there][0]
    assert local.get(foreign.members).status_code == 403
    assert put(local, foreign, []).status_code == 403
    person, endpoint = next(
        entry for entry in by_place[here] if len(own_demo.list_of(entry[1])["members"]) == 1
    )  # fmt: skip
    rows = [sent_back(row) for row in own_demo.list_of(endpoint)["members"]]
    port = rows[0]["port"] + rows[0]["lineWeight"]
    stranger, neighbour = by_place[there][0][0]["id"], next(p["id"] for p, _ in by_place[here] if p is not person)
    assert put(local, endpoint, [*rows, shared(stranger, port)]).status_code == 403
    assert put(own_client, endpoint, [*rows, shared(stranger, port)]).status_code == 204
    # Lines of other locations stay where they stand, whatever the local administrator sends.
    assert put(local, endpoint, [*rows, shared(neighbour, port + 1)]).status_code == 204
    stored = own_client.read(endpoint.members)["members"]
    assert [row["id"] for row in stored] == [rows[0]["id"], stranger, neighbour]
