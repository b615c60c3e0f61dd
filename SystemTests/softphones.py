# SPDX-License-Identifier: Apache-2.0
"""Real softphones, headless and driven by scripts: baresip and Linphone."""

import itertools
import json
import os
import queue
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from sip_peer import DOMAIN

#: Every phone has an address of its own in 127/8, apart from those of other runs on the machine.
_ADDRESSES = (f"127.{1 + os.getpid() // 256 % 250}.{os.getpid() % 256}.{last}" for last in itertools.count(11))

_BARESIP_CONFIG = """
poll_method epoll
net_interface {address}
sip_listen {address}:5060
audio_player aubridge,silence
audio_source aubridge,silence
audio_alert aubridge,silence
ctrl_tcp_listen {address}:4444
module_path /usr/lib/baresip/modules
module g711.so
module aubridge.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
"""


class Baresip:
    """A baresip that registers one line of an endpoint."""

    def __init__(self, folder: Path, proxy: tuple[str, int], credential: dict[str, Any], line: str):
        self.address, self.line = next(_ADDRESSES), line
        folder = folder / f"baresip-{self.address}"
        folder.mkdir()
        (folder / "config").write_text(_BARESIP_CONFIG.format(address=self.address))
        (folder / "accounts").write_text(
            f'<sip:{line}@{DOMAIN}>;auth_user={credential["user"]};auth_pass={credential["secret"]}'
            f';outbound="sip:{proxy[0]}:{proxy[1]}";regint=60;answermode=manual;audio_codecs=pcmu\n'
        )
        (folder / "contacts").touch()
        self._log = folder / "log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                ["baresip", "-f", str(folder), "-v"], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self._events: queue.Queue[dict[str, Any]] = queue.Queue()
        self._replies: queue.Queue[dict[str, Any]] = queue.Queue()
        self._control = self._connect()
        threading.Thread(target=self._listen, daemon=True).start()

    def _connect(self) -> socket.socket:
        deadline = time.monotonic() + 10
        while True:
            try:
                return socket.create_connection((self.address, 4444), timeout=60)
            except OSError:
                assert self._process.poll() is None and time.monotonic() < deadline, self.log()
                time.sleep(0.05)

    def _listen(self) -> None:
        data = b""
        while True:
            try:
                more = self._control.recv(65536)
            except OSError:
                return
            if not more:
                return
            data += more
            # Netstrings: LENGTH:BYTES,
            while b":" in data:
                length, _, rest = data.partition(b":")
                if len(rest) < int(length) + 1:
                    break
                message = json.loads(rest[: int(length)])
                data = rest[int(length) + 1 :]
                (self._events if message.get("event") else self._replies).put(message)

    def command(self, name: str, parameters: str = "") -> None:
        body = json.dumps({"command": name, "params": parameters, "token": "1"}).encode()
        self._control.sendall(b"%d:%s," % (len(body), body))
        self._replies.get(timeout=5)

    def wait(self, kind: str, seconds: float = 8) -> dict[str, Any]:
        """The next event of that kind."""
        deadline = time.monotonic() + seconds
        seen = []
        while True:
            try:
                event = self._events.get(timeout=max(0.001, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"{self.line}: no {kind} in {seconds} s; came {seen}\n{self.log()}") from None
            seen.append(event["type"])
            if event["type"] == kind:
                return event

    def hears_nothing(self, kind: str, seconds: float) -> bool:
        """Whether no event of that kind comes for so long."""
        try:
            self.wait(kind, seconds)
        except AssertionError:
            return True
        return False

    def ready(self) -> "Baresip":
        # It may register before anybody listens to its events.
        deadline = time.monotonic() + 10
        while " binding" not in self.log():
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.02)
        return self

    def wait_for_call(self) -> None:
        self.wait("CALL_INCOMING")

    def dial(self, number: str) -> None:
        self.command("dial", f"sip:{number}@{DOMAIN}")

    def accept(self) -> None:
        self.command("accept")

    def hang_up(self) -> None:
        """Ends the call, or declines one that rings."""
        self.command("hangup")

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._control.close()

    def log(self) -> str:
        return self._log.read_text(errors="replace")[-3000:]


class Linphone:
    """A linphone-daemon that registers one line of an endpoint. It answers each command on its standard output."""

    _CONFIG = """
[sip]
sip_port={port}
sip_tcp_port=0
sip_tls_port=0
bind_address=127.0.0.1
register_only_when_network_is_up=0
[sound]
remote_ring=
"""

    def __init__(self, folder: Path, proxy: tuple[str, int], credential: dict[str, Any], line: str):
        self.address, self.line = next(_ADDRESSES), line
        folder = folder / f"linphone-{self.address}"
        # Without room for its database it opens no socket.
        (folder / ".local/share/linphone").mkdir(parents=True)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        (folder / "rc").write_text(self._CONFIG.format(port=port))
        self._output = folder / "output"
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                ["linphone-daemon", "--config", str(folder / "rc"), "--log", str(folder / "log")],
                stdin=subprocess.PIPE, stdout=output, stderr=output, text=True,
                env=os.environ | {"HOME": str(folder)},
            )  # fmt: skip
        self._registering = (
            f"register sip:{line}@{DOMAIN} sip:{proxy[0]}:{proxy[1]} {credential['secret']} {credential['user']}"
        )

    def command(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text + "\n")
        self._process.stdin.flush()

    def ask(self, command: str) -> str:
        start = self._output.stat().st_size
        self.command(command)
        time.sleep(0.2)
        return self._output.read_text(errors="replace")[start:]

    def wait(self, text: str, asking: str, seconds: float = 10) -> None:
        """Asks until the answer holds the text."""
        deadline = time.monotonic() + seconds
        while text not in (said := self.ask(asking)):
            assert time.monotonic() < deadline, f"{self.line}: no {text!r} in {seconds} s: {said}"

    def ready(self) -> "Linphone":
        # It takes commands before it has opened its socket, says nothing of either, and does not try again for a while.
        time.sleep(1)
        self.command(self._registering)
        self.wait("State: LinphoneRegistrationOk", "register-status ALL")
        return self

    def wait_for_call(self) -> None:
        self.wait("State: LinphoneCallIncomingReceived", "call-status")

    def accept(self) -> None:
        self.command("answer")

    def hang_up(self) -> None:
        """Ends the call, or declines one that rings."""
        self.command("terminate")

    def close(self) -> None:
        self.command("quit")
        try:
            self._process.wait(3)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
