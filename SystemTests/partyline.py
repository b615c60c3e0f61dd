# SPDX-License-Identifier: Apache-2.0
"""Starts the real binary, talks to it and takes it down again: what every system test stands on."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

from postgres import PostgresDatabase

REPOSITORY = Path(__file__).resolve().parent.parent
BINARY = Path(os.environ.get("PARTYLINE_BINARY", REPOSITORY / ".build/debug/partyline"))
LONG = os.environ.get("PARTYLINE_TEST_LONG", "") not in ("", "0")

#: Where a test's data is: an SQLite file, or a database on the PostgreSQL server of the tests.
Database = Path | PostgresDatabase

#: A start on a busy two-core machine, with room; the real figure is asserted in the benchmarks.
START_SECONDS = 20
STOP_SECONDS = 20

_LISTENING = re.compile(r"listening on https?:\\?/\\?/([^\s\"/\\]+):(\d+)")


def environment(**settings: str) -> dict[str, str]:
    """The caller's environment without its own PARTYLINE_ settings, so that a developer's shell changes no test."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PARTYLINE_")}
    return clean | {name: str(value) for name, value in settings.items()}


def run(*arguments: str | Path, timeout: float = 60, **settings: str) -> subprocess.CompletedProcess[str]:
    """One command of the command line tool, to its end."""
    return subprocess.run(
        [str(BINARY), *map(str, arguments)],
        env=environment(**settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def database_url(database: Database) -> str:
    """What --database takes."""
    return f"sqlite:{database}" if isinstance(database, Path) else database.url


def create_token(database: Database, role: str = "full_admin", *arguments: str) -> str:
    """The secret of a new token, which the command prints alone on standard output."""
    made = run("token", "create", "--role", role, *arguments, "--database", database_url(database))
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def copy_database(template: Path, target: Path) -> Path:
    """Copies a database that no process has open, together with a write-ahead log that its last user left."""
    for suffix in ("", "-wal"):
        source = template.with_name(template.name + suffix)
        if source.exists():
            shutil.copyfile(source, target.with_name(target.name + suffix))
    return target


def free_tcp_port() -> int:
    """A port that was free a moment ago: for servers that must come back on the same one."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """One `partyline serve`, from start to stop."""

    def __init__(self, database: Database, *arguments: str, tcp_port: int = 0, **settings: str):
        self.database = database
        self.tcp_port = tcp_port
        self.scheme = "http"
        self._arguments = arguments
        self._settings = {"PARTYLINE_RATE_LIMIT": "0"} | settings
        self._process: subprocess.Popen[bytes] | None = None
        self._log = Path(tempfile.mkstemp(prefix="log-", dir=database.parent)[1])

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(self, *_: Any) -> None:
        if self.is_running:
            self.stop()

    def start(self) -> "Server":
        """Starts it and returns when it says that it is ready."""
        self.launch()
        self.wait_until_ready()
        return self

    def launch(self) -> None:
        """Starts the process alone, without waiting for anything."""
        command = [str(BINARY), "serve", "--host", "127.0.0.1", "--tcp-port", str(self.tcp_port)]
        command += ["--database", database_url(self.database), *self._arguments]
        if "--tls-certificate" in self._arguments:
            self.scheme = "https"
        self._log_start = self._log.stat().st_size
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, env=environment(**self._settings), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def wait_until_ready(self) -> None:
        """Waits for the line with its address, then for /readyz."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            if self.tcp_port == 0:
                self._read_tcp_port()
            if self.tcp_port != 0 and self._answers("/readyz"):
                return
            assert self.is_running, f"ended with {self.process.returncode} at its start:\n{self.log()}"
            assert time.monotonic() < deadline, f"not ready in {START_SECONDS} s:\n{self.log()}"
            time.sleep(0.005)

    def _read_tcp_port(self) -> None:
        found = _LISTENING.search(self.log()[self._log_start :])
        if found:
            self.tcp_port = int(found.group(2))

    def _answers(self, path: str) -> bool:
        try:
            return requests.get(self.url + path, timeout=5, verify=False).status_code == 200
        except requests.ConnectionError:
            return False

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "the server was not started"
        return self._process

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.tcp_port}"

    @property
    def api(self) -> str:
        return self.url + "/v1"

    @property
    def memory(self) -> int:
        """Resident memory, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def stop(self) -> int:
        """Asks it to stop and returns its exit code."""
        self.terminate()
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"still running {STOP_SECONDS} s after SIGTERM:\n{self.log()}") from None

    def kill(self) -> None:
        """The process is gone at once, whatever it was about."""
        self.process.kill()
        self.process.wait()

    def log(self) -> str:
        """Everything it has said on both streams, of all its starts."""
        return self._log.read_text(errors="replace")

    def log_lines(self) -> list[dict[str, Any]]:
        """The log lines, each of which must be JSON because there is no terminal."""
        return [json.loads(line) for line in self.log().splitlines() if line.lstrip().startswith("{")]

    def connect(self, timeout: float = 30) -> socket.socket:
        """A raw connection, for requests that no polite client sends."""
        return socket.create_connection(("127.0.0.1", self.tcp_port), timeout)


class Client:
    """Requests with one token, and what every answer must have, checked on the way."""

    def __init__(self, server: Server, token: str | None):
        self.server = server
        self.token = token
        self.session = requests.Session()
        self.session.trust_env = False
        if token is not None:
            self.session.headers["Authorization"] = f"Bearer {token}"

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        url = path if path.startswith("http") else self.server.api + path
        answer = self.session.request(method, url, timeout=options.pop("timeout", 60), **options)
        assert answer.headers.get("trackingid"), f"{method} {path}: no trackingid"
        if answer.status_code >= 400 and method != "HEAD":
            if "/partyline/v1/" in url:
                check_problem(answer)
            elif "/v1/" in url:
                check_error_body(answer)
        return answer

    def get(self, path: str, params: Any = None, **options: Any) -> requests.Response:
        return self.request("GET", path, params=params, **options)

    def put(self, path: str, body: Any = None, **options: Any) -> requests.Response:
        return self.request("PUT", path, json=body, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> requests.Response:
        return self.request("POST", path, json=body, **options)

    def delete(self, path: str, **options: Any) -> requests.Response:
        return self.request("DELETE", path, **options)

    def ours(self, path: str) -> str:
        """The whole address of a path of the Partyline API."""
        return self.server.url + "/partyline/v1" + path

    def read(self, path: str, **params: Any) -> dict[str, Any]:
        """The body of a GET that must succeed."""
        answer = self.get(path, params)
        assert answer.status_code == 200, f"GET {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def walk(self, path: str, key: str, **params: Any) -> Iterator[dict[str, Any]]:
        """All rows of a collection, page by page, by the Link headers."""
        next_page: str | None = path
        while next_page:
            answer = self.get(next_page, params)
            assert answer.status_code == 200, f"GET {next_page}: {answer.status_code} {answer.text}"
            yield from answer.json()[key]
            next_page, params = answer.links.get("next", {}).get("url"), {}


def check_error_body(answer: requests.Response) -> dict[str, Any]:
    """The one shape of an error: no key more, and the tracking id of the header."""
    what = f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text[:300]}"
    body = answer.json()
    assert set(body) - {"errorCode"} == {"message", "errors", "trackingId"}, what
    assert isinstance(body["message"], str) and body["message"], what
    assert body["trackingId"] == answer.headers["trackingid"], what
    assert body["errors"], what
    for error in body["errors"]:
        assert {"description"} <= set(error) <= {"description", "errorCode"}, what
        assert isinstance(error["description"], str) and error["description"], what
        assert isinstance(error.get("errorCode", 0), int), what
    if "errorCode" in body:
        assert body["errorCode"] == body["errors"][0].get("errorCode"), what
    return body


def check_problem(answer: requests.Response) -> dict[str, Any]:
    """The one shape of a refusal of the Partyline API (RFC 9457)."""
    what = f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text[:300]}"
    assert answer.headers["Content-Type"] == "application/problem+json", what
    body = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "errors", "trackingId"}, what
    assert body["type"] == "about:blank" and body["title"] and body["detail"], what
    assert body["status"] == answer.status_code, what
    assert body["trackingId"] == answer.headers["trackingid"], what
    assert body["errors"], what
    for error in body["errors"]:
        assert isinstance(error["detail"], str) and error["detail"], what
        assert isinstance(error.get("code", 0), int), what
    return body
