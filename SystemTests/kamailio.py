# SPDX-License-Identifier: Apache-2.0
"""The real Kamailio with the configuration in `sip/kamailio/`, on ports and files of the test's own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import requests

from partyline import REPOSITORY, free_tcp_port

SOURCE = REPOSITORY / "sip" / "kamailio"
SCHEMA = Path("/usr/share/kamailio/db_sqlite")


def free_udp_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _processes_of_session(session: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            state, _, _, its_session, *_ = entry.read_text().rpartition(")")[2].split()
            if int(its_session) == session and state not in "ZX":
                found.append(int(entry.parent.name))
    return found


class Kamailio:
    """One Kamailio, from start to stop; it comes back on the same ports with the same registrations."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.sip_port, self.trunk_port = free_udp_port(), free_udp_port()
        self.feed_port = free_tcp_port()
        self._process: subprocess.Popen[bytes] | None = None
        shutil.copytree(SOURCE, folder / "config")
        self._registrations = folder / "registrations.sqlite"
        (folder / "config" / "settings.cfg").write_text(self._settings())
        schema = "".join((SCHEMA / f"{name}-create.sql").read_text() for name in ("standard", "usrloc"))
        subprocess.run(["sqlite3", self._registrations], input=schema, text=True, check=True)

    def _settings(self) -> str:
        return f"""listen=udp:127.0.0.1:{self.sip_port}
listen=tcp:127.0.0.1:{self.sip_port}
listen=tcp:127.0.0.1:{self.feed_port}
#!substdef "!SIP_DOMAIN!partyline.example!g"
#!substdef "!FEED_TCP_PORT!{self.feed_port}!g"
#!define WITH_TRUNK
#!substdef "!TRUNK_ADDRESS!127.0.0.1!g"
#!substdef "!TRUNK_PORT!{self.trunk_port}!g"
#!substdef "!EMERGENCY_NUMBERS!9?(911|112)!g"
#!substdef "!REGISTRATIONS_FILE!{self._registrations}!g"
"""

    @property
    def proxy(self) -> tuple[str, int]:
        return ("127.0.0.1", self.sip_port)

    @property
    def url(self) -> str:
        """What Partyline's setting takes."""
        return f"http://127.0.0.1:{self.feed_port}/RPC"

    def __enter__(self) -> "Kamailio":
        return self.start()

    def __exit__(self, *_: Any) -> None:
        self.kill()

    def start(self) -> "Kamailio":
        log = (self.folder / "kamailio.log").open("ab")
        self._process = subprocess.Popen(
            ["kamailio", "-f", str(self.folder / "config" / "kamailio.cfg"), "-DD", "-E", "-m", "128", "-M", "64"]
            + ["-Y", str(self.folder), "-w", str(self.folder)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + 15
        while True:
            try:
                self.rpc("core.version")
                return self
            except requests.ConnectionError:
                assert self._process.poll() is None and time.monotonic() < deadline, self.log()
                time.sleep(0.05)

    def kill(self) -> None:
        """All its processes are gone at once."""
        if self._process is None:
            return
        # Until the last is gone: it would keep the ports from those that come next.
        while processes := _processes_of_session(self._process.pid):
            for process in processes:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            time.sleep(0.01)
        self._process.wait()
        self._process = None

    def rpc(self, method: str, *parameters: str) -> Any:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(parameters)}
        return requests.post(self.url, json=body, timeout=5).json()

    def table(self, name: str) -> dict[str, str]:
        slots = self.rpc("htable.dump", name)["result"]
        return {item["name"]: item["value"] for slot in slots for item in slot["slot"]}

    def log(self) -> str:
        return (self.folder / "kamailio.log").read_text(errors="replace")
