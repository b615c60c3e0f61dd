# SPDX-License-Identifier: Apache-2.0
"""Clients that change one list at the same time lose no edit as long as they say which version they read."""

import random
import threading
import time
from collections.abc import Callable

import pytest

from demo import Demo, Endpoint, sent_back, shared
from partyline import Client, Server

CLIENTS = 64
LONGEST_PAUSE = 0.6


class Counter:
    """How often each client was told that its change is stored."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.successes = 0
        self.conflicts = 0
        self.problems: list[str] = []

    def note(self, status: int, text: str) -> None:
        with self._lock:
            self.successes += status == 204
            self.conflicts += status == 412
            if status not in (204, 412):
                self.problems.append(f"{status} {text}")


def increment(client: Client, endpoint: Endpoint, counter: Counter, times: int) -> None:
    """Reads the number in the first label and writes the next one, if nobody else did meanwhile.

    With a pause between two rounds a few clients meet at a time. Without, all 64 would always be under way, and next to
    every round would be a refusal that proves little.
    """
    for _ in range(times):
        time.sleep(random.uniform(0, LONGEST_PAUSE))
        read = client.get(endpoint.members)
        rows = [sent_back(row) for row in read.json()["members"]]
        rows[0]["lineLabel"] = str(int(rows[0]["lineLabel"]) + 1)
        answer = client.put(endpoint.members, {"members": rows}, headers={"If-Match": read.headers["ETag"]})
        counter.note(answer.status_code, answer.text)


def all_at_once(works: list[Callable[[], None]]) -> None:
    """Runs them on threads that start together."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        gate.wait()
        work()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def version(client: Client, endpoint: Endpoint) -> int:
    """The counter of commits that the entity tag is."""
    return int(client.get(endpoint.members).headers["ETag"].strip('"'))


@pytest.mark.long
def test_the_final_list_is_exactly_the_successes(
    own_server: Server, own_client: Client, token: str, is_long: bool, figure: Callable[[str], None]
) -> None:
    rounds = 2_000 if is_long else 256
    _, endpoint = Demo(own_client).lone_app()
    rows = [sent_back(row) for row in own_client.read(endpoint.members)["members"]]
    rows[0]["lineLabel"] = "0"
    assert own_client.put(endpoint.members, {"members": rows}).status_code == 204
    first = version(own_client, endpoint)
    counter = Counter()
    times = [rounds // CLIENTS + (number < rounds % CLIENTS) for number in range(CLIENTS)]
    clients = [Client(own_server, token) for _ in range(CLIENTS)]
    all_at_once([
        lambda client=client, count=count: increment(client, endpoint, counter, count)
        for client, count in zip(clients, times, strict=True)
    ])
    assert not counter.problems, counter.problems[:3]
    assert counter.successes + counter.conflicts == rounds
    assert counter.successes > 0 and counter.conflicts > 0
    figure(f"{rounds} rounds by {CLIENTS} clients: {counter.successes} stored, {counter.conflicts} refused with 412")
    assert own_client.read(endpoint.members)["members"][0]["lineLabel"] == str(counter.successes)
    assert version(own_client, endpoint) == first + counter.successes


def add_until_it_is_there(client: Client, endpoint: Endpoint, guest: str, counter: Counter) -> None:
    """Adds one line at the end, again and again until nobody else came between."""
    for _ in range(500):
        read = client.get(endpoint.members)
        rows = [sent_back(row) for row in read.json()["members"]]
        end = max(row["port"] + row["lineWeight"] for row in rows)
        rows.append(shared(guest, end))
        answer = client.put(endpoint.members, {"members": rows}, headers={"If-Match": read.headers["ETag"]})
        counter.note(answer.status_code, answer.text)
        if answer.status_code == 204:
            return
    counter.problems.append(f"{guest} was not added in 500 attempts")


def test_nine_clients_that_add_one_line_each_add_nine(own_server: Server, own_client: Client, token: str) -> None:
    demo = Demo(own_client)
    _, endpoint = demo.lone_app()
    guests = demo.others(endpoint, 9)
    counter = Counter()
    all_at_once([
        lambda guest=guest: add_until_it_is_there(Client(own_server, token), endpoint, guest, counter)
        for guest in guests
    ])
    assert not counter.problems, counter.problems[:3]
    stored = own_client.read(endpoint.members)["members"]
    assert {row["id"] for row in stored} >= set(guests)
    assert [row["port"] for row in stored] == sorted({row["port"] for row in stored})


def test_a_member_never_stands_on_more_than_35_endpoints_however_many_add_it_at_once(
    own_server: Server, own_client: Client, token: str
) -> None:
    demo = Demo(own_client)
    guest = demo.virtual_lines[-1]["id"]
    lists = [demo.list_of(endpoint) | {"endpoint": endpoint} for _, endpoint in demo.apps()]
    standing = sum(guest in [row["id"] for row in entry["members"]] for entry in map(demo.list_of, demo.endpoints()))
    free = [entry for entry in lists if guest not in [row["id"] for row in entry["members"]]]
    statuses: list[int] = []

    def add(entry: dict) -> None:
        rows = [sent_back(row) for row in entry["members"]]
        end = max(row["port"] + row["lineWeight"] for row in rows)
        if end <= entry["maxLineCount"]:
            rows.append(shared(guest, end))
            answer = Client(own_server, token).put(entry["endpoint"].members, {"members": rows})
            statuses.append(answer.status_code)

    all_at_once([lambda entry=entry: add(entry) for entry in free])
    assert set(statuses) == {204, 409}
    assert statuses.count(204) == 35 - standing
    now = sum(guest in [row["id"] for row in entry["members"]] for entry in map(demo.list_of, demo.endpoints()))
    assert now == 35
