# SPDX-License-Identifier: Apache-2.0
"""Requests byte by byte, for what polite clients cannot say."""

import http.client
import socket
import time
from dataclasses import dataclass, field

from partyline import Server


@dataclass
class RawAnswer:
    """What came back on a raw connection."""

    #: 0 where the connection ended without an answer.
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0


def head(method: str, path: str, token: str, *lines: str) -> bytes:
    """A request's head with a token and the given header fields."""
    start = [f"{method} {path} HTTP/1.1", "Host: partyline.example", f"Authorization: Bearer {token}"]
    return "\r\n".join([*start, *lines, "", ""]).encode("latin-1")


def answer_on(connection: socket.socket) -> RawAnswer:
    """Reads one answer; a connection that ends or is reset instead has status 0."""
    began = time.monotonic()
    response = http.client.HTTPResponse(connection)
    try:
        response.begin()
        body = response.read()
    except (http.client.HTTPException, ConnectionError):
        return RawAnswer(seconds=time.monotonic() - began)
    headers = {name.lower(): value for name, value in response.getheaders()}
    return RawAnswer(response.status, headers, body, time.monotonic() - began)


def exchange(server: Server, request: bytes, timeout: float = 15) -> RawAnswer:
    """Sends bytes and reads one answer. The server may answer, or hang up, before it has read them all."""
    with server.connect(timeout) as connection:
        try:
            connection.sendall(request)
        except ConnectionError:
            pass
        return answer_on(connection)


def seconds_until_closed(connection: socket.socket, limit: float) -> float:
    """How long the server keeps a connection on which nothing more is sent; `limit` where it is still open then."""
    began = time.monotonic()
    connection.settimeout(limit)
    try:
        while connection.recv(65_536):
            pass
    except TimeoutError:
        return limit
    except ConnectionError:
        pass
    return time.monotonic() - began
