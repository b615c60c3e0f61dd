# SPDX-License-Identifier: Apache-2.0
"""A reader of server-sent events that knows no more than the standard says."""

import http.client
import json
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from typing import Any

from partyline import Server


@dataclass
class Event:
    """One dispatched event."""

    id: str
    name: str
    data: Any


class EventStream:
    """One connection, read by a thread of its own until it ends or is cut."""

    def __init__(self, server: Server, token: str, query: str = "", last_event_id: str | None = None):
        self.events: list[Event] = []
        self.comments = 0
        self.ended = threading.Event()
        #: Whether the server ended the answer as HTTP says, and did not just hang up.
        self.ended_cleanly = False
        self._changed = threading.Condition()
        self._connection = self._connect(server)
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
        if last_event_id is not None:
            headers["Last-Event-ID"] = last_event_id
        self._connection.request("GET", f"/partyline/v1/changes/stream{query}", headers=headers)
        self._socket = self._connection.sock
        self.answer = self._connection.getresponse()
        assert self.answer.status == 200, self.answer.read()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @staticmethod
    def _connect(server: Server) -> http.client.HTTPConnection:
        """Where a proxy stands in for the server, it speaks TLS."""
        if not server.url.startswith("https:"):
            return http.client.HTTPConnection("127.0.0.1", server.tcp_port, timeout=60)
        trust = ssl.create_default_context(cafile=str(server.certificate))
        return http.client.HTTPSConnection("127.0.0.1", server.tcp_port, timeout=60, context=trust)

    def __enter__(self) -> "EventStream":
        return self

    def __exit__(self, *_: Any) -> None:
        self.cut()

    def cut(self) -> None:
        """Hangs up, in the middle of whatever comes."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._thread.join(10)
        self._connection.close()

    def _read(self) -> None:
        try:
            self._read_lines()
            self.ended_cleanly = True
        except (OSError, http.client.HTTPException, ValueError):
            pass
        self.ended.set()
        with self._changed:
            self._changed.notify_all()

    def _read_lines(self) -> None:
        fields: dict[str, str] = {}
        while line := self.answer.readline():
            text = line.decode().rstrip("\n")
            if text.startswith(":"):
                self.comments += 1
            elif text:
                name, _, value = text.partition(":")
                fields[name] = value.removeprefix(" ")
            elif "data" in fields:
                event = Event(fields.get("id", ""), fields.get("event", "message"), json.loads(fields["data"]))
                with self._changed:
                    self.events.append(event)
                    self._changed.notify_all()
                fields = {}

    @property
    def changes(self) -> list[Event]:
        """The changes among the events."""
        with self._changed:
            return [event for event in self.events if event.name == "change"]

    @property
    def last_id(self) -> str:
        """Where to go on."""
        self.wait_for(0)
        with self._changed:
            return self.events[-1].id

    def wait_for(self, count: int, seconds: float = 30) -> list[Event]:
        """The changes, once there are so many; 0 waits for the opening alone."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                found = [event for event in self.events if event.name == "change"]
                if len(found) >= count and self.events:
                    return found
                left = deadline - time.monotonic()
                assert left > 0 and not self.ended.is_set(), f"{len(found)} of {count} changes came"
                self._changed.wait(left)
