# SPDX-License-Identifier: Apache-2.0
"""Nobody holds a connection by being slow or silent."""

import socket
import time
from collections.abc import Callable

import pytest

from demo import Demo
from partyline import Client, Server
from raw_http import answer_on, exchange, head, seconds_until_closed

#: How much later than its limit a connection may end on a busy machine.
PATIENCE = 4


@pytest.fixture
def strict(serve: Callable[..., Server]) -> Server:
    """A server with short limits: one second for silence, two for a request."""
    return serve(PARTYLINE_IDLE_TIMEOUT="1s", PARTYLINE_REQUEST_TIMEOUT="2s")


def test_a_silent_connection_is_closed(strict: Server) -> None:
    with strict.connect() as connection:
        assert 0.5 < seconds_until_closed(connection, 20) < 1 + PATIENCE


def test_an_idle_connection_is_closed_after_its_answer(strict: Server, token: str) -> None:
    with strict.connect() as connection:
        connection.sendall(head("GET", "/healthz", token))
        assert answer_on(connection).status == 200
        assert 0.5 < seconds_until_closed(connection, 20) < 1 + PATIENCE


def drip(connection: socket.socket, data: bytes, limit: float) -> float:
    """Sends a byte every tenth of a second; returns the seconds until the server no longer took them."""
    began = time.monotonic()
    connection.settimeout(0.1)
    for place in range(len(data)):
        if time.monotonic() - began > limit:
            return limit
        try:
            connection.sendall(data[place : place + 1])
            if not connection.recv(65_536):
                return time.monotonic() - began
        except TimeoutError:
            continue
        except ConnectionError:
            return time.monotonic() - began
    return limit


def test_a_dripping_head_is_cut_off(strict: Server, token: str) -> None:
    with strict.connect() as connection:
        assert drip(connection, head("GET", "/v1/people", token, "X-Long: " + "x" * 1_000), 20) < 1 + PATIENCE


def test_a_dripping_body_is_cut_off(strict: Server, token: str) -> None:
    path = "/v1" + Demo(Client(strict, token)).lone_app()[1].members
    request = head("PUT", path, token, "Content-Type: application/json", "Content-Length: 1000")
    with strict.connect() as connection:
        connection.sendall(request)
        assert drip(connection, b"{" + b" " * 998 + b"}", 20) < 2 + PATIENCE


def test_a_request_has_its_own_time_where_silence_has_more(serve: Callable[..., Server], token: str) -> None:
    server = serve(PARTYLINE_IDLE_TIMEOUT="60s", PARTYLINE_REQUEST_TIMEOUT="2s")
    answer = exchange(server, head("PUT", "/v1/people/x/features/applications", token, "Content-Length: 9"), timeout=20)
    assert answer.status in (0, 408)
    assert answer.seconds < 2 + PATIENCE


def test_a_stalled_body_is_refused_or_cut_off(strict: Server, token: str) -> None:
    path = "/v1" + Demo(Client(strict, token)).lone_app()[1].members
    request = head("PUT", path, token, "Content-Type: application/json", "Content-Length: 1000")
    answer = exchange(strict, request + b'{"members":', timeout=20)
    assert answer.status in (0, 408)
    assert 1 < answer.seconds < 2 + PATIENCE


def test_a_client_that_reads_nothing_is_cut_off(strict: Server, token: str) -> None:
    request = head("GET", "/v1/people?callingData=true", token)
    with strict.connect(1) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        began = time.monotonic()
        with pytest.raises(OSError):
            while time.monotonic() - began < 20:
                try:
                    connection.sendall(request * 50)
                except TimeoutError:
                    continue
        assert time.monotonic() - began < 15


def test_slow_clients_do_not_keep_others_waiting(strict: Server, token: str) -> None:
    slow = [strict.connect() for _ in range(200)]
    for connection in slow:
        connection.sendall(b"GET /v1/people HTTP/1.1\r\nHost: x\r\n")
    began = time.monotonic()
    assert Client(strict, token).get("/people/me").status_code == 200
    assert time.monotonic() - began < 2
    for connection in slow:
        connection.close()


def test_connections_beyond_the_limit_wait_for_their_turn(serve: Callable[..., Server], token: str) -> None:
    server = serve(PARTYLINE_MAXIMUM_CONNECTIONS="4", PARTYLINE_IDLE_TIMEOUT="2s")
    # Connections of the start that are still counted go with their idle timeout.
    holders = [server.connect() for _ in range(6)]
    answer = exchange(server, head("GET", "/healthz", token, "Connection: close"), timeout=20)
    assert answer.status == 200
    for connection in holders:
        connection.close()
