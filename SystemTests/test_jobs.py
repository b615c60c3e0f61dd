# SPDX-License-Identifier: Apache-2.0
"""Plans that are carried out in the background: held, cancelled, killed, taken over, taken back, and never half done."""

import itertools
import json
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import partyline
from lines import organisation
from partyline import Client, Database, Server, copy_database, create_token, database_url, free_tcp_port
from pipelined import get_all
from postgres import PostgresDatabase

ASYNC = {"Prefer": "respond-async"}

#: How long the process of a job may be gone before somebody else begins it, with room for a slow machine.
TAKEOVER_SECONDS = 20


@pytest.fixture(scope="module")
def count(is_long: bool) -> int:
    """How many lists a plan has."""
    return 8000 if is_long else 1500


@pytest.fixture(scope="module")
def many(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, count: int
) -> tuple[Database, str]:
    """A database with that many endpoints, and a token."""
    folder = tmp_path_factory.mktemp("jobs")
    seed = folder / "many.yaml"
    seed.write_text(organisation(count))
    database: Database = folder / "many.sqlite"
    if request.config.getoption("--store") == "postgres":
        database = request.getfixturevalue("postgres").create(folder, name="template_jobs")
    imported = partyline.run("import", seed, "--database", database_url(database), timeout=600)
    assert imported.returncode == 0, imported.stderr
    return database, create_token(database)


@pytest.fixture
def database(request: pytest.FixtureRequest, many: tuple[Database, str], tmp_path: Path) -> Database:
    """A copy of it for one test."""
    if isinstance(many[0], PostgresDatabase):
        return request.getfixturevalue("postgres").create(tmp_path, many[0].name)
    return copy_database(many[0], tmp_path / "many.sqlite")


@pytest.fixture
def token(many: tuple[Database, str]) -> str:
    return many[1]


class Site:
    """All people of a database and the plans that relabel their own lines."""

    def __init__(self, client: Client):
        self.client = client
        rows = client.walk("/people", "items", callingData="true", max="1000")
        self.people = [row["id"] for row in rows if "locationId" in row]

    def path(self, person: str) -> str:
        return f"/telephony/config/people/{person}/applications/members"

    def plan(self, label: str, etag: str = "*") -> dict[str, Any]:
        return {
            "lists": [
                {"endpointId": one, "etag": etag, "members": self.members(one, label)} for one in self.people
            ]
        }

    def members(self, person: str, label: str) -> list[dict[str, Any]]:
        line = {"id": person, "port": 1, "primaryOwner": True, "lineType": "PRIMARY", "lineWeight": 1}
        return [line | {"lineLabel": label}]

    def lists(self) -> list[bytes]:
        """The bytes of all lists, one read after the other."""
        with self.client.server.connect() as connection:
            return get_all(connection, self.client.token, ["/v1" + self.path(one) for one in self.people])

    def labels(self) -> list[str | None]:
        """In the order in which they were read, each as long as it stays the same: one, or two if a job ended meanwhile."""
        labels = [json.loads(one)["members"][0].get("lineLabel") for one in self.lists()]
        return [label for label, _ in itertools.groupby(labels)]

    def begin(self, label: str, **headers: str) -> str:
        """The address of the job."""
        answer = self.client.post(self.client.ours("/plans"), self.plan(label), headers=ASYNC | headers)
        assert answer.status_code == 202, answer.text[:500]
        assert answer.headers["Location"] == f"/partyline/v1/jobs/{answer.json()['id']}"
        return self.client.server.url + answer.headers["Location"]


def ended(client: Client, job: str, seconds: float = 120) -> dict[str, Any]:
    """The job once it has ended; it must say on the way how far it is."""
    deadline, decided = time.monotonic() + seconds, -1
    while True:
        answer = client.get(job)
        body = answer.json()
        if "ended" in body:
            assert "Retry-After" not in answer.headers
            return body
        assert answer.headers["Retry-After"] == "1"
        assert 0 <= body["decided"] <= body["lists"]
        decided = max(decided, body["decided"])
        assert time.monotonic() < deadline, f"not ended: {body}"
        time.sleep(0.05)


def test_a_job_stores_all_lists_and_is_taken_back_as_a_whole(
    serve: Callable[..., Server], token: str, count: int, figure: Callable[[str], None]
) -> None:
    client = Client(serve(), token)
    site = Site(client)
    before = site.lists()
    began = time.monotonic()
    job = site.begin("job", **{"Idempotency-Key": "once"})
    accepted = time.monotonic() - began
    assert site.begin("job", **{"Idempotency-Key": "once"}) == job
    done = ended(client, job)
    took = time.monotonic() - began
    assert (done["state"], done["changed"], done["lists"]) == ("done", count, count)
    figure(f"{count} lists: accepted in {accepted:.2f} s, stored after {took:.2f} s")
    assert site.labels() == ["job"]
    undone = client.post(f"{job}/undo", headers=ASYNC)
    assert undone.status_code == 202, undone.text[:300]
    assert ended(client, client.server.url + undone.headers["Location"])["state"] == "done"
    assert site.lists() == before
    again = client.post(f"{job}/undo", headers=ASYNC)
    failed = ended(client, client.server.url + again.headers["Location"])
    assert (failed["state"], failed["problem"]["status"]) == ("failed", 412)
    assert len(failed["problem"]["errors"]) == count


def test_others_are_told_truly_when_to_come_back_and_reads_go_on(serve: Callable[..., Server], token: str) -> None:
    """Whoever waits as told is let in, and is not sent away over and over."""
    client = Client(serve(), token)
    site = Site(client)
    job = site.begin("job")
    refusals, began = 0, time.monotonic()
    while True:
        answer = client.put(site.path(site.people[-1]), {"members": site.members(site.people[-1], "mine")})
        if answer.status_code == 204:
            break
        assert answer.status_code == 423, answer.text
        assert answer.json()["errors"][0]["errorCode"] == 99018
        refusals += 1
        assert client.get(site.path(site.people[-1])).status_code == 200
        told = int(answer.headers["Retry-After"])
        assert 1 <= told <= 60
        time.sleep(told)
    assert client.get(job).json()["state"] == "done"
    assert 1 <= refusals <= 3
    assert time.monotonic() - began < 60


def test_a_cancelled_job_stores_nothing_and_lets_go_at_once(serve: Callable[..., Server], token: str) -> None:
    client = Client(serve(), token)
    site = Site(client)
    before = site.lists()
    for pause in (0.0, 0.05, 0.1):
        job = site.begin(f"after {pause}")
        time.sleep(pause)
        answer = client.delete(job)
        state = client.get(job).json()["state"]
        if answer.status_code == 409:
            assert state == "done", "it was faster"
            assert client.post(f"{job}/undo").status_code == 200
            continue
        assert (answer.status_code, state) == (204, "cancelled")
        assert site.lists() == before
        assert client.put(site.path(site.people[0]), {"members": site.members(site.people[0], "x")}).status_code == 204
        before = site.lists()


def version(client: Client, site: Site) -> int:
    """Of all lists that are looked at."""
    (tag,) = {client.get(site.path(one)).headers["ETag"] for one in site.people[:20]}
    return int(tag.strip('"'))


@pytest.mark.long
def test_a_job_survives_the_kill_of_its_server_at_any_moment_whole_or_not_at_all(
    database: Database, token: str, is_long: bool, figure: Callable[[str], None]
) -> None:
    server = Server(database, tcp_port=free_tcp_port())
    server.start()
    chance = random.Random(2026)
    kills, resumed, longest = (60 if is_long else 5), 0, 0.0
    try:
        site, client, label = Site(Client(server, token)), Client(server, token), None
        first = version(client, site)
        for number in range(kills):
            job = site.begin(f"job {number}")
            time.sleep(chance.uniform(0, 0.6))
            state = client.get(job).json()["state"]
            server.kill()
            server.start()
            client = site.client = Client(server, token)
            seen = site.labels()
            assert seen in ([label], [f"job {number}"], [label, f"job {number}"]), f"half a job after kill {number}: {seen}"
            began = time.monotonic()
            done = ended(client, job, TAKEOVER_SECONDS + 60)
            longest = max(longest, time.monotonic() - began)
            resumed += state != "done"
            assert (done["state"], done["changed"]) == ("done", len(site.people))
            label = f"job {number}"
            assert site.labels() == [label]
            assert version(client, site) == first + number + 1, "stored once"
    finally:
        server.stop()
    figure(f"{kills} kills of the server, {resumed} with the job under way, each ended stored once; at most {longest:.1f} s")


def test_a_clean_stop_gives_the_job_back_and_the_next_start_goes_on_at_once(database: Database, token: str) -> None:
    server = Server(database, tcp_port=free_tcp_port())
    server.start()
    try:
        site = Site(Client(server, token))
        job = site.begin("job")
        assert server.stop() == 0
        server.start()
        began = time.monotonic()
        assert ended(Client(server, token), job)["state"] == "done"
        assert time.monotonic() - began < TAKEOVER_SECONDS
    finally:
        server.stop()


def test_any_node_tells_of_a_job_holds_for_it_and_takes_it_over(database: Database, token: str) -> None:
    with Server(database) as one, Server(database) as other:
        site = Site(Client(one, token))
        there = Client(other, token)
        job = site.begin("job").removeprefix(one.url)
        held = there.put(site.path(site.people[0]), {"members": site.members(site.people[0], "mine")})
        seen = there.get(other.url + job)
        assert seen.status_code == 200
        assert held.status_code == 423 or seen.json()["state"] == "done"
        one.kill()
        assert ended(there, other.url + job)["state"] == "done"
        site.client = there
        assert site.labels() == ["job"]


def test_two_jobs_on_the_same_lists_do_not_meet(serve: Callable[..., Server], token: str) -> None:
    server = serve()
    site = Site(Client(server, token))
    first = site.begin("first")
    answers: list[int] = []

    def rival() -> None:
        client = Client(server, token)
        answers.append(client.post(client.ours("/plans"), site.plan("second"), headers=ASYNC).status_code)

    threads = [threading.Thread(target=rival) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {202, 423}
    assert ended(site.client, first)["state"] == "done"
