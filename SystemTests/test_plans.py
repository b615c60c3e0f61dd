# SPDX-License-Identifier: Apache-2.0
"""Plans: many lists in one commit, or none, whatever happens meanwhile."""

import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from demo import Demo, Endpoint, Row, app, sent_back, shared
from partyline import Client, Server, create_token, free_tcp_port, run
from test_changes import all_changes, endpoint_id


def planned(client: Client, endpoint: Endpoint, rows: list[Row] | None = None, etag: str | None = None) -> Row:
    """One list of a plan: today's, unless other rows are given."""
    answer = client.get(endpoint.members)
    members = rows if rows is not None else [sent_back(row) for row in answer.json()["members"]]
    return {
        "endpointId": endpoint_id(client, endpoint),
        "etag": etag or answer.headers["ETag"],
        "members": members,
    }


def relabelled(client: Client, endpoints: list[Endpoint], label: str) -> dict[str, Any]:
    """A plan that gives the first line of every endpoint that label."""
    lists = [planned(client, endpoint) for endpoint in endpoints]
    for one in lists:
        one["members"][0]["lineLabel"] = label
    return {"lists": lists}


def labels(client: Client, endpoints: list[Endpoint]) -> list[str | None]:
    return [client.read(endpoint.members)["members"][0].get("lineLabel") for endpoint in endpoints]


def test_a_plan_changes_every_list_of_the_organisation_at_once(own_client: Client) -> None:
    endpoints = Demo(own_client).endpoints()
    plan = relabelled(own_client, endpoints, "planned")
    place = own_client.read(own_client.ours("/changes"), max="1000")["cursor"]
    tried = own_client.post(own_client.ours("/plans?dryRun=true"), plan)
    assert tried.status_code == 200, tried.text
    assert all_changes(own_client, after=place) == []
    applied = own_client.post(own_client.ours("/plans"), plan, headers={"Idempotency-Key": "a"})
    assert applied.status_code == 200, applied.text
    assert applied.json()["lists"] == tried.json()["lists"]
    assert own_client.get(own_client.ours(f"/jobs/{applied.json()['jobId']}")).json()["state"] == "done"
    assert labels(own_client, endpoints) == ["planned"] * len(endpoints)
    for one, endpoint in zip(applied.json()["lists"], endpoints, strict=True):
        assert one["changed"] is True
        assert own_client.get(endpoint.members).headers["ETag"] == one["etag"]
    changes = all_changes(own_client, after=place)
    assert [change["subject"]["id"] for change in changes] == [one["endpointId"] for one in applied.json()["lists"]]
    assert {change["cause"] for change in changes} == {"plan"}
    assert {change["trackingId"] for change in changes} == {applied.headers["trackingid"]}
    again = own_client.post(own_client.ours("/plans"), plan, headers={"Idempotency-Key": "a"})
    assert (again.status_code, again.text) == (200, applied.text)


def test_one_wrong_list_keeps_all_others_from_being_stored(own_client: Client) -> None:
    demo = Demo(own_client)
    endpoints = demo.endpoints()
    before = [own_client.get(endpoint.members).text for endpoint in endpoints]
    plan = relabelled(own_client, endpoints, "not stored")
    plan["lists"][3]["members"][0]["lineLabel"] = "x" * 81
    plan["lists"][5]["members"].append(shared("nobody", 1))
    refused = own_client.post(own_client.ours("/plans"), plan)
    assert refused.status_code == 400, refused.text
    places = {(error["list"], error.get("member"), error["field"]) for error in refused.json()["errors"]}
    last = len(plan["lists"][5]["members"]) - 1
    assert {(3, 0, "lineLabel"), (5, last, "id")} <= places
    assert {place[0] for place in places} == {3, 5}
    assert [own_client.get(endpoint.members).text for endpoint in endpoints] == before


def test_a_plan_made_on_old_lists_names_every_one_that_has_moved(own_client: Client) -> None:
    endpoints = Demo(own_client).endpoints()
    plan = relabelled(own_client, endpoints, "too late")
    moved = [1, 4, 6]
    first = own_client.post(
        own_client.ours("/plans"), relabelled(own_client, [endpoints[place] for place in moved], "first"))
    assert first.status_code == 200, first.text
    refused = own_client.post(own_client.ours("/plans"), plan)
    assert refused.status_code == 412, refused.text
    assert [error["list"] for error in refused.json()["errors"]] == moved
    for error, place in zip(refused.json()["errors"], moved, strict=True):
        assert error["etag"] == own_client.get(endpoints[place].members).headers["ETag"]
    assert labels(own_client, endpoints).count("too late") == 0
    for place in moved:
        plan["lists"][place]["etag"] = "*"
    assert own_client.post(own_client.ours("/plans"), plan).status_code == 200


def test_of_two_administrators_plans_on_the_same_lists_one_wins_each_round(
    own_server: Server, own_client: Client, token: str
) -> None:
    endpoints = Demo(own_client).endpoints()[:8]
    for turn in range(10):
        plans = [relabelled(own_client, endpoints, f"{turn} of {number}") for number in range(4)]
        statuses: list[int] = []

        def send(plan: dict[str, Any], statuses: list[int] = statuses) -> None:
            client = Client(own_server, token)
            statuses.append(client.post(client.ours("/plans"), plan).status_code)

        threads = [threading.Thread(target=send, args=(plan,)) for plan in plans]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses) == [200, 412, 412, 412]
        assert len(set(labels(own_client, endpoints))) == 1


def large_organisation(people: int) -> str:
    """A seed file with so many people of one location, each with an app."""
    rows = "".join(
        f"  - {{email: p{number}@large.example, firstName: P{number}, lastName: Q, location: One, "
        f'extension: "{100000 + number}", licence: professional}}\n'
        for number in range(people)
    )
    return (
        'organisation:\n  name: Large\n  created: "2026-01-05T08:00:00Z"\n'
        "locations:\n  - name: One\n    address: {address1: 1 Main St, city: Hartford, state: CT, "
        'postalCode: "06103", country: US}\n    timeZone: America/New_York\n    preferredLanguage: en_US\n'
        f"    announcementLanguage: en_us\npeople:\n{rows}"
    )


@pytest.mark.long
def test_a_plan_of_thousands_of_lists_is_stored_and_others_wait_for_one_commit_alone(
    tmp_path: Path, is_long: bool, figure: Callable[[str], None]
) -> None:
    count = 5000 if is_long else 1000
    seed = tmp_path / "large.yaml"
    seed.write_text(large_organisation(count + 1))
    database = tmp_path / "large.sqlite"
    imported = run("import", seed, "--database", f"sqlite:{database}")
    assert imported.returncode == 0, imported.stderr
    token = create_token(database)
    with Server(database) as server:
        client = Client(server, token)
        people = [row["id"] for row in client.walk("/people", "items", max="1000")]
        other = app(people.pop())
        line = {"port": 1, "primaryOwner": True, "lineType": "PRIMARY", "lineWeight": 1, "lineLabel": "planned"}
        plan = {
            "lists": [
                {"endpointId": person, "etag": '"1"', "members": [line | {"id": person}]} for person in people[:count]
            ]
        }
        longest, stop = 0.0, threading.Event()

        def edit() -> None:
            nonlocal longest
            own, turn = Client(server, token), 0
            while not stop.is_set():
                rows = [line | {"id": other.base.split("/")[4], "lineLabel": f"{turn}"}]
                began = time.monotonic()
                assert own.put(other.members, {"members": rows}).status_code == 204
                longest, turn = max(longest, time.monotonic() - began), turn + 1

        editor = threading.Thread(target=edit)
        editor.start()
        began = time.monotonic()
        applied = client.post(client.ours("/plans"), plan)
        took = time.monotonic() - began
        stop.set()
        editor.join()
        assert applied.status_code == 200, applied.text[:500]
        assert all(one["etag"] == '"2"' for one in applied.json()["lists"])
        figure(f"{count} lists in {took:.2f} s; the longest PUT beside it took {longest:.2f} s")
        too_many = {"lists": plan["lists"] * (20_000 // count + 1)}
        assert client.post(client.ours("/plans"), too_many).json()["errors"][0]["code"] == 99010


@pytest.mark.long
def test_a_plan_is_whole_or_not_there_after_the_process_is_killed(
    serve: Callable[..., Server], token: str, is_long: bool, figure: Callable[[str], None]
) -> None:
    server = serve()
    server.tcp_port = free_tcp_port()
    server.stop()
    server.start()
    endpoints = Demo(Client(server, token)).endpoints()
    chance = random.Random(2026)
    kills, stored, mark = (100 if is_long else 6), 0, 0
    for _ in range(kills):
        acknowledged = labels(Client(server, token), endpoints)[0]
        sent: list[str] = []
        stop = threading.Event()

        def work(sent: list[str] = sent, start: int = mark) -> None:
            nonlocal acknowledged, stored
            client, number = Client(server, token), start
            while not stop.is_set():
                number += 1
                plan = relabelled(client, endpoints, f"mark {number}")
                sent.append(f"mark {number}")
                try:
                    answer = client.post(client.ours("/plans"), plan)
                except requests.RequestException:
                    return
                assert answer.status_code == 200, answer.text
                acknowledged, stored = f"mark {number}", stored + 1

        def work_until_killed() -> None:
            try:
                work()
            except requests.RequestException:
                pass

        thread = threading.Thread(target=work_until_killed)
        thread.start()
        time.sleep(chance.uniform(0.3, 1.2))
        server.kill()
        stop.set()
        thread.join()
        mark += len(sent)
        server.start()
        found = set(labels(Client(server, token), endpoints))
        assert len(found) == 1, f"half a plan: {found}"
        assert found <= {acknowledged, sent[-1] if sent else acknowledged}
    figure(f"{kills} kills, {stored} plans of {len(endpoints)} lists acknowledged")
