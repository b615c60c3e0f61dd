# SPDX-License-Identifier: Apache-2.0
"""A proxy that ends its client at one step: cheap, because it is one thread that looks at nothing but how a piece begins."""

import selectors
import socket
import threading
from collections.abc import Callable
from typing import Any

from partyline import Server

#: Before a PUT is passed on, when it was carried out but is not answered, and when its answer has been passed on.
MOMENTS = ("request", "answer", "passed")


class StepProxy:
    """Passes on what comes, counts the PUTs, and calls back at one moment of one of them.

    A client without pipelining begins each request with a piece of its own, and an answer without a body is one piece.
    """

    def __init__(self, server: Server):
        self._server = server
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._selector = selectors.DefaultSelector()
        self._partners: dict[socket.socket, socket.socket] = {}
        self._near: set[socket.socket] = set()
        self._waiting: set[socket.socket] = set()
        self._ended = False
        self.watch(0, "", lambda: None)

    def watch(self, step: int, moment: str, act: Callable[[], None]) -> None:
        """Counts from 1 again. The PUT of that number acts at that moment and goes no further; 0 watches nothing."""
        self._count, self._step, self._moment, self._act = 0, step, moment, act

    def __enter__(self) -> "StepProxy":
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._ended = True
        self._thread.join(10)
        self._listener.close()
        for one in list(self._partners):
            one.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _run(self) -> None:
        while not self._ended:
            for key, _ in self._selector.select(0.2):
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj in self._partners:
                    self._pass(key.fileobj)

    def _accept(self) -> None:
        near, _ = self._listener.accept()
        far = self._server.connect()
        for one, other in ((near, far), (far, near)):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._partners[one] = other
            self._selector.register(one, selectors.EVENT_READ)
        self._near.add(near)

    def _pass(self, one: socket.socket) -> None:
        other = self._partners[one]
        try:
            piece = one.recv(1 << 16)
            if piece and self._goes_on(one, other, piece):
                return
        except OSError:
            pass
        self._drop(one)
        self._drop(other)

    def _goes_on(self, one: socket.socket, other: socket.socket, piece: bytes) -> bool:
        """Passes the piece on, unless it is the one that is waited for."""
        if one in self._near:
            if piece.startswith(b"PUT "):
                self._count += 1
                if self._count == self._step:
                    if self._moment == "request":
                        self._act()
                        return False
                    self._waiting.add(other)
        elif one in self._waiting:
            self._waiting.discard(one)
            if self._moment == "passed":
                other.sendall(piece)
            self._act()
            return False
        other.sendall(piece)
        return True

    def _drop(self, one: socket.socket) -> None:
        if self._partners.pop(one, None) is not None:
            self._selector.unregister(one)
            one.close()
        self._near.discard(one)
        self._waiting.discard(one)
