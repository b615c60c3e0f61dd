# SPDX-License-Identifier: Apache-2.0
"""Starting, watching, limiting and stopping the server, and what its command line says."""

import json
import re
import socket
import sqlite3
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

import partyline
from demo import Demo
from partyline import Client, Server, run
from raw_http import answer_on, exchange, head

# Stopping


def test_sigterm_ends_an_idle_server_at_once_with_exit_code_0(own_server: Server) -> None:
    began = time.monotonic()
    assert own_server.stop() == 0
    assert time.monotonic() - began < 5


def test_sigterm_lets_a_request_in_flight_finish(own_server: Server, own_client: Client, token: str) -> None:
    _, endpoint = Demo(own_client).lone_app()
    request = head("PUT", f"/v1{endpoint.members}", token, "Content-Type: application/json", "Content-Length: 14")
    with own_server.connect() as connection:
        connection.sendall(request + b'{"memb')
        time.sleep(0.3)
        own_server.terminate()
        time.sleep(0.5)
        connection.sendall(b'ers":[]}')
        assert answer_on(connection).status == 204
    assert own_server.process.wait(partyline.STOP_SECONDS) == 0


def test_sigterm_is_not_held_up_by_a_body_that_never_comes(serve: Callable[..., Server], token: str) -> None:
    server = serve(PARTYLINE_DRAIN_TIMEOUT="2s")
    _, endpoint = Demo(Client(server, token)).lone_app()
    with server.connect() as connection:
        connection.sendall(head("PUT", f"/v1{endpoint.members}", token, "Content-Length: 100") + b"{")
        time.sleep(0.3)
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < 8


def test_while_draining_readyz_is_503_and_healthz_200(serve: Callable[..., Server]) -> None:
    server = serve(PARTYLINE_DRAIN_DELAY="3s")
    server.terminate()
    time.sleep(0.5)
    ready = requests.get(server.url + "/readyz", timeout=5)
    assert ready.status_code == 503
    assert int(ready.headers["Retry-After"]) >= 1
    assert requests.get(server.url + "/healthz", timeout=5).status_code == 200
    assert server.process.wait(partyline.STOP_SECONDS) == 0


def test_while_draining_each_answer_ends_its_connection(serve: Callable[..., Server], token: str) -> None:
    server = serve(PARTYLINE_DRAIN_DELAY="3s")
    request = head("GET", "/v1/people/me", token)
    with server.connect() as connection:
        connection.sendall(request)
        assert "connection" not in answer_on(connection).headers
        server.terminate()
        time.sleep(0.5)
        connection.sendall(request)
        answer = answer_on(connection)
        assert (answer.status, answer.headers["connection"]) == (200, "close")
        assert connection.recv(1) == b""
    assert exchange(server, request).headers["connection"] == "close"
    assert server.process.wait(partyline.STOP_SECONDS) == 0


def test_no_acknowledged_change_is_lost_by_sigterm_under_load(own_server: Server, token: str) -> None:
    demo = Demo(Client(own_server, token))
    people = [person["id"] for person, _ in demo.apps()][:8]
    acknowledged: dict[str, bool] = {}

    def switch(person: str) -> None:
        client, state = Client(own_server, token), False
        while True:
            try:
                answer = client.put(f"/people/{person}/features/applications", {"mobileClientEnabled": state})
            except requests.RequestException:
                return
            if answer.status_code != 204:
                return
            acknowledged[person], state = state, not state

    threads = [threading.Thread(target=switch, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    assert own_server.stop() == 0
    for thread in threads:
        thread.join()
    assert len(acknowledged) == len(people)
    own_server.start()
    client = Client(own_server, token)
    for person, state in acknowledged.items():
        assert client.read(f"/people/{person}/features/applications")["mobileClientEnabled"] is state


# Watching


def test_health_readiness_and_the_document_need_no_token(server: Server) -> None:
    for path in ("/healthz", "/readyz", "/openapi.json"):
        answer = requests.get(server.url + path, timeout=30)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("application/json")
        assert answer.json()


def test_log_lines_are_json_with_the_tracking_id_and_never_the_token(
    serve: Callable[..., Server], token: str
) -> None:
    server = serve(PARTYLINE_LOG_LEVEL="trace")
    client = Client(server, token)
    answer = client.get("/people/nobody", headers={"TrackingID": "CALLER_4711"})
    demo = Demo(client)
    client.put(demo.lone_app()[1].members, {"members": []})
    Client(server, "ptl_a-wrong-token-of-somebody").get("/people/me")
    assert server.stop() == 0
    log = server.log()
    for line in log.splitlines():
        assert {"time", "level", "message"} <= set(json.loads(line)), line
    lines = [line for line in server.log_lines() if answer.headers["trackingid"] in line.values()]
    assert any(line.get("status") in (404, "404") for line in lines)
    assert any("CALLER_4711" in line.values() for line in lines)
    assert token not in log and "a-wrong-token-of-somebody" not in log
    # One number for a request, the one that the caller has too.
    assert "hb.request.id" not in log


def test_a_tracking_id_is_never_given_twice(client: Client) -> None:
    seen = {client.get("/people/me").headers["trackingid"] for _ in range(50)}
    assert len(seen) == 50


def test_the_first_line_says_where_it_listens(own_server: Server) -> None:
    line = next(line for line in own_server.log_lines() if "listening on http://" in line["message"])
    assert line["tcpPort"] == own_server.tcp_port
    assert line["host"] == "127.0.0.1"


# Letting in and limiting


def test_401_whatever_is_wrong_with_the_token(server: Server, token: str) -> None:
    wrong = ["", "Bearer", "Bearer ", f"Basic {token}", token, "Bearer wrong", f"Bearer {token}x", f"Bearer x{token}",
             f"Bearer {token[:-1]}", f"Bearer {token.upper()}", "Bearer " + "x" * 5_000]  # fmt: skip
    for value in wrong:
        client = Client(server, None)
        answer = client.get("/people/me", headers={"Authorization": value})
        assert answer.status_code == 401, value
        assert answer.headers["WWW-Authenticate"].startswith("Bearer"), value
    right = Client(server, None).get("/people/me", headers={"Authorization": f"bearer {token}"})
    assert right.status_code == 200


def test_429_names_whole_seconds_which_obeyed_succeed(serve: Callable[..., Server], token: str) -> None:
    client = Client(serve(PARTYLINE_RATE_LIMIT="4"), token)
    for _ in range(4):
        answers = [client.get("/people/me") for _ in range(9)]
        refused = answers[-1]
        assert refused.status_code == 429
        assert re.fullmatch(r"[1-9]\d*", refused.headers["Retry-After"])
        time.sleep(int(refused.headers["Retry-After"]))
        assert client.get("/people/me").status_code == 200


def test_a_rate_below_one_a_second_is_told_truthfully_as_well(serve: Callable[..., Server], token: str) -> None:
    client = Client(serve(PARTYLINE_RATE_LIMIT="0.5"), token)
    statuses = [client.get("/people/me").status_code for _ in range(2)]
    assert statuses == [200, 429]
    refused = client.get("/people/me")
    assert int(refused.headers["Retry-After"]) == 2
    time.sleep(2)
    assert client.get("/people/me").status_code == 200


def test_one_tokens_limit_is_not_anothers(serve: Callable[..., Server], token: str) -> None:
    server = serve(PARTYLINE_RATE_LIMIT="2")
    greedy, modest = Client(server, token), Client(server, partyline.create_token(server.database, "read_only_admin"))
    assert {greedy.get("/people/me").status_code for _ in range(10)} == {200, 429}
    assert modest.get("/people/me").status_code == 200


# The command line


@pytest.mark.parametrize("command", [[], ["serve"], ["token"], ["token", "create"], ["token", "list"],
                                     ["token", "revoke"], ["import"], ["backup"], ["restore"], ["check"]])  # fmt: skip
def test_help_explains_each_command_with_an_example(command: list[str]) -> None:
    shown = run(*command, "--help")
    assert shown.returncode == 0
    assert "USAGE: " + " ".join(["partyline", *command]) in shown.stdout
    if command:
        assert "partyline " + " ".join(command) in shown.stdout.split("EXAMPLES")[1]


WRONG_STARTS: list[tuple[list[str], dict[str, str], str]] = [
    (["serve", "--tcp-port", "70000"], {}, "--tcp-port"),
    (["serve", "--tcp-port", "eighty"], {}, "--tcp-port"),
    (["serve"], {"PARTYLINE_RATE_LIMIT": "-1"}, "PARTYLINE_RATE_LIMIT"),
    (["serve"], {"PARTYLINE_RATE_LIMIT": "fast"}, "PARTYLINE_RATE_LIMIT"),
    (["serve"], {"PARTYLINE_IDLE_TIMEOUT": "0"}, "PARTYLINE_IDLE_TIMEOUT"),
    (["serve"], {"PARTYLINE_LOG_LEVEL": "loud"}, "PARTYLINE_LOG_LEVEL"),
    (["serve"], {"PARTYLINE_RATELIMIT": "1"}, "PARTYLINE_RATELIMIT"),
    (["serve", "--database", "mysql://user:secret@host/x"], {}, "--database"),
    (["serve", "--tls-certificate", "/nowhere.pem"], {}, "--tls-certificate"),
    (["serve", "--no-such-flag"], {}, "--no-such-flag"),
    (["token", "create", "--role", "emperor", "--database", "sqlite:{database}"], {}, "emperor"),
    (["token", "create", "--role", "full_admin", "--scope", "x", "--database", "sqlite:{database}"], {}, "x"),
    (["token", "create", "--role", "location_admin", "--database", "sqlite:{database}"], {}, "--location"),
    (["token", "revoke", "nothing", "--database", "sqlite:{database}"], {}, "nothing"),
    (["import", "--database", "sqlite:{database}"], {}, "--demo"),
    (["nonsense"], {}, "nonsense"),
]


@pytest.mark.parametrize(("command", "settings", "named"), WRONG_STARTS)
def test_a_wrong_setting_stops_the_start_with_exit_code_64_and_is_named(
    command: list[str], settings: dict[str, str], named: str, database: Path
) -> None:
    ended = run(*(part.format(database=database) for part in command), timeout=20, **settings)
    assert ended.returncode == 64, ended.stderr
    assert named in ended.stderr
    assert ended.stdout == ""
    assert "secret" not in ended.stderr


def test_what_cannot_be_done_is_exit_code_1(server: Server, database: Path, tmp_path: Path) -> None:
    taken = run("serve", "--tcp-port", str(server.tcp_port), "--database", f"sqlite:{database}", timeout=20)
    assert taken.returncode == 1
    assert str(server.tcp_port) in taken.stderr
    stranger = "00000000-0000-0000-0000-000000000000"
    assert run("token", "revoke", stranger, "--database", f"sqlite:{database}").returncode == 1
    nowhere = tmp_path / "not" / "there.sqlite"
    assert run("token", "list", "--database", f"sqlite:{nowhere}").returncode == 1
    assert not nowhere.exists()


def test_token_create_prints_the_token_alone(database: Path) -> None:
    made = run("token", "create", "--role", "read_only_admin", "--database", f"sqlite:{database}")
    assert made.returncode == 0
    assert re.fullmatch(r"\S{32,}\n", made.stdout)
    listed = run("token", "list", "--database", f"sqlite:{database}")
    secret = made.stdout.strip()
    assert secret not in listed.stdout + listed.stderr + made.stderr
    assert secret.encode() not in database.read_bytes()


def test_check_finds_nothing_wrong_with_a_good_database(database: Path) -> None:
    good = run("check", "--tcp-port", "0", "--database", f"sqlite:{database}")
    assert good.returncode == 0, good.stdout + good.stderr


def test_check_says_what_is_wrong_with_a_broken_file_and_leaves_it_alone(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite"
    for content in (b"this is not a database at all\n" * 100, b"SQLite format 3\0" + b"\xff" * 5_000):
        broken.write_bytes(content)
        found = run("check", "--tcp-port", "0", "--database", f"sqlite:{broken}")
        assert found.returncode == 1, found.stdout + found.stderr
        assert "broken.sqlite" in found.stdout + found.stderr
        assert broken.read_bytes() == content
        assert run("serve", "--tcp-port", "0", "--database", f"sqlite:{broken}", timeout=20).returncode == 1


def test_check_finds_rows_that_refer_to_nothing(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM endpoint WHERE kind = 'device'")
    found = run("check", "--tcp-port", "0", "--database", f"sqlite:{database}")
    assert found.returncode == 1
    assert "refers to nothing" in found.stdout and "restore a backup" in found.stdout


def test_check_finds_a_taken_tcp_port(server: Server, database: Path) -> None:
    found = run("check", "--tcp-port", str(server.tcp_port), "--database", f"sqlite:{database}")
    assert found.returncode == 1
    assert str(server.tcp_port) in found.stdout + found.stderr


def test_serve_makes_its_database_and_the_demo_once(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.sqlite"
    with Server(fresh, "--demo") as server:
        token = partyline.create_token(fresh)
        people = [row["id"] for row in Client(server, token).walk("/people", "items")]
        assert len(people) >= 60
    with Server(fresh, "--demo") as server:
        assert [row["id"] for row in Client(server, token).walk("/people", "items")] == people


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 and its key."""
    folder = tmp_path_factory.mktemp("tls")
    chain, key = folder / "chain.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=partyline.example",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", chain],
        check=True, capture_output=True,
    )  # fmt: skip
    return chain, key


def tls_version(server: Server, version: ssl.TLSVersion) -> str | None:
    """What was agreed on when the client offers one version alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    # Debian forbids the old versions to clients too; this one must be able to offer them.
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    with socket.create_connection(("127.0.0.1", server.tcp_port), 10) as plain:
        try:
            with context.wrap_socket(plain) as secure:
                return secure.version()
        except (ssl.SSLError, ConnectionError):
            return None


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:Unverified HTTPS request")
def test_tls_is_spoken_in_versions_1_2_and_1_3_alone(
    serve: Callable[..., Server], certificate: tuple[Path, Path], token: str
) -> None:
    chain, key = certificate
    server = serve("--tls-certificate", str(chain), "--tls-key", str(key))
    answer = requests.get(
        server.api + "/people?max=1", headers={"Authorization": f"Bearer {token}"}, verify=str(chain), timeout=30
    )
    assert answer.status_code == 200
    assert answer.links["next"]["url"].startswith("https://")
    assert tls_version(server, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    assert tls_version(server, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    assert tls_version(server, ssl.TLSVersion.TLSv1) is None
    assert tls_version(server, ssl.TLSVersion.TLSv1_1) is None
    plain = exchange(server, head("GET", "/healthz", token))
    assert plain.status in (0, 400)


def test_a_key_of_another_certificate_stops_the_start(
    certificate: tuple[Path, Path], database: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.pem"
    subprocess.run(["openssl", "genrsa", "-out", other, "2048"], check=True, capture_output=True)
    files = ["--tls-certificate", str(certificate[0]), "--tls-key", str(other)]
    ended = run("serve", "--tcp-port", "0", "--database", f"sqlite:{database}", *files, timeout=20)
    assert ended.returncode in (1, 64)
    assert "other.pem" in ended.stderr
    assert run("check", "--tcp-port", "0", "--database", f"sqlite:{database}", *files).returncode == 1
