# SPDX-License-Identifier: Apache-2.0
"""A network between a node and its database, which can be cut, slowed down and stopped."""

import socket
import threading
import time
from pathlib import Path


class Proxy:
    """Passes bytes between a TCP port and the database's socket."""

    def __init__(self, target: Path):
        self._target = str(target)
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._lock = threading.Lock()
        self._flowing = threading.Event()
        self._flowing.set()
        #: Seconds that everything takes longer.
        self.delay = 0.0
        self._listen(0)
        self.tcp_port: int = self._listener.getsockname()[1]

    def _listen(self, tcp_port: int) -> None:
        self._listener = socket.create_server(("127.0.0.1", tcp_port), backlog=256)
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def url(self, name: str, password: str = "") -> str:
        return f"postgres://postgres{password and ':' + password}@127.0.0.1:{self.tcp_port}/{name}"

    def stall(self) -> None:
        """Nothing gets through any more, and nobody is told."""
        self._flowing.clear()

    def go_on(self) -> None:
        self._flowing.set()

    def cut(self) -> int:
        """Breaks every connection and says how many there were."""
        with self._lock:
            pairs = list(self._pairs)
        for pair in pairs:
            self._close(pair)
        return len(pairs)

    def shut(self) -> None:
        """Refuses and breaks every connection, as where nothing listens."""
        # Closing alone does not wake the thread that accepts, which would go on listening.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def reopen(self) -> None:
        self._listen(self.tcp_port)

    def close(self) -> None:
        try:
            self.shut()
        except OSError:
            pass
        self.go_on()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(self._target)
            except OSError:
                client.close()
                continue
            pair = (client, server)
            with self._lock:
                self._pairs.add(pair)
            for source, sink in (pair, pair[::-1]):
                threading.Thread(target=self._pass, args=(source, sink, pair), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, pair: tuple[socket.socket, socket.socket]) -> None:
        try:
            while data := source.recv(65536):
                self._flowing.wait()
                if self.delay:
                    time.sleep(self.delay)
                sink.sendall(data)
        except OSError:
            pass
        self._close(pair)

    def _close(self, pair: tuple[socket.socket, socket.socket]) -> None:
        with self._lock:
            self._pairs.discard(pair)
        for end in pair:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()
