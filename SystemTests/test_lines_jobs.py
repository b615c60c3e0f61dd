# SPDX-License-Identifier: Apache-2.0
"""`partyline lines apply --atomic` of many lists: a job of the server that is watched, ended, gone on with, and taken back."""

import json
import signal
from pathlib import Path

import pytest

import partyline
from lines import Exchange, Lines, Passage, organisation
from partyline import Client, Server, copy_database, create_token
from pipelined import get_all

COUNT = 2000
WANTED = "changes: [{label: \"{name} {extension}\"}]\n"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("many")
    seed = folder / "many.yaml"
    seed.write_text(organisation(COUNT))
    imported = partyline.run("import", seed, "--database", f"sqlite:{folder}/many.sqlite", timeout=300)
    assert imported.returncode == 0, imported.stderr
    return folder / "many.sqlite", create_token(folder / "many.sqlite")


class Site:
    """A server with many lists, an administrator behind a proxy, and a plan for all of them."""

    def __init__(self, server: Server, passage: Passage, token: str, folder: Path):
        self.server, self.passage, self.token = server, passage, token
        self.client = Client(server, token)
        rows = self.client.walk("/people", "items", callingData="true", max="1000")
        self.paths = [f"/v1/telephony/config/people/{row['id']}/applications/members" for row in rows]
        self.lines = Lines(passage.url, token, folder / "home")
        self.plan = self.lines.plan(self.lines.write("wanted.yaml", WANTED))
        self.before = self.lists()

    def lists(self) -> list[bytes]:
        with self.server.connect() as connection:
            return get_all(connection, self.token, self.paths)

    def job(self) -> str:
        """The last one that the journal knows."""
        (journal,) = self.plan.parent.glob("*.journal")
        records = [json.loads(line) for line in journal.read_text().splitlines()]
        return [record["job"] for record in records if "job" in record][-1]

    def interrupted(self, number: signal.Signals, moment: str) -> tuple[int, str]:
        """Applies and is sent that signal at that moment of the POST."""

        def meddle(now: str, exchange: Exchange, _: int) -> bool:
            if now == moment and exchange.method == "POST":
                process.send_signal(number)
                return number != signal.SIGKILL
            return True

        self.passage.meddle = meddle
        process = self.lines.start("apply", self.plan, "--yes", "--atomic")
        _, said = process.communicate(timeout=120)
        self.passage.meddle = lambda *_: True
        return process.returncode, said


@pytest.fixture
def site(many: tuple[Path, str], tmp_path: Path):
    with Server(copy_database(many[0], tmp_path / "many.sqlite")) as server, Passage(server) as passage:
        yield Site(server, passage, many[1], tmp_path)


def test_a_long_plan_is_a_job_that_undo_takes_back_as_a_whole(site: Site) -> None:
    applied = site.lines.run("apply", site.plan, "--yes", "--atomic", "--output", "json")
    assert [row["outcome"] for row in json.loads(applied.stdout)] == ["written"] * COUNT
    job = site.job()
    assert job in applied.stderr
    site.lines.run("drift", "wanted.yaml", code=0)
    assert [one.status for one in site.passage.exchanges if one.method == "POST"] == [202]
    said = site.lines.run("undo", job, "--max-changes", "10", code=1).stderr
    assert f"{COUNT} lists would be put back" in said
    said = site.lines.run("undo", job, "--yes").stderr
    assert f"{COUNT} lists stand as before" in said
    assert site.lists() == site.before
    back = said.split()[-1]
    refused = site.lines.run("undo", job, "--yes", code=1).stderr
    assert "First0 Last0, Business Communicator - PC: The list has changed" in refused
    assert refused.count(": The list has changed") == COUNT
    assert site.lists() == site.before
    site.lines.run("undo", back, "--yes")
    site.lines.run("drift", "wanted.yaml", code=0)


def test_ctrl_c_cancels_the_job_and_nothing_is_written(site: Site) -> None:
    code, said = site.interrupted(signal.SIGINT, "answer")
    assert code == 130, said
    assert "cancelling" in said and "not tried" in said
    job = site.job()
    state = site.client.get(site.client.ours(f"/jobs/{job}")).json()["state"]
    assert state == "cancelled"
    assert site.lists() == site.before
    said = site.lines.run("undo", job, "--yes", code=1).stderr
    assert "it has stored nothing" in said
    site.lines.run("apply", site.plan, "--yes", "--atomic")
    assert site.job() != job
    site.lines.run("drift", "wanted.yaml", code=0)


@pytest.mark.parametrize("moment", ["request", "answer", "passed"])
def test_an_apply_that_is_killed_goes_on_with_its_job_and_stores_it_once(site: Site, moment: str) -> None:
    code, said = site.interrupted(signal.SIGKILL, moment)
    assert code == -9, said
    site.lines.run("apply", site.plan, "--yes", "--atomic")
    site.lines.run("drift", "wanted.yaml", code=0)
    tags = {site.client.get(path.removeprefix("/v1")).headers["ETag"] for path in site.paths[:50]}
    assert len(tags) == 1, "each was written once"
    site.lines.run("undo", site.lines.rollback(site.plan), "--yes", "--atomic")
    assert site.lists() == site.before


def test_a_job_that_nobody_knows_is_told_so(site: Site) -> None:
    said = site.lines.run("undo", "5f0c9a34-8c1e-4a53-9f0f-7a0f2a1d9c55", "--yes", code=1).stderr
    assert "no job" in said, said


def test_a_long_plan_that_is_refused_names_what_is_wrong_and_writes_nothing(site: Site) -> None:
    """Somebody changes a list while the job waits to be sent."""
    path = site.paths[7].removeprefix("/v1")

    def meddle(now: str, exchange: Exchange, _: int) -> bool:
        if now == "request" and exchange.method == "POST":
            members = site.client.read(path)["members"]
            kept = ("id", "port", "primaryOwner", "lineType", "lineWeight")
            rows = [{key: row[key] for key in kept} | {"lineLabel": "Somebody"} for row in members]
            assert site.client.put(path, {"members": rows}).status_code == 204
        return True

    site.passage.meddle = meddle
    said = site.lines.run("apply", site.plan, "--yes", "--atomic", code=1).stderr
    assert "Lists of the plan have changed" in said and said.count(", app: The list has changed") == 1
    now = site.lists()
    assert [place for place, (one, other) in enumerate(zip(now, site.before)) if one != other] == [7]
