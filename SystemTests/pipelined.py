# SPDX-License-Identifier: Apache-2.0
"""Many GETs on one connection, sent one after the other without waiting: a thousand lists in the time of some dozens."""

import re
import socket
from collections.abc import Iterable

#: So many requests may be on their way; more would fill both ends' buffers while neither reads.
_AHEAD = 100


def get_all(connection: socket.socket, token: str, paths: Iterable[str]) -> list[bytes]:
    """The bodies in the order of the paths; each answer must be a 200 with its length."""
    paths = list(paths)
    head = f"Host: partyline\r\nAuthorization: Bearer {token}\r\n\r\n"
    requests = [f"GET {path} HTTP/1.1\r\n{head}".encode() for path in paths]
    bodies: list[bytes] = []
    with connection.makefile("rb", buffering=1 << 16) as answers:
        for start in range(0, len(requests), _AHEAD):
            connection.sendall(b"".join(requests[start : start + _AHEAD]))
            for path in paths[start : start + _AHEAD]:
                bodies.append(_body(answers, path))
    return bodies


def _body(answers, path: str) -> bytes:
    status = answers.readline()
    assert status.startswith(b"HTTP/1.1 200 "), f"{path}: {status!r}"
    length = 0
    while (line := answers.readline()) != b"\r\n":
        found = re.match(rb"content-length: *(\d+)", line, re.IGNORECASE)
        length = int(found.group(1)) if found else length
    body = answers.read(length)
    assert len(body) == length, f"{path}: the connection has ended"
    return body
