# SPDX-License-Identifier: Apache-2.0
"""Nodes on PostgreSQL: a server that dies, a network that fails, and what the command line says about it."""

import os
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from demo import Demo, sent_back
from partyline import Client, Database, Server, create_token, free_tcp_port, run
from postgres import PostgresDatabase, PostgresServer
from proxy import Proxy
from test_crash import Writer, check, writers


@pytest.fixture
def database(
    postgres: PostgresServer, postgres_template: tuple[Database, str], tmp_path: Path
) -> PostgresDatabase:
    """A database of the test's own, whatever the other tests are on."""
    return postgres.create(tmp_path, postgres_template[0].name)


@pytest.fixture
def token(postgres_template: tuple[Database, str]) -> str:
    return postgres_template[1]


@pytest.fixture
def proxy(postgres: PostgresServer) -> Iterator[Proxy]:
    proxy = Proxy(postgres.socket)
    yield proxy
    proxy.close()


def through(proxy: Proxy, database: PostgresDatabase) -> PostgresDatabase:
    return PostgresDatabase(proxy.url(database.name), database.name, database.parent)


def until_it_answers(client: Client) -> None:
    deadline = time.monotonic() + 5
    while client.get("/people").status_code != 200:
        assert time.monotonic() < deadline, "it does not heal in 5 s"
        time.sleep(0.05)


# The command line


def test_every_command_works_on_a_database_without_tables(postgres: PostgresServer, tmp_path: Path) -> None:
    database = postgres.create(tmp_path)
    missing = run("token", "list", "--database", database.url)
    assert missing.returncode == 1 and "no tables yet" in missing.stderr
    found = run("check", "--tcp-port", "0", "--database", database.url)
    assert found.returncode == 0 and "no tables yet; serve would make them" in found.stdout
    with Server(database, "--demo") as server:
        client = Client(server, create_token(database))
        assert len(list(client.walk("/people", "items"))) > 10
    assert "was left alone" in run("import", "--demo", "--database", database.url).stderr
    found = run("check", "--tcp-port", "0", "--database", database.url)
    assert found.returncode == 0 and "every commit waits for the disk" in found.stdout
    listed = run("token", "list", "--database", database.url)
    assert listed.returncode == 0 and "full_admin" in listed.stdout


def test_a_password_in_the_url_is_shown_nowhere(database: PostgresDatabase, proxy: Proxy) -> None:
    url = proxy.url(database.name, password="s3cret%21")
    proxy.close()
    for command in (["check", "--tcp-port", "0"], ["serve", "--tcp-port", "0"], ["token", "list"]):
        ended = run(*command, "--database", url, timeout=30)
        assert ended.returncode != 0
        assert f"postgres://127.0.0.1:{proxy.tcp_port}/{database.name}" in ended.stdout + ended.stderr
        assert "s3cret" not in ended.stdout + ended.stderr
    shown = run("serve", "--print-settings", "--database", url)
    assert "postgres://postgres:••••@127.0.0.1" in shown.stdout and "s3cret" not in shown.stdout
    for broken in (url + "?sslmode", url + "?s3cret=1", url.replace("@", "@@[")):
        ended = run("check", "--database", broken)
        assert ended.returncode != 0 and "s3cret" not in ended.stdout + ended.stderr


def test_what_is_not_reached_is_exit_code_75_and_what_is_foreign_is_1(postgres: PostgresServer, tmp_path: Path) -> None:
    assert run("serve", "--tcp-port", "0", "--database", postgres.url("no_such_database")).returncode == 75
    foreign = postgres.create(tmp_path)
    postgres.sql(foreign.name, "CREATE TABLE bookmark (id integer)")
    refused = run("serve", "--tcp-port", "0", "--database", foreign.url)
    assert refused.returncode == 1 and "tables of another program" in refused.stderr


def test_a_pooler_before_the_server_is_said_at_the_start(
    postgres: PostgresServer, database: PostgresDatabase, tmp_path: Path
) -> None:
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        pytest.skip("pgbouncer is not installed")
    users = tmp_path / "users"
    users.write_text('"postgres" ""\n')
    settings = tmp_path / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\n* = host={postgres.folder} user=postgres\n[pgbouncer]\nlisten_addr =\nunix_socket_dir = {tmp_path}\n"
        f"listen_port = 6432\nauth_type = any\nauth_file = {users}\npool_mode = transaction\n"
        "ignore_startup_parameters = extra_float_digits\n"
    )
    for path in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        path.chmod(0o777)
    drop = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    pooler = subprocess.Popen([*drop, program, "-q", str(settings)], stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while not (tmp_path / ".s.PGSQL.6432").exists():
            assert time.monotonic() < deadline, "pgbouncer does not start"
            time.sleep(0.05)
        url = f"postgres://postgres@/{database.name}?host={tmp_path}&port=6432"
        refused = run("serve", "--tcp-port", "0", "--database", url)
        assert refused.returncode == 1 and "PgBouncer" in refused.stderr
    finally:
        pooler.terminate()
        pooler.wait(10)


# A server that dies


def on_both(nodes: list[Server], token: str, clients: list[Writer], stop: threading.Event) -> list[threading.Thread]:
    """Every client writes to one node and reads on the other what was acknowledged."""
    threads = []
    for place, writer in enumerate(clients):
        writer.reader = Client(nodes[(place + 1) % 2], token)
        # Daemons: a test that fails does not stop them.
        threads.append(threading.Thread(target=writer.work, args=(nodes[place % 2], token, stop), daemon=True))
    for thread in threads:
        thread.start()
    return threads


def seconds_until_ready(nodes: list[Server]) -> float:
    began = time.monotonic()
    for node in nodes:
        while requests.get(node.url + "/readyz", timeout=10).status_code != 200:
            assert time.monotonic() - began < 5, "a node does not heal in 5 s"
            time.sleep(0.01)
    return time.monotonic() - began


@pytest.mark.long
def test_kill_9_of_one_of_two_nodes_loses_nothing_and_the_other_is_never_behind(
    database: PostgresDatabase, token: str, is_long: bool, figure: Callable[[str], None]
) -> None:
    rounds = 100 if is_long else 6
    nodes = [Server(database, tcp_port=free_tcp_port()).start() for _ in range(2)]
    clients = writers(Demo(Client(nodes[0], token)), seed=2028)
    chance = random.Random(2028)
    starts: list[float] = []
    for turn in range(rounds):
        stop = threading.Event()
        threads = on_both(nodes, token, clients, stop)
        time.sleep(chance.uniform(0.1, 0.5))
        nodes[turn % 2].kill()
        began = time.monotonic()
        nodes[turn % 2].start()
        starts.append(time.monotonic() - began)
        stop.set()
        for thread in threads:
            thread.join()
        for node in nodes:
            check(Client(node, token), clients)
    for node in nodes:
        assert node.stop() == 0
    acknowledged = sum(ledger.acknowledged for client in clients for ledger in client.ledgers)
    reads = sum(client.reads for client in clients)
    figure(
        f"{rounds} kills, {acknowledged} lists acknowledged, {reads} of them read at once on the other node, "
        f"ready again in {max(starts):.2f} s at most"
    )
    assert acknowledged >= rounds and reads >= rounds and max(starts) < 5


@pytest.mark.long
def test_kill_9_of_the_postmaster_loses_nothing_that_was_acknowledged_and_nodes_heal(
    is_long: bool, figure: Callable[[str], None], tmp_path: Path
) -> None:
    rounds = 20 if is_long else 3
    postgres = PostgresServer()
    database = postgres.create(tmp_path)
    assert run("import", "--demo", "--database", database.url).returncode == 0
    token = create_token(database)
    nodes = [Server(database).start(), Server(database).start()]
    clients = writers(Demo(Client(nodes[0], token)), seed=2027)
    chance = random.Random(2027)
    healed: list[float] = []
    for _ in range(rounds):
        stop = threading.Event()
        threads = on_both(nodes, token, clients, stop)
        time.sleep(chance.uniform(0.3, 0.8))
        postgres.kill()
        # A backend that is at work lives a little longer than the postmaster.
        began = time.monotonic()
        for node in nodes:
            assert requests.get(node.url + "/healthz", timeout=5).status_code == 200
            while requests.get(node.url + "/readyz", timeout=10).status_code != 503:
                assert time.monotonic() - began < 5, "a node is ready without a server"
                time.sleep(0.02)
        # Under load all the while.
        postgres.start()
        healed.append(seconds_until_ready(nodes))
        time.sleep(0.2)
        stop.set()
        for thread in threads:
            thread.join()
        # The other node answers what this one was told.
        for node in nodes:
            check(Client(node, token), clients)
    for node in nodes:
        assert node.stop() == 0
    postgres.stop()
    acknowledged = sum(ledger.acknowledged for client in clients for ledger in client.ledgers)
    reads = sum(client.reads for client in clients)
    figure(
        f"{rounds} kills, {acknowledged} lists acknowledged, {reads} of them read at once on the other node, "
        f"both nodes healed in {max(healed):.2f} s at most"
    )
    assert acknowledged >= rounds and reads >= rounds


# A network that fails


def test_who_asks_while_the_server_is_away_is_answered_when_it_comes_back_and_who_asks_in_vain_is_told_in_time(
    database: PostgresDatabase, proxy: Proxy, token: str
) -> None:
    with Server(through(proxy, database)) as node:
        client = Client(node, token)
        endpoint = Demo(client).lone_app()[1]
        rows = [sent_back(row) for row in client.read(endpoint.members)["members"]]
        proxy.shut()
        began = time.monotonic()
        away = client.get("/people/me")
        assert away.status_code == 503 and away.headers["Retry-After"] == "1"
        assert 4.5 < time.monotonic() - began < 7
        answers: list[int] = []
        rows[0]["lineLabel"] = "waited"

        def ask(method: str, path: str, body: Any = None) -> None:
            answers.append(Client(node, token).request(method, path, json=body).status_code)

        waiting = [
            threading.Thread(target=ask, args=("GET", "/people/me")),
            threading.Thread(target=ask, args=("PUT", endpoint.members, {"members": rows})),
        ]
        for thread in waiting:
            thread.start()
        time.sleep(1.5)
        assert not answers
        began = time.monotonic()
        assert requests.get(node.url + "/readyz", timeout=5).status_code == 503
        assert time.monotonic() - began < 1, "readiness waits"
        proxy.reopen()
        for thread in waiting:
            thread.join()
        assert sorted(answers) == [200, 204]
        assert client.read(endpoint.members)["members"][0]["lineLabel"] == "waited"


def test_a_stalled_network_ends_in_503_in_time_and_heals(
    database: PostgresDatabase, proxy: Proxy, token: str, figure: Callable[[str], None]
) -> None:
    with Server(through(proxy, database)) as server:
        client = Client(server, token)
        endpoint = Demo(client).lone_app()[1]
        rows = [sent_back(row) for row in client.read(endpoint.members)["members"]]
        rows[0]["lineLabel"] = "stalled"
        proxy.stall()
        took: list[float] = []

        def ask(method: str, path: str, body: Any = None) -> None:
            began = time.monotonic()
            answer = Client(server, token).request(method, path, json=body, timeout=60)
            took.append(time.monotonic() - began)
            assert answer.status_code == 503, answer.text
            # Not before the attempt to connect that is under way has ended, which takes 5 s at most.
            assert 1 <= int(answer.headers["Retry-After"]) <= 5

        # What was sent is waited for: 10 s for the statement and 3 s for the way. What is not sent waits 5 s, after somebody
        # else's 13 at most.
        asked = [
            threading.Thread(target=ask, args=("GET", "/people")),
            threading.Thread(target=ask, args=("PUT", endpoint.members, {"members": rows})),
        ]
        for thread in asked:
            thread.start()
        for thread in asked:
            thread.join()
        assert len(took) == 2 and max(took) < 20
        ask("GET", "/people")
        assert took[-1] < 20
        figure(f"answered 503 after {', '.join(f'{one:.1f}' for one in took)} s")
        proxy.go_on()
        until_it_answers(client)


def test_a_slow_network_slows_down_and_breaks_nothing(
    database: PostgresDatabase, proxy: Proxy, token: str
) -> None:
    with Server(through(proxy, database)) as server:
        client = Client(server, token)
        proxy.delay = 0.05
        demo = Demo(client)
        _, endpoint = demo.lone_app()
        rows = [sent_back(row) for row in demo.list_of(endpoint)["members"]]
        rows[0]["lineLabel"] = "slow"
        assert client.put(endpoint.members, {"members": rows}).status_code == 204
        assert client.read(endpoint.members)["members"][0]["lineLabel"] == "slow"


@pytest.mark.long
def test_cut_connections_are_replaced_and_none_is_left_behind(
    postgres: PostgresServer, database: PostgresDatabase, proxy: Proxy, token: str, is_long: bool,
    figure: Callable[[str], None],
) -> None:
    wanted = 1000 if is_long else 100
    with Server(through(proxy, database)) as server:
        stop = threading.Event()
        statuses: dict[int, int] = {}

        def work() -> None:
            client = Client(server, token)
            while not stop.is_set():
                status = client.get("/people/me?callingData=true").status_code
                statuses[status] = statuses.get(status, 0) + 1

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        cut = 0
        while cut < wanted:
            time.sleep(0.01)
            cut += proxy.cut()
        stop.set()
        for thread in threads:
            thread.join()
        until_it_answers(Client(server, token))
        assert set(statuses) <= {200, 503}
        time.sleep(0.5)
        count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        left = int(postgres.sql(database.name, count)[0])
        descriptors = len(os.listdir(f"/proc/{server.process.pid}/fd"))
        figure(f"{cut} cuts, answers {statuses}, {left} connections and {descriptors} descriptors afterwards")
        assert left <= 17
        assert descriptors < 100


def test_a_search_that_the_server_does_not_finish_is_504_with_a_hint(
    postgres: PostgresServer, database: PostgresDatabase, token: str
) -> None:
    with Server(database) as server:
        client = Client(server, token)
        assert client.get("/people/me").status_code == 200
        lock = threading.Thread(
            target=postgres.sql, args=(database.name, "BEGIN", "LOCK person", "SELECT pg_sleep(13)", "COMMIT")
        )
        lock.start()
        time.sleep(0.5)
        answer = client.get("/people", {"displayName": "a"})
        assert answer.status_code == 504
        assert "smaller max" in answer.json()["message"]
        lock.join()
        assert client.get("/people", {"displayName": "a"}).status_code == 200
