# SPDX-License-Identifier: Apache-2.0
"""Runs `partyline lines` as an administrator would, and stands between it and the server where a test wants that."""

import json
import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import partyline
from partyline import Client, Server


class Lines:
    """The command line of one administrator with files of its own."""

    def __init__(self, url: str, token: str, home: Path):
        self.url = url
        self.home = home
        home.mkdir(parents=True, exist_ok=True)
        self.settings = {
            "PARTYLINE_URL": url,
            "PARTYLINE_TOKEN": token,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_STATE_HOME": str(home / "state"),
        }

    def start(self, *arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
        """Starts `partyline lines …` without waiting for its end."""
        return subprocess.Popen(
            [str(partyline.BINARY), "lines", *map(str, arguments)],
            env=partyline.environment(**self.settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.home,
            **options,
        )

    def run(self, *arguments: str | Path, code: int = 0, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """Runs it to its end, which must have that exit code."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=timeout)
        done = subprocess.CompletedProcess(process.args, process.returncode, out, err)
        assert done.returncode == code, f"{arguments}: {done.returncode}\n{out}\n{err}"
        assert self.settings["PARTYLINE_TOKEN"] not in out + err
        return done

    def write(self, name: str, text: str) -> Path:
        """A file of this administrator's."""
        file = self.home / name
        file.write_text(text)
        return file

    def plan(self, file: Path) -> Path:
        """The plan of a file that must change something."""
        self.run("plan", file, code=2)
        return file.with_name(file.name + ".plan")

    def rollback(self, plan: Path) -> Path:
        """The way back that applying a plan has left."""
        made = json.loads(plan.read_text())["id"][:8].lower()
        return plan.with_name(f"{plan.name}.{made}.rollback")


def organisation(people: int) -> str:
    """A seed file with so many people, each with an app and the next one's line on it, and one with a phone in ten."""
    rows = ["organisation: {name: Many, created: \"2026-01-05T08:00:00Z\"}", "locations:"]
    rows += ["  - name: Hartford"]
    rows += ["    address: {address1: 1 Way, city: Hartford, state: CT, postalCode: \"06103\", country: US}"]
    rows += ["    timeZone: America/New_York", "    preferredLanguage: en_US", "    announcementLanguage: en_us"]
    rows += ["people:"]
    for number in range(people):
        rows.append(
            f"  - {{email: p{number}@many.example, firstName: First{number}, lastName: Last{number}, "
            f"location: Hartford, extension: \"{10000 + number}\", licence: professional}}"
        )
    rows += ["virtualLines:", "  - {firstName: Front, lastName: Desk, location: Hartford, extension: \"9000\"}"]
    rows += ["lines:"]
    for number in range(people):
        rows.append(f"  - endpoint: \"app:p{number}@many.example\"")
        rows.append(f"    lines: [{{member: \"person:p{(number + 1) % people}@many.example\", label: \"Next\"}}]")
    return "\n".join(rows) + "\n"


def snapshot(client: Client) -> dict[str, bytes]:
    """The bytes of every list, by its path."""
    people = [row for row in client.walk("/people", "items", callingData="true") if "locationId" in row]
    paths = [f"/telephony/config/people/{row['id']}/applications/members" for row in people]
    paths += [f"/telephony/config/devices/{row['callingDeviceId']}/members" for row in client.walk("/devices", "items")]
    return {path: client.get(path).content for path in paths}


@dataclass
class Exchange:
    """One request as it passed, and its answer."""

    method: str
    path: str
    seen: float
    status: int = 0
    answered: float = 0
    retry_after: float | None = None


@dataclass
class Passage:
    """A proxy that notes every exchange, and may do something before one is passed on, after it, or after its answer."""

    server: Server
    exchanges: list[Exchange] = field(default_factory=list)
    #: Called with "request", "answer" or "passed"; what it returns as False is not passed on.
    meddle: Callable[[str, Exchange, int], bool] = lambda moment, exchange, number: True
    _puts: int = 0

    def __enter__(self) -> "Passage":
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._listener.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def reset(self) -> None:
        self.exchanges, self._puts = [], 0

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        try:
            with near, self.server.connect() as far:
                for one in (near, far):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while self._exchange(near, far):
                    pass
        except OSError:
            pass

    def _exchange(self, near: socket.socket, far: socket.socket) -> bool:
        request = _message(near)
        if not request:
            return False
        method, path = request.split(b" ", 2)[:2]
        exchange = Exchange(method.decode(), path.decode(), time.monotonic())
        with self._lock:
            self.exchanges.append(exchange)
            self._puts += exchange.method in ("PUT", "POST")
            number = self._puts
        if not self.meddle("request", exchange, number):
            return False
        far.sendall(request)
        answer = _message(far, is_answer=True)
        exchange.status = int(answer.split(b" ", 2)[1])
        found = re.search(rb"\r\nretry-after: *(\d+)", answer, re.IGNORECASE)
        exchange.retry_after = float(found.group(1)) if found else None
        if not self.meddle("answer", exchange, number):
            return False
        exchange.answered = time.monotonic()
        near.sendall(answer)
        return self.meddle("passed", exchange, number)


def _message(connection: socket.socket, is_answer: bool = False) -> bytes:
    """One whole HTTP message, which says its length; nothing where the connection ends."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65_536)
        if not more:
            return b""
        data += more
    head, body = data.split(b"\r\n\r\n", 1)
    found = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
    has_none = is_answer and head.split(b" ", 2)[1] in (b"204", b"304")
    missing = 0 if has_none or not found else int(found.group(1)) - len(body)
    while missing > 0:
        more = connection.recv(65_536)
        if not more:
            return b""
        data, missing = data + more, missing - len(more)
    return data


def kill(process: subprocess.Popen[str]) -> None:
    """The process is gone at once."""
    os.kill(process.pid, 9)
