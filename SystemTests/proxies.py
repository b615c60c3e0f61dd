# SPDX-License-Identifier: Apache-2.0
"""nginx and HAProxy with the examples of deploy/, in front of nodes of a test's own."""

import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import requests

from partyline import REPOSITORY, Server, free_tcp_port

NODES = ("127.0.0.1:8081", "127.0.0.1:8082")


def program(name: str) -> str | None:
    """Where it is installed; Debian's servers are not on everybody's PATH."""
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def replaced(text: str, changes: dict[str, str]) -> str:
    """Every one of them must be there, so that a test never runs another configuration than the one it is about."""
    for old, new in changes.items():
        assert old in text, f"{old} does not stand in the example"
        text = text.replace(old, new)
    return text


class Proxy:
    """One proxy as a process; `url` leads to whatever nodes are behind it."""

    def __init__(self, folder: Path, nodes: list[Server], certificate: tuple[Path, Path]):
        self.folder = folder
        self.nodes = nodes
        self.tcp_port = free_tcp_port()
        self.certificate, self.key = certificate
        self._process: subprocess.Popen[bytes] | None = None

    #: As `Client` names them, so that a proxy stands in for a server.
    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.tcp_port}"

    @property
    def api(self) -> str:
        return self.url + "/v1"

    def command(self) -> list[str]:
        raise NotImplementedError

    def configure(self, without: Server | None = None) -> None:
        raise NotImplementedError

    def addresses(self) -> dict[str, str]:
        return dict(zip(NODES, [f"127.0.0.1:{node.tcp_port}" for node in self.nodes], strict=True))

    def __enter__(self) -> "Proxy":
        self.configure()
        with (self.folder / "proxy.log").open("ab") as log:
            self._process = subprocess.Popen(self.command(), stdout=log, stderr=log, cwd=self.folder)
        deadline = time.monotonic() + 20
        while True:
            try:
                if requests.get(self.url + "/readyz", verify=str(self.certificate), timeout=5).status_code == 200:
                    return self
            except requests.ConnectionError:
                pass
            assert self._process.poll() is None and time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    def __exit__(self, *_: Any) -> None:
        self.process.terminate()
        self.process.wait(20)

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def log(self) -> str:
        return "\n".join(file.read_text(errors="replace") for file in self.folder.glob("*.log"))

    def take_out(self, node: Server) -> None:
        """What the example says to do before a node is stopped; nothing where the proxy asks /readyz by itself."""

    def take_in(self) -> None:
        """The same when it is back."""


class Nginx(Proxy):
    """The example is a file of conf.d; what Debian's nginx.conf has around it stands here."""

    def command(self) -> list[str]:
        return [str(program("nginx")), "-p", str(self.folder), "-c", "nginx.conf", "-e", "error.log"]

    def configure(self, without: Server | None = None) -> None:
        addresses = self.addresses()
        text = (REPOSITORY / "deploy" / "nginx" / "partyline.conf").read_text(encoding="utf-8")
        text = replaced(
            text,
            addresses
            | {
                "listen 443 ssl": f"listen 127.0.0.1:{self.tcp_port} ssl",
                "/etc/partyline/chain.pem": str(self.certificate),
                "/etc/partyline/key.pem": str(self.key),
            },
        )
        if without is not None:
            text, count = re.subn(rf"(server 127\.0\.0\.1:{without.tcp_port} [^;]*);", r"\1 down;", text)
            assert count == 1
        (self.folder / "partyline.conf").write_text(text)
        paths = "".join(
            f"{kind}_temp_path {kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (self.folder / "nginx.conf").write_text(
            "daemon off; pid nginx.pid; worker_processes 2; events { worker_connections 1024; }\n"
            f"http {{ {paths} access_log off; include {self.folder}/partyline.conf; }}\n"
        )

    def take_out(self, node: Server) -> None:
        self.configure(without=node)
        self._reload()

    def take_in(self) -> None:
        self.configure()
        self._reload()

    def _reload(self) -> None:
        self.process.send_signal(signal.SIGHUP)
        time.sleep(1)


class HAProxy(Proxy):
    def command(self) -> list[str]:
        return [str(program("haproxy")), "-db", "-f", "haproxy.cfg"]

    def configure(self, without: Server | None = None) -> None:
        both = self.folder / "chain-and-key.pem"
        both.write_text(self.certificate.read_text() + self.key.read_text())
        text = (REPOSITORY / "deploy" / "haproxy" / "partyline.cfg").read_text(encoding="utf-8")
        changes = {
            "bind :443 ssl": f"bind 127.0.0.1:{self.tcp_port} ssl",
            "/etc/partyline/chain-and-key.pem": str(both),
            # A test may open fewer files than a service.
            "maxconn 20000": "maxconn 1000",
        }
        (self.folder / "haproxy.cfg").write_text(replaced(text, self.addresses() | changes))
