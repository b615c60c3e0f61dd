# SPDX-License-Identifier: Apache-2.0
"""What the server tells systemd, heard on a socket of the test's own, and what systemd says of the unit."""

import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

import partyline
from partyline import REPOSITORY, Server, free_tcp_port

UNIT = REPOSITORY / "deploy" / "systemd" / "partyline.service"
ENVIRONMENT = REPOSITORY / "deploy" / "systemd" / "partyline.env"


class Manager:
    """The receiving end of NOTIFY_SOCKET."""

    def __init__(self, address: str):
        self.address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(address.replace("@", "\0", 1))

    def hear(self, seconds: float) -> str | None:
        self._socket.settimeout(seconds)
        try:
            return self._socket.recv(4096).decode()
        except TimeoutError:
            return None

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(params=["file", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Manager]:
    names = {"file": str(tmp_path / "notify"), "abstract": f"@partyline-test-{tmp_path.name}-{time.monotonic_ns()}"}
    made = Manager(names[request.param])
    yield made
    made.close()


@contextmanager
def launched(database: Path, manager: Manager, **settings: str) -> Iterator[Server]:
    """A server that has been started and not waited for."""
    server = Server(database, tcp_port=free_tcp_port(), NOTIFY_SOCKET=manager.address, **settings)
    server.launch()
    try:
        yield server
    finally:
        if server.is_running:
            server.stop()


def test_ready_is_said_when_requests_are_answered_and_stopping_before_the_end(
    database: Path, manager: Manager
) -> None:
    with launched(database, manager) as server:
        assert manager.hear(partyline.START_SECONDS) == "READY=1"
        assert requests.get(server.url + "/readyz", timeout=5).status_code == 200
        assert manager.hear(0.5) is None
        server.terminate()
        assert manager.hear(5) == "STOPPING=1"
        assert server.process.wait(partyline.STOP_SECONDS) == 0


def test_a_start_that_fails_never_says_ready(database: Path, manager: Manager) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server = Server(database, tcp_port=taken.getsockname()[1], NOTIFY_SOCKET=manager.address)
        server.launch()
        assert server.process.wait(partyline.START_SECONDS) == 1
    assert manager.hear(0.2) in (None, "STOPPING=1")
    assert manager.hear(0.2) is None


def test_the_watchdog_is_fed_while_the_server_works_and_not_while_it_hangs(
    database: Path, manager: Manager
) -> None:
    with launched(database, manager, WATCHDOG_USEC="400000") as server:
        while manager.hear(partyline.START_SECONDS) != "READY=1":
            pass
        for _ in range(10):
            assert manager.hear(0.4) == "WATCHDOG=1"
        server.process.send_signal(signal.SIGSTOP)
        while manager.hear(0.5):
            pass
        server.process.send_signal(signal.SIGCONT)
        assert manager.hear(1) == "WATCHDOG=1"


def test_the_watchdog_is_fed_until_the_end_of_a_long_drain(database: Path, manager: Manager) -> None:
    with launched(database, manager, WATCHDOG_USEC="400000", PARTYLINE_DRAIN_DELAY="2s") as server:
        while manager.hear(partyline.START_SECONDS) != "READY=1":
            pass
        server.terminate()
        heard = []
        while server.is_running:
            heard.append(manager.hear(0.4))
        assert heard.count("WATCHDOG=1") >= 8 and "STOPPING=1" in heard


def test_a_watchdog_of_another_process_is_not_fed(database: Path, manager: Manager) -> None:
    with launched(database, manager, WATCHDOG_USEC="400000", WATCHDOG_PID="1"):
        assert manager.hear(partyline.START_SECONDS) == "READY=1"
        assert manager.hear(1) is None


def test_a_manager_that_is_not_there_does_no_harm(database: Path) -> None:
    with Server(database, NOTIFY_SOCKET="/no/such/socket", WATCHDOG_USEC="100000") as server:
        time.sleep(0.5)
        assert server.stop() == 0


# The unit

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with this build's program in it."""
    text = UNIT.read_text(encoding="utf-8")
    assert text.count("/usr/bin/partyline") == 1
    copy = tmp_path / UNIT.name
    copy.write_text(text.replace("/usr/bin/partyline", str(partyline.BINARY)))
    return copy


@needs_systemd
def test_systemd_understands_every_word_of_the_unit(unit: Path) -> None:
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, timeout=60
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


@needs_systemd
def test_systemd_finds_the_unit_little_exposed(unit: Path, figure: Callable[[str], None]) -> None:
    checked = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=15", "--no-pager", unit],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    figure(checked.stdout.strip().splitlines()[-1])
    assert checked.returncode == 0, checked.stdout


def test_the_example_names_settings_that_there_are(database: Path) -> None:
    text = ENVIRONMENT.read_text(encoding="utf-8")
    settings = dict(re.findall(r"^#(PARTYLINE_\w+)=(.*)$", text, re.MULTILINE))
    assert len(settings) > 3
    shown = partyline.run("serve", "--print-settings", "--database", f"sqlite:{database}", **settings)
    assert shown.returncode == 0, shown.stderr
    for name, value in settings.items():
        assert re.search(rf" {re.escape(value)} +{name}$", shown.stdout, re.MULTILINE), name
