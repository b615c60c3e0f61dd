# SPDX-License-Identifier: Apache-2.0
"""`partyline lines apply` that is killed, stopped, raced and slowed down, and loses nothing by it."""

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import partyline
from lines import Exchange, Lines, Passage, organisation
from partyline import Client, Server, copy_database, create_token


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, is_long: bool) -> tuple[Path, str, int]:
    """A database with many endpoints, a token, and how many endpoints there are."""
    count = 1000 if is_long else 60
    folder = tmp_path_factory.mktemp("many")
    seed = folder / "many.yaml"
    seed.write_text(organisation(count))
    imported = partyline.run("import", seed, "--database", f"sqlite:{folder}/many.sqlite", timeout=300)
    assert imported.returncode == 0, imported.stderr
    return folder / "many.sqlite", create_token(folder / "many.sqlite"), count


WANTED = """
changes:
  - add: "virtualLine:Front Desk"
    where: {endpoint: ["app:p0@many.example", "app:p3@many.example"]}
  - remove: "person:p7@many.example"
  - label: "{name} {extension}"
"""


def test_ctrl_c_finishes_the_lists_under_way_and_can_be_gone_on_from(
    many: tuple[Path, str, int], tmp_path: Path
) -> None:
    template, token, count = many
    with Server(copy_database(template, tmp_path / "many.sqlite")) as server, Passage(server) as passage:
        lines = Lines(passage.url, token, tmp_path / "home")
        plan = lines.plan(lines.write("wanted.yaml", WANTED))
        process = None

        def meddle(now: str, exchange: Exchange, puts: int) -> bool:
            if now == "request" and exchange.method == "PUT" and puts == 10:
                process.send_signal(signal.SIGINT)
                time.sleep(0.2)
            return True

        passage.reset()
        passage.meddle = meddle
        process = lines.start("apply", plan, "--yes", "--output", "json", "--concurrency", "2")
        out, err = process.communicate(timeout=60)
        assert process.returncode == 130, err
        outcomes = [row["outcome"] for row in json.loads(out)]
        assert set(outcomes) == {"written", "notTried"}
        assert 10 <= outcomes.count("written") <= 12
        assert "To go on" in err
        passage.meddle = lambda *_: True
        lines.run("apply", plan, "--yes")
        lines.run("drift", "wanted.yaml", code=0)


def test_of_two_administrators_one_wins_and_the_other_is_told(many: tuple[Path, str, int], tmp_path: Path) -> None:
    template, token, count = many
    with Server(copy_database(template, tmp_path / "many.sqlite")) as server:
        one, other = (Lines(server.url, token, tmp_path / name) for name in ("one", "other"))
        plans = [
            admin.plan(admin.write("wanted.yaml", f"changes: [{{label: \"{name} {{name}}\"}}]\n"))
            for admin, name in ((one, "One"), (other, "Other"))
        ]
        one.run("apply", plans[0], "--yes")
        said = other.run("apply", plans[1], "--yes", code=1).stderr
        assert f"{count} of the lists have been changed" in said and said.count(", app") == count
        one.run("drift", "wanted.yaml", code=0)


def test_two_administrators_at_once_never_overwrite_each_other(many: tuple[Path, str, int], tmp_path: Path) -> None:
    template, token, count = many
    with Server(copy_database(template, tmp_path / "many.sqlite")) as server:
        admins = [Lines(server.url, token, tmp_path / name) for name in ("One", "Two")]
        plans = [
            admin.plan(admin.write("wanted.yaml", f"changes: [{{label: \"{admin.home.name} {{name}}\"}}]\n"))
            for admin in admins
        ]
        running = [
            admin.start("apply", plan, "--yes", "--output", "json", "--concurrency", "4")
            for admin, plan in zip(admins, plans)
        ]
        written: dict[str, str] = {}
        for admin, process in zip(admins, running):
            out, err = process.communicate(timeout=120)
            rows = json.loads(out) if out else []
            assert {row["outcome"] for row in rows} <= {"written", "moved", "already"}, err
            for row in rows:
                if row["outcome"] == "written":
                    assert row["endpoint"] not in written, "both were told that they had written it"
                    written[row["endpoint"]] = admin.home.name
        client = Client(server, token)
        for person, name in written.items():
            members = client.read(f"/telephony/config/people/{person}/applications/members")["members"]
            assert all(row["lineLabel"].startswith(name + " ") for row in members)
        assert len(written) == count


@pytest.mark.parametrize("kind", ["partyline", "webex"])
def test_a_limited_server_is_asked_nothing_before_its_time(
    kind: str, many: tuple[Path, str, int], tmp_path: Path, is_long: bool, figure: Callable[[str], None]
) -> None:
    template, token, count = many
    settings = {"PARTYLINE_TEST_WEBEX_ONLY": "1"} if kind == "webex" else {}
    database = copy_database(template, tmp_path / "many.sqlite")
    with Server(database, **settings) as server:
        lines = Lines("http://127.0.0.1:1", token, tmp_path / "home")
    with Server(database, PARTYLINE_RATE_LIMIT="10", **settings) as server, Passage(server) as passage:
        lines = Lines(passage.url, token, tmp_path / "home")
        label = "changes: [{label: \"{name}\", where: {name: Last}}]\n"
        plan = lines.plan(lines.write("wanted.yaml", label))
        time.sleep(2.1)  # The bucket is full again.
        passage.reset()
        began = time.monotonic()
        lines.run("apply", plan, "--yes", timeout=3600)
        took = time.monotonic() - began
        passed = [one for one in passage.exchanges if one.status != 429]
        refused = [one for one in passage.exchanges if one.status == 429]
        for refusal in refused:
            early = [
                one
                for one in passage.exchanges
                if refusal.answered + 0.02 < one.seen < refusal.answered + refusal.retry_after - 0.001
            ]
            assert not early, f"{len(early)} requests came before their time"
        least = (len(passed) - 20) / 10
        figure(
            f"{len(passed)} requests at 10/s, {len(refused)} refused: {took:.1f} s, at least {least:.1f} s, "
            f"ratio {took / least:.3f}"
        )
        assert took <= max(1.05 * least, least + 1.2)
        lines.run("drift", "wanted.yaml", code=0)


def test_a_token_that_ends_stops_the_run_and_says_so(many: tuple[Path, str, int], tmp_path: Path) -> None:
    template, token, _ = many
    database = copy_database(template, tmp_path / "many.sqlite")
    other = create_token(database)
    with Server(database) as server, Passage(server) as passage:
        lines = Lines(passage.url, other, tmp_path / "home")
        plan = lines.plan(lines.write("wanted.yaml", WANTED))
        listed = json.loads(partyline.run("token", "list", "--output", "json", "--database", f"sqlite:{database}").stdout)
        newest = max(listed, key=lambda row: row["created"])["id"]

        def meddle(now: str, exchange: Exchange, puts: int) -> bool:
            if now == "request" and exchange.method == "PUT" and puts == 5:
                partyline.run("token", "revoke", newest, "--database", f"sqlite:{database}")
            return True

        passage.reset()
        passage.meddle = meddle
        done = lines.run("apply", plan, "--yes", "--concurrency", "1", code=1)
        assert "401" in done.stdout
        again = Lines(passage.url, token, tmp_path / "home")
        passage.meddle = lambda *_: True
        again.run("apply", plan, "--yes")
        again.run("drift", "wanted.yaml", code=0)
