# SPDX-License-Identifier: Apache-2.0
"""A backup is one moment, taken while servers write; a restore is whole or has not happened."""

import json
import random
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from demo import Demo, sent_back
from partyline import BINARY, Client, Server, copy_database, environment, run
from test_crash import Writer, writers

#: So much more makes a copy last long enough to be interrupted.
BALLAST_MEGABYTES = 200


def backup(database: Path, file: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("backup", file, "--database", f"sqlite:{database}", *arguments)


def restore(file: Path, database: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("restore", file, "--database", f"sqlite:{database}", *arguments)


def must(done: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    assert done.returncode == 0, done.stderr
    return done


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database)) as connection:
        yield connection


@contextmanager
def under_load(server: Server, token: str) -> Iterator[list[Writer]]:
    """Clients that replace lists without a pause while the block runs."""
    clients, stop = writers(Demo(Client(server, token)), seed=11), threading.Event()
    threads = [threading.Thread(target=client.work, args=(server, token, stop)) for client in clients]
    for thread in threads:
        thread.start()
    try:
        yield clients
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not [failure for client in clients for failure in client.failures]


def check_is_one_moment(file: Path) -> int:
    """Every list is whole, is what its last change says, and has that change's version. Returns the last change."""
    with opened(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        lists: dict[bytes, list[tuple[str, int, str | None]]] = {}
        for endpoint, member, port, label in connection.execute(
            "SELECT endpoint_id, member_id, port, label FROM line ORDER BY port"
        ):
            lists.setdefault(endpoint, []).append((str(UUID(bytes=member)), port, label))
        changes = connection.execute(
            "SELECT subject_id, max(sequence), version, after FROM change WHERE subject_kind = 'member_list' "
            "GROUP BY subject_id"
        ).fetchall()
        versions = dict(connection.execute("SELECT id, version FROM endpoint"))
        assert changes
        for endpoint, _, version, after in changes:
            kept = [(line["member"].lower(), line["port"], line.get("label")) for line in json.loads(after)]
            assert sorted(kept) == sorted(lists.get(endpoint, []))
            assert versions[endpoint] == version
        for lines in lists.values():
            marks = {label for _, _, label in lines if label and label.count(":") == 2}
            assert len(marks) <= 1, "two writes are mixed in one list"
            for mark in marks:
                assert len(lines) == int(mark.split(":")[2]) + 1
        return connection.execute("SELECT max(sequence) FROM change").fetchone()[0]


# Backing up


def test_a_backup_under_writing_clients_is_one_moment(
    own_server: Server, token: str, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    ends, seconds = [], []
    with under_load(own_server, token):
        for number in range(10):
            with opened(own_server.database) as connection:
                before = connection.execute("SELECT max(sequence) FROM change").fetchone()[0]
            began = time.monotonic()
            shown = must(backup(own_server.database, tmp_path / f"{number}.backup", "--output", "json"))
            seconds.append(time.monotonic() - began)
            report = json.loads(shown.stdout)
            last = check_is_one_moment(tmp_path / f"{number}.backup")
            assert last == report["lastChange"] >= before, "something committed before is missing"
            ends.append(last)
    assert ends == sorted(set(ends)), "nothing was written meanwhile"
    figure(f"10 backups, {ends[-1] - ends[0]} changes committed meanwhile, {max(seconds):.2f} s for one at most")


def test_a_server_on_a_restored_backup_answers_with_what_was_there(
    serve: Callable[..., Server], token: str, tmp_path: Path
) -> None:
    server = serve()
    client = Client(server, token)
    _, endpoint = Demo(client).lone_app()
    before = client.get(endpoint.members)
    must(backup(server.database, tmp_path / "kept"))
    rows = [sent_back(row) | {"lineLabel": "later"} for row in before.json()["members"]]
    assert client.put(endpoint.members, {"members": rows}).status_code == 204
    refused = restore(tmp_path / "kept", server.database, "--force")
    assert refused.returncode == 1 and "stop the server" in refused.stderr
    assert client.read(endpoint.members)["members"][0]["lineLabel"] == "later"
    assert server.stop() == 0
    refused = restore(tmp_path / "kept", server.database)
    assert refused.returncode == 1 and "--force" in refused.stderr
    must(restore(tmp_path / "kept", server.database, "--force"))
    server.start()
    after = client.get(endpoint.members)
    assert (after.json(), after.headers["ETag"]) == (before.json(), before.headers["ETag"])


def test_a_backup_of_a_database_that_nobody_has_open_holds_what_its_log_holds(
    serve: Callable[..., Server], token: str, tmp_path: Path
) -> None:
    server = serve()
    client = Client(server, token)
    _, endpoint = Demo(client).lone_app()
    rows = [sent_back(row) | {"lineLabel": "in the log"} for row in client.read(endpoint.members)["members"]]
    assert client.put(endpoint.members, {"members": rows}).status_code == 204
    server.kill()
    must(backup(server.database, tmp_path / "kept"))
    with opened(tmp_path / "kept") as connection:
        assert connection.execute("SELECT count(*) FROM line WHERE label = 'in the log'").fetchone() == (1,)


def test_a_backup_is_one_file_for_its_owner_alone(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    shown = must(backup(database, folder / "kept"))
    assert shown.stdout == "" and "checked" in shown.stderr
    assert [file.name for file in folder.iterdir()] == ["kept"]
    assert (folder / "kept").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_replaced_with_force_alone(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_text("precious")
    refused = backup(database, file)
    assert refused.returncode == 1 and "--force" in refused.stderr
    assert file.read_text() == "precious"
    must(backup(database, file, "--force"))
    check_is_one_moment(file)


def test_what_cannot_be_backed_up_is_said_with_its_name(database: Path, tmp_path: Path) -> None:
    missing = backup(tmp_path / "nowhere.sqlite", tmp_path / "kept")
    assert missing.returncode == 1 and "nowhere.sqlite" in missing.stderr
    assert not (tmp_path / "nowhere.sqlite").exists()
    no_folder = backup(database, tmp_path / "no" / "such" / "folder")
    assert no_folder.returncode == 1 and "no/such" in no_folder.stderr
    with opened(tmp_path / "other.sqlite") as connection:
        connection.execute("CREATE TABLE other (x)")
    foreign = backup(tmp_path / "other.sqlite", tmp_path / "kept")
    assert foreign.returncode == 1 and "another program" in foreign.stderr
    assert not (tmp_path / "kept").exists()


# Restoring


def test_a_restore_into_nothing_makes_the_database(database: Path, tmp_path: Path) -> None:
    must(backup(database, tmp_path / "kept"))
    fresh = tmp_path / "fresh.sqlite"
    must(restore(tmp_path / "kept", fresh))
    check_is_one_moment(fresh)
    assert fresh.stat().st_mode & 0o777 == 0o600


def test_a_backup_of_a_newer_schema_is_refused(database: Path, tmp_path: Path) -> None:
    must(backup(database, tmp_path / "kept"))
    with opened(tmp_path / "kept") as connection:
        connection.execute("PRAGMA user_version = 999")
    refused = restore(tmp_path / "kept", tmp_path / "fresh.sqlite")
    assert refused.returncode == 1 and "999" in refused.stderr
    assert not (tmp_path / "fresh.sqlite").exists()


def test_a_damaged_backup_is_refused_and_the_database_stays(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept"
    must(backup(database, file))
    content = bytearray(file.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 + 8 : page * 4096 + 40] = b"\xff" * 32
    file.write_bytes(content)
    before = database.read_bytes()
    refused = restore(file, database, "--force")
    assert refused.returncode == 1 and "damaged" in refused.stderr
    assert database.read_bytes() == before
    file.write_text("not a database at all\n" * 100)
    refused = restore(file, database, "--force")
    assert refused.returncode == 1 and str(file) in refused.stderr
    check_is_one_moment(database)


def test_a_damaged_database_is_moved_away_by_hand(database: Path, tmp_path: Path) -> None:
    must(backup(database, tmp_path / "kept"))
    broken = tmp_path / "broken.sqlite"
    broken.write_text("this is not a database at all\n" * 100)
    refused = restore(tmp_path / "kept", broken, "--force")
    assert refused.returncode == 1 and "move it away" in refused.stderr
    broken.unlink()
    must(restore(tmp_path / "kept", broken))


# Being interrupted


@pytest.fixture
def heavy(database: Path) -> Path:
    """The database with so much more in it that copying takes a while."""
    with opened(database) as connection:
        connection.execute("CREATE TABLE ballast (x BLOB)")
        for _ in range(BALLAST_MEGABYTES):
            connection.execute("INSERT INTO ballast VALUES (randomblob(1000000))")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database


def started(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [BINARY, *map(str, arguments)], env=environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_backup_leaves_nothing_behind(heavy: Path, tmp_path: Path, number: signal.Signals) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    running = started("backup", folder / "kept", "--database", f"sqlite:{heavy}")
    deadline = time.monotonic() + 20
    while not any(file.stat().st_size > 1_000_000 for file in folder.iterdir()):
        assert running.poll() is None and time.monotonic() < deadline
        time.sleep(0.005)
    running.send_signal(number)
    _, words = running.communicate(timeout=30)
    assert running.returncode == 130, words
    assert list(folder.iterdir()) == []


def test_a_restore_that_is_killed_has_happened_or_has_not(
    heavy: Path, template: tuple[Path, str], tmp_path: Path, figure: Callable[[str], None]
) -> None:
    must(backup(heavy, tmp_path / "kept"))
    chance = random.Random(5)
    old = new = 0
    for _ in range(8):
        target = copy_database(template[0], tmp_path / "target.sqlite")
        running = started("restore", tmp_path / "kept", "--force", "--database", f"sqlite:{target}")
        deadline = time.monotonic() + 30
        while target.stat().st_size < 5_000_000:
            assert running.poll() is None and time.monotonic() < deadline
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.6))
        running.kill()
        running.wait()
        with opened(target) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
            if "ballast" in tables:
                count = connection.execute("SELECT count(*) FROM ballast").fetchone()
                assert count == (BALLAST_MEGABYTES,)
                new += 1
            else:
                old += 1
        check_is_one_moment(target)
        for suffix in ("", "-wal", "-shm", "-journal"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
    figure(f"8 restores killed: {old} had not happened, {new} had")
    assert old > 0
