# SPDX-License-Identifier: Apache-2.0
"""Servers as processes: start, what they take, stop."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 30


def free_tcp_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def clean_environment(**settings: str) -> dict[str, str]:
    """The caller's environment without its own PARTYLINE_ settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARTYLINE_")}
    return kept | settings


def exchange(tcp_port: int, request: bytes) -> bytes:
    """One request on a connection of its own; the whole answer."""
    with socket.create_connection(("127.0.0.1", tcp_port), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65536):
            answer += part
        return answer


def simple_get(path: str, token: str = "") -> bytes:
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    return f"GET {path} HTTP/1.1\r\nHost: partyline.example\r\n{authorization}Connection: close\r\n\r\n".encode()


class Server:
    """One server process on a TCP port of this machine."""

    def __init__(self, command: list[str], tcp_port: int, log: Path, ready_path: str = "/readyz", **settings: str):
        self.tcp_port = tcp_port
        self._ready_request = simple_get(ready_path)
        self._log = log
        start = time.perf_counter()
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command, env=clean_environment(**settings), stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        self._wait_until_ready()
        #: From before the process existed until it had answered that it is ready.
        self.start_seconds = time.perf_counter() - start

    def _wait_until_ready(self) -> None:
        deadline = time.perf_counter() + _START_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.perf_counter() > deadline:
                self._process.kill()
                raise SystemExit(f"{self._process.args[0]} did not start:\n{self._log.read_text(errors='replace')}")
            time.sleep(0.0005)

    def _is_ready(self) -> bool:
        try:
            return exchange(self.tcp_port, self._ready_request).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.tcp_port}"

    @property
    def cpu_seconds(self) -> float:
        """User and system time of all threads."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory_bytes(self, field: str = "VmRSS") -> int:
        for line in Path(f"/proc/{self._process.pid}/status").read_text().splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) * 1024
        raise LookupError(field)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
