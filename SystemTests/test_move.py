# SPDX-License-Identifier: Apache-2.0
"""Everything that is in an SQLite file moves to PostgreSQL: once, whole, and however often the move is stopped."""

import hashlib
import json
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from demo import Demo, sent_back, shared
from partyline import BINARY, Client, Server, copy_database, create_token, environment, run
from postgres import PostgresDatabase, PostgresServer

pytestmark = pytest.mark.sqlite


@pytest.fixture
def source(template: tuple[Path, str], token: str, tmp_path: Path) -> Path:
    """A database with a past: lists edited and undone, somebody deleted, a revoked token, an answer to be replayed."""
    path = copy_database(template[0], tmp_path / "source.sqlite")
    with Server(path) as server:
        client = Client(server, token)
        demo = Demo(client)
        for number, endpoint in enumerate(demo.endpoints()):
            rows = [sent_back(row) for row in demo.list_of(endpoint)["members"]]
            rows[0]["lineLabel"] = f"Zürich 📞 {number}"
            assert client.put(endpoint.members, {"members": rows}).status_code == 204
        _, endpoint = demo.lone_app()
        person = endpoint.members.split("/")[4]
        assert client.post(client.ours(f"/member-lists/{person}/undo")).status_code == 204
        line = {"firstName": "Moved", "lastName": "Line", "extension": "7311", "locationId": demo.locations[0]["id"]}
        made = client.post("/telephony/config/virtualLines", line, headers={"Idempotency-Key": "moved"})
        assert made.status_code == 201, made.text
        gone = demo.virtual_lines[0]["id"]
        assert client.delete(f"/telephony/config/virtualLines/{gone}").status_code == 204
        create_token(path, "location_admin", "--location", demo.locations[0]["name"], "--expires", "30d")
        assert server.stop() == 0
    return path


@pytest.fixture
def target(postgres: PostgresServer, tmp_path: Path) -> PostgresDatabase:
    return postgres.create(tmp_path)


def move(source: Path, target: PostgresDatabase, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("move", "--from", f"sqlite:{source}", "--to", target.url, *arguments, timeout=300)


def must(done: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    assert done.returncode == 0, done.stderr
    return done


def sums(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def seen(client: Client) -> dict[str, Any]:
    """All that the API shows of an organisation."""
    demo = Demo(client)
    return {
        "rows": [demo.people, demo.workspaces, demo.virtual_lines, demo.locations, demo.devices, demo.numbers()],
        "lists": [[client.get(one.members).json(), client.get(one.members).headers["ETag"]] for one in demo.endpoints()],
        "changes": list(client.walk(client.ours("/changes"), "items")),
    }


def without_place(shown: Any, server: Server) -> Any:
    return json.loads(json.dumps(shown).replace(f"127.0.0.1:{server.tcp_port}", "here"))


def test_the_moved_organisation_is_the_same_and_goes_on(
    source: Path, target: PostgresDatabase, postgres: PostgresServer, token: str
) -> None:
    before = sums(source)
    moved = must(move(source, target, "--output", "json"))
    assert sums(source) == before, "the source has changed"
    report = json.loads(moved.stdout)
    with sqlite3.connect(source) as connection:
        for table, count in report["rows"].items():
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == count, table
            assert postgres.sql(target.name, f"SELECT count(*) FROM {table}") == [str(count)], table
        tables = {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not name.startswith(("sqlite_", "member_text"))
        }
        assert set(report["rows"]) == tables, "a table was left behind"
    connection.close()
    with Server(source) as old, Server(target) as new:
        clients = [Client(old, token), Client(new, token)]
        shown = [without_place(seen(client), server) for client, server in zip(clients, (old, new), strict=True)]
        assert shown[0] == shown[1]
        here = clients[1]
        # A cursor goes on: what is committed now comes after all that was.
        cursor = here.read(here.ours("/changes"), max="1000")["cursor"]
        demo = Demo(here)
        _, endpoint = demo.lone_app()
        rows = [sent_back(row) for row in demo.list_of(endpoint)["members"]]
        rows.append(shared(demo.others(endpoint, 1)[0], rows[0]["port"] + rows[0]["lineWeight"]))
        assert here.put(endpoint.members, {"members": rows}).status_code == 204
        (change,) = here.read(here.ours("/changes"), after=cursor)["items"]
        assert change["subject"]["kind"] == "memberList"
        assert report["lastChange"] < int(change["id"], 16)
        # The answer is replayed, and history can be put back.
        line = {"firstName": "Moved", "lastName": "Line", "extension": "7311", "locationId": demo.locations[0]["id"]}
        again = here.post("/telephony/config/virtualLines", line, headers={"Idempotency-Key": "moved"})
        assert again.status_code == 201
        undone = here.post(here.ours(f"/member-lists/{endpoint.members.split('/')[4]}/undo"))
        assert undone.status_code == 204, undone.text


def make_long(path: Path, changes: int) -> None:
    """As if there had been as many edits."""
    with sqlite3.connect(path) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(change)") if row[1] != "sequence"]
        names = ", ".join(columns)
        while connection.execute("SELECT count(*) FROM change").fetchone()[0] < changes:
            connection.execute(f"INSERT INTO change ({names}) SELECT {names} FROM change")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def content(postgres: PostgresServer, database: PostgresDatabase, tables: list[str]) -> list[str]:
    return [
        postgres.sql(database.name, f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t")[0]
        for table in tables
    ]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_move_that_is_stopped_goes_on_and_no_server_starts_meanwhile(
    source: Path, target: PostgresDatabase, postgres: PostgresServer, tmp_path: Path, number: signal.Signals,
    figure: Callable[[str], None],
) -> None:
    make_long(source, 40_000)
    before, chance, stopped = sums(source), random.Random(number), 0
    whole = postgres.create(tmp_path)
    tables = sorted(json.loads(must(move(source, whole, "--output", "json")).stdout)["rows"])
    while stopped < 8:
        running = subprocess.Popen(
            [BINARY, "move", "--from", f"sqlite:{source}", "--to", target.url], env=environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        time.sleep(chance.uniform(0.1, 1.2))
        running.send_signal(number)
        _, words = running.communicate(timeout=60)
        # One that was stopped after its very last statement had ended without being able to say so.
        if running.returncode == 0 or (stopped and "move into an empty database" in words):
            break
        assert running.returncode == (-number if number == signal.SIGKILL else 130), words
        if number == signal.SIGINT:
            assert "goes on where it was" in words
        stopped += 1
        if postgres.sql(target.name, "SELECT to_regclass('unfinished_move') IS NOT NULL") == ["t"]:
            refused = run("serve", "--tcp-port", "0", "--database", target.url)
            assert refused.returncode == 1 and "a move into it has not ended" in refused.stderr
    else:
        last = move(source, target)
        assert last.returncode == 0 or "move into an empty database" in last.stderr, last.stderr
    figure(f"stopped {stopped} times by {number.name}")
    assert stopped >= 3
    assert content(postgres, target, tables) == content(postgres, whole, tables)
    assert sums(source) == before
    assert run("check", "--tcp-port", "0", "--database", target.url).returncode == 0


def test_what_stands_in_the_way_is_said(
    source: Path, target: PostgresDatabase, postgres: PostgresServer, postgres_template: tuple[PostgresDatabase, str],
    tmp_path: Path,
) -> None:
    other = postgres.create(tmp_path, postgres_template[0].name)
    refused = move(source, other)
    assert refused.returncode == 1 and "move into an empty database" in refused.stderr
    postgres.sql(target.name, "CREATE TABLE bookmark (id integer)")
    refused = move(source, target)
    assert refused.returncode == 1 and "tables of another program" in refused.stderr
    refused = move(tmp_path / "missing.sqlite", target)
    assert refused.returncode == 1 and "no such file" in refused.stderr
    assert not (tmp_path / "missing.sqlite").exists()
    refused = run("move", "--from", target.url, "--to", other.url)
    assert refused.returncode == 64 and "--from" in refused.stderr
    refused = run("move", "--from", f"sqlite:{source}", "--to", f"sqlite:{tmp_path}/b.sqlite")
    assert refused.returncode == 64 and "--to" in refused.stderr
    with Server(source) as server:
        refused = move(source, other)
        assert refused.returncode == 1 and f"process {server.process.pid} has it open" in refused.stderr
    with sqlite3.connect(source) as connection:
        connection.execute("PRAGMA user_version = 3")
    connection.close()
    refused = move(source, other)
    assert refused.returncode == 1 and f"partyline migrate --database sqlite:{source}" in refused.stderr


def test_a_node_on_the_target_is_not_moved_under(source: Path, target: PostgresDatabase) -> None:
    with Server(target):
        refused = move(source, target)
        assert refused.returncode == 1 and "nodes or other commands are connected" in refused.stderr
    must(move(source, target))


def test_a_source_that_has_changed_since_the_move_began_is_not_mixed_in(
    source: Path, target: PostgresDatabase, postgres: PostgresServer, token: str
) -> None:
    must(move(source, target))
    # As a move leaves it that was stopped just before its end.
    with sqlite3.connect(source) as connection:
        last = connection.execute(
            "SELECT sequence, at, hex(subject_id), tracking_id FROM change ORDER BY sequence DESC LIMIT 1"
        ).fetchone()
    connection.close()
    mark = " ".join(map(str, last))
    postgres.sql(target.name, "CREATE TABLE unfinished_move (source text NOT NULL)",
                 f"INSERT INTO unfinished_move VALUES ('{mark}')")  # fmt: skip
    postgres.sql(target.name, "UPDATE line SET label = 'tampered' WHERE port = 1")
    refused = move(source, target)
    assert refused.returncode == 1 and "a row of line is not as it is in" in refused.stderr
    create_token(source, "read_only_admin")
    refused = move(source, target)
    assert refused.returncode == 1 and "--anew" in refused.stderr
    must(move(source, target, "--anew"))
    with Server(target) as server:
        assert Client(server, token).get("/people/me").status_code == 200


def test_a_password_is_shown_nowhere(source: Path, target: PostgresDatabase) -> None:
    url = "postgres://somebody:s3cret%21@127.0.0.1:1/partyline"
    ended = run("move", "--from", f"sqlite:{source}", "--to", url)
    assert ended.returncode == 75
    assert "s3cret" not in ended.stdout + ended.stderr
    moved = run("move", "--from", f"sqlite:{source}", PARTYLINE_DATABASE=target.url)
    assert moved.returncode == 0, moved.stderr


# The schema


def test_a_migration_is_shown_and_then_done(target: PostgresDatabase, postgres: PostgresServer, tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    no_table = "SELECT to_regclass('member') IS NULL"
    for url in (f"sqlite:{path}", target.url):
        was_empty = not path.exists(), postgres.sql(target.name, no_table)
        shown = must(run("migrate", "--dry-run", "--database", url))
        assert "CREATE TABLE organisation" in shown.stdout and "would be brought from schema 0 to" in shown.stderr
        steps = json.loads(must(run("migrate", "--dry-run", "--output", "json", "--database", url)).stdout)
        assert [step["number"] for step in steps["steps"]] == list(range(1, steps["schema"] + 1))
        assert (not path.exists(), postgres.sql(target.name, no_table)) == was_empty, "a dry run has changed something"
        done = json.loads(must(run("migrate", "--output", "json", "--database", url)).stdout)
        assert done["isDone"] and done["steps"] == steps["steps"]
        again = must(run("migrate", "--database", url))
        assert "is up to date" in again.stderr and not again.stdout
        assert run("check", "--tcp-port", "0", "--database", url).returncode == 0


def test_a_newer_schema_is_not_touched(target: PostgresDatabase, postgres: PostgresServer, tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    must(run("migrate", "--database", f"sqlite:{path}"))
    must(run("migrate", "--database", target.url))
    postgres.sql(target.name, "INSERT INTO schema_migration (number) VALUES (99)")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    for url in (f"sqlite:{path}", target.url):
        for arguments in (["--dry-run"], []):
            refused = run("migrate", *arguments, "--database", url)
            assert refused.returncode == 1 and "written by a newer Partyline" in refused.stderr
