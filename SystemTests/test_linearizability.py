# SPDX-License-Identifier: Apache-2.0
"""Clients that read, replace and undo the same lists at once, on two nodes, see a list that knows one client at a time."""

import http.client
import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from demo import Demo, Endpoint, Row, sent_back, shared
from linearizability import MemberListModel, Operation, anomaly, made_stale
from partyline import Client, Server

CLIENTS = 6
OPERATIONS = 8
LISTS = 2

#: Rows as the model compares them.
Content = tuple


def content_of(rows: list[Row]) -> Content:
    return tuple((row["id"], row["port"], row["lineWeight"], row.get("lineLabel", "")) for row in rows)


@dataclass
class SharedList:
    """One list, and everything that was done to it in one run."""

    endpoint: Endpoint
    owner: Row
    guests: list[str]
    #: The first version that the run may see, and the contents from there to its beginning.
    version: int = 0
    start: tuple[Content, ...] = ()
    history: list[Operation] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def undo_path(self) -> str:
        """The person's id names the app in the Partyline API too."""
        return f"/partyline/v1/member-lists/{self.endpoint.members.split('/')[4]}/undo"

    def some_rows(self, mark: str, chance: random.Random) -> list[Row]:
        """A list that carries the mark in every row, so that a mixture of two lists would show."""
        after = self.owner["port"] + self.owner["lineWeight"]
        guests = chance.sample(self.guests, chance.randint(0, len(self.guests)))
        rows = [shared(guest, after + place, lineLabel=mark) for place, guest in enumerate(guests)]
        return [self.owner | {"lineLabel": mark}, *rows]

    def note(self, operation: Operation) -> None:
        with self.lock:
            self.history.append(operation)


class Caller:
    """One client on one connection to one node, which knows what it has last seen of each list."""

    def __init__(self, node: Server, token: str, name: str, seed: int):
        self.name = name
        self.chance = random.Random(seed)
        self.count = 0
        self.seen: dict[str, int] = {}
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._connection = http.client.HTTPConnection("127.0.0.1", node.tcp_port, timeout=60)

    def work(self, lists: list[SharedList]) -> None:
        for _ in range(OPERATIONS):
            time.sleep(self.chance.uniform(0, 0.002))
            one = self.chance.choice(lists)
            one.note(self.chance.choices([self.get, self.put, self.undo], [45, 40, 15])[0](one))

    def get(self, one: SharedList) -> Operation:
        condition = self._version_seen(one)
        called, status, version, body, answered = self._call(
            "GET", "/v1" + one.endpoint.members, None, "If-None-Match", condition
        )
        content = content_of(json.loads(body)["members"]) if status == 200 else None
        return self._done(one, Operation("get", called, answered, status, version, content, condition))

    def put(self, one: SharedList) -> Operation:
        self.count += 1
        rows = one.some_rows(f"{self.name} {self.count}", self.chance)
        condition = self._version_seen(one)
        called, status, version, _, answered = self._call(
            "PUT", "/v1" + one.endpoint.members, {"members": rows}, "If-Match", condition
        )
        return self._done(one, Operation("put", called, answered, status, version, content_of(rows), condition))

    def undo(self, one: SharedList) -> Operation:
        known = self.seen.get(one.endpoint.members, one.version + 1)
        to = self.chance.choice([None, self.chance.randint(one.version, known)])
        condition = self._version_seen(one)
        body = None if to is None else {"toVersion": to}
        called, status, version, _, answered = self._call("POST", one.undo_path, body, "If-Match", condition)
        return self._done(one, Operation("undo", called, answered, status, version, condition=condition, to=to))

    def _version_seen(self, one: SharedList) -> int | None:
        return self.chance.choice([None, self.seen.get(one.endpoint.members)])

    def _done(self, one: SharedList, operation: Operation) -> Operation:
        if operation.version:
            self.seen[one.endpoint.members] = operation.version
        return operation

    def _call(
        self, method: str, path: str, body: dict | None, condition: str, version: int | None
    ) -> tuple[int, int, int | None, bytes, int]:
        headers = self._headers | ({condition: f'"{version}"'} if version else {})
        called = time.monotonic_ns()
        self._connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self._connection.getresponse()
        text = answer.read()
        answered = time.monotonic_ns()
        assert answer.status in (200, 204, 304, 412, 503), f"{method} {path}: {answer.status} {text!r}"
        tag = answer.headers["ETag"]
        return called, answer.status, int(tag.strip('"')) if tag else None, text, answered


def shared_lists(demo: Demo) -> list[SharedList]:
    """Apps with room, and guests who stand on no other of these lists."""
    people = [row["id"] for row in demo.calling_people]
    found = []
    for person, endpoint in demo.apps():
        rows = demo.list_of(endpoint)["members"]
        if len(rows) == 1 and len(found) < LISTS:
            guests = [other for other in people if other != person["id"]][len(found) :: LISTS][:4]
            found.append(SharedList(endpoint, sent_back(rows[0]), guests))
    assert len(found) == LISTS
    return found


def settle(client: Client, one: SharedList, mark: str) -> None:
    """Two versions when a run begins: what stands there, and what the first undo may put back."""
    one.start, one.history = (), []
    for turn in ("earlier", "now"):
        rows = [one.owner | {"lineLabel": f"{mark} {turn}"}]
        answer = client.put(one.endpoint.members, {"members": rows})
        assert answer.status_code == 204
        one.start = (*one.start, content_of(rows))
    one.version = int(answer.headers["ETag"].strip('"')) - 1


@pytest.mark.long
def test_every_history_of_reads_edits_and_undos_is_one_operation_after_the_other(
    serve: Callable[..., Server], token: str, is_long: bool, figure: Callable[[str], None]
) -> None:
    runs = 1000 if is_long else 40
    nodes = [serve(), serve()]
    client = Client(nodes[0], token)
    lists = shared_lists(Demo(client))
    statuses: dict[str, int] = {}
    overlaps = refused_when_stale = 0
    callers = [Caller(nodes[number % 2], token, f"c{number}", seed=2026 + number) for number in range(CLIENTS)]
    for run in range(runs):
        for one in lists:
            settle(client, one, f"run {run}")
        for caller in callers:
            caller.seen = {}
        threads = [threading.Thread(target=caller.work, args=(lists,)) for caller in callers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for one in lists:
            one.note(callers[run % CLIENTS].get(one))
            model, start = MemberListModel(first=one.version), one.start
            problem = anomaly(model, start, one.history)
            assert problem is None, f"run {run}: {problem}\n" + "\n".join(map(str, one.history))
            # The same eyes see what is wrong when there is something.
            stale = made_stale(one.history)
            if stale:
                assert anomaly(model, start, stale), f"run {run}: a stale read was not found"
                refused_when_stale += 1
            for operation in one.history:
                name = f"{operation.kind} {operation.status}"
                statuses[name] = statuses.get(name, 0) + 1
            overlaps += overlapping(one.history)
    total = sum(statuses.values())
    figure(
        f"{runs} runs on two nodes, {total} operations, {overlaps} pairs at the same time, no anomaly; "
        f"{refused_when_stale} of the histories with one stale read put in, each found; "
        + ", ".join(f"{name}: {count}" for name, count in sorted(statuses.items()))
    )
    assert overlaps > total and refused_when_stale > runs
    assert {"get 200", "get 304", "put 204", "put 412", "undo 204", "undo 412"} <= set(statuses)
    assert sum(count for name, count in statuses.items() if name.endswith("503")) < total / 10


def overlapping(history: list[Operation]) -> int:
    """How many pairs of operations were under way at once."""
    ordered = sorted(history, key=lambda operation: operation.called)
    return sum(
        later.called < one.answered for place, one in enumerate(ordered) for later in ordered[place + 1 :]
    )


# The checker itself

A, B, C = ("a",), ("b",), ("c",)
MODEL, START = MemberListModel(first=1), (A, B)


def op(kind: str, called: int, answered: int, status: int, **more: object) -> Operation:
    return Operation(kind, called, answered, status, **more)  # type: ignore[arg-type]


RIGHT = {
    "a read beside a write sees it or does not": [
        op("put", 0, 9, 204, version=3, content=C),
        op("get", 1, 2, 200, version=2, content=B),
        op("get", 3, 4, 200, version=3, content=C),
    ],
    "of two writes at once either is first": [
        op("put", 0, 9, 204, version=4, content=A),
        op("put", 1, 8, 204, version=3, content=C),
        op("get", 10, 11, 200, version=4, content=A),
    ],
    "an edit that changes nothing is no version": [
        op("put", 0, 1, 204, version=2, content=B),
        op("get", 2, 3, 304, version=2, condition=2),
    ],
    "an undo is a version of its own": [
        op("undo", 0, 1, 204, version=3),
        op("undo", 2, 3, 204, version=4),
        op("get", 4, 5, 200, version=4, content=B),
        op("undo", 6, 7, 204, version=5, to=1),
    ],
    "a refusal names the version that stood there": [
        op("put", 0, 1, 204, version=3, content=C),
        op("put", 2, 3, 412, version=3, content=A, condition=2),
        op("put", 4, 5, 503, content=A),
        op("get", 6, 7, 200, version=3, content=C),
    ],
}

WRONG = {
    "a read that is stale after an acknowledged write": [
        op("put", 0, 1, 204, version=3, content=C),
        op("get", 2, 3, 200, version=2, content=B),
    ],
    "a read that goes back": [
        op("put", 0, 9, 204, version=3, content=C),
        op("get", 1, 2, 200, version=3, content=C),
        op("get", 3, 4, 200, version=2, content=B),
    ],
    "a lost edit": [
        op("put", 0, 1, 204, version=3, content=C, condition=2),
        op("put", 0, 1, 204, version=4, content=A, condition=2),
    ],
    "one version for two edits": [
        op("put", 0, 9, 204, version=3, content=C),
        op("put", 0, 9, 204, version=3, content=A),
    ],
    "a version whose content is another's": [
        op("put", 0, 1, 204, version=3, content=C),
        op("get", 2, 3, 200, version=3, content=B),
    ],
    "half a list": [
        op("put", 0, 9, 204, version=3, content=("c", "c")),
        op("get", 0, 9, 200, version=3, content=("c",)),
    ],
    "unchanged, although it has changed": [
        op("put", 0, 1, 204, version=3, content=C),
        op("get", 2, 3, 304, version=2, condition=2),
    ],
    "an undo that puts another version back": [
        op("undo", 0, 1, 204, version=3, to=1),
        op("get", 2, 3, 200, version=3, content=C),
    ],
    "a refusal without a reason": [op("put", 0, 1, 412, version=2, content=C, condition=2)],
    "an edit that was stored although it was refused": [
        op("put", 0, 1, 503, content=C),
        op("get", 2, 3, 200, version=3, content=C),
    ],
}


@pytest.mark.parametrize("name", RIGHT)
def test_the_checker_explains(name: str) -> None:
    assert anomaly(MODEL, START, RIGHT[name]) is None


@pytest.mark.parametrize("name", WRONG)
def test_the_checker_refuses(name: str) -> None:
    assert anomaly(MODEL, START, WRONG[name])
