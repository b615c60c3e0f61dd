# SPDX-License-Identifier: Apache-2.0
"""Whatever a client sends, the answer is a refusal at once: no defect, no growing memory, nothing stored."""

import json
import select
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

import pytest

from demo import Demo, sent_back
from partyline import Client, Server
from raw_http import RawAnswer, answer_on, exchange, head

MEBIBYTE = 1024 * 1024
JSON = {"Content-Type": "application/json;charset=utf-8"}

#: Bodies that are no JSON, or JSON of a shape that no operation takes.
MALFORMED: dict[str, bytes] = {
    "truncated": b'{"members": [{"id": "a", "port"',
    "truncated text": b'{"members": "',
    "truncated escape": b'{"members": "\\u12',
    "100,000 open arrays": b"[" * 100_000,
    "100,000 open objects": b'{"a":' * 100_000,
    "50,000 closed arrays": b'{"members":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "deep unknown key": b'{"x":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "two values": b"{} {}",
    "comment": b"{/* nothing */}",
    "not a number": b'{"members":[{"port":NaN}]}',
    "infinity": b'{"members":[{"port":Infinity}]}',
    "leading zero": b'{"members":[{"port":01}]}',
    "single quotes": b"{'members':[]}",
    "trailing comma": b'{"members":[],}',
    "NUL alone": b"\0",
    "NUL behind": b'{"members":[]}\0',
    "NUL in text": b'{"members":[{"id":"a\0b"}]}',
    "invalid UTF-8": b'{"members":[{"id":"\xff\xfe"}]}',
    "overlong UTF-8": b'{"members":[{"id":"\xc0\xaf"}]}',
    "UTF-16": '{"members":[]}'.encode("utf-16"),
    "array": b"[]",
    "text": b'"members"',
    "number": b"3",
    "true": b"true",
    "members is an object": b'{"members":{}}',
    "members is a text": b'{"members":"x"}',
    "members is null": b'{"members":null}',
    "a member is a number": b'{"members":[1]}',
    "a member is null": b'{"members":[null]}',
    "a member is empty": b'{"members":[{}]}',
}

#: What stands in for one value of a list that is right otherwise.
WRONG_VALUES: dict[str, tuple[str, bytes]] = {
    "port 1e400": ("port", b"1e400"),
    "port -1e400": ("port", b"-1e400"),
    "port of 401 digits": ("port", b"1" + b"0" * 400),
    "port of 500,000 digits": ("port", b"9" * 500_000),
    "port just above 64 bits": ("port", b"18446744073709551617"),
    "port 1.5": ("port", b"1.5"),
    "port 1e-400": ("port", b"1e-400"),
    "port text": ("port", b'"1"'),
    "port list": ("port", b"[1]"),
    "port true": ("port", b"true"),
    "port negative": ("port", b"-1"),
    "weight of 401 digits": ("lineWeight", b"1" + b"0" * 400),
    "weight 0": ("lineWeight", b"0"),
    "owner number": ("primaryOwner", b"1"),
    "owner text": ("primaryOwner", b'"yes"'),
    "line type unknown": ("lineType", b'"SECONDARY"'),
    "line type number": ("lineType", b"1"),
    "label with lone surrogate": ("lineLabel", b'"a\\ud800b"'),
    "label with half pair": ("lineLabel", b'"\\udc00"'),
    "label with escaped NUL": ("lineLabel", b'"a\\u0000b"'),
    "label with line end": ("lineLabel", b'"a\\nb"'),
    "label number": ("lineLabel", b"7"),
    "label of 81 characters": ("lineLabel", b'"' + b"x" * 81 + b'"'),
    "label of a megabyte": ("lineLabel", b'"' + b"x" * 900_000 + b'"'),
    "hotline number": ("hotlineEnabled", b"1"),
    "decline text": ("allowCallDeclineEnabled", b'"maybe"'),
    "id number": ("id", b"12"),
    "id empty": ("id", b'""'),
    "id object": ("id", b"{}"),
}


@pytest.fixture(scope="module")
def target(demo: Demo) -> str:
    """The path of a list with one line."""
    return demo.lone_app()[1].members


@pytest.fixture
def row(client: Client, target: str) -> dict[str, Any]:
    return sent_back(client.read(target)["members"][0])


def body_with(row: dict[str, Any], key: str, value: bytes) -> bytes:
    """A list of one row, right but for one value that may not be JSON at all."""
    marked = json.dumps({"members": [row | {key: "@@"}]}).encode()
    return marked.replace(b'"@@"', value)


def put(client: Client, path: str, body: bytes, headers: dict[str, str] | None = None) -> Any:
    return client.request("PUT", path, data=body, headers=headers or JSON)


@pytest.fixture
def unchanged(client: Client, target: str) -> Any:
    """The list is the same after the test, and the server answers."""
    before = client.get(target).content
    yield
    assert client.get(target).content == before


@pytest.mark.parametrize("name", MALFORMED)
@pytest.mark.usefixtures("unchanged")
def test_a_malformed_body_is_400(name: str, client: Client, target: str) -> None:
    began = time.monotonic()
    assert put(client, target, MALFORMED[name]).status_code == 400
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("name", WRONG_VALUES)
@pytest.mark.usefixtures("unchanged")
def test_a_wrong_value_is_400(name: str, client: Client, target: str, row: dict[str, Any]) -> None:
    began = time.monotonic()
    answer = put(client, target, body_with(row, *WRONG_VALUES[name]))
    assert answer.status_code == 400
    assert len(answer.content) < 10_000, "a refusal must not send a huge value back"
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("name", [name for name in MALFORMED if "member" not in name])
def test_other_operations_refuse_malformed_bodies_as_well(name: str, client: Client, demo: Demo) -> None:
    settings = f"/people/{demo.calling_people[0]['id']}/features/applications"
    assert put(client, settings, MALFORMED[name]).status_code == 400
    created = client.request("POST", "/telephony/config/virtualLines", data=MALFORMED[name], headers=JSON)
    assert created.status_code == 400


@pytest.mark.usefixtures("unchanged")
def test_three_thousand_strangers_are_refused_in_time(client: Client, target: str, row: dict[str, Any]) -> None:
    began = time.monotonic()
    answer = client.put(target, {"members": [row | {"id": f"{place}"} for place in range(3_000)]})
    assert answer.status_code == 400
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "*/*",
                                        "multipart/form-data; boundary=x", "application/jsonp", "x"])  # fmt: skip
@pytest.mark.usefixtures("unchanged")
def test_a_body_of_another_media_type_is_415(media_type: str, client: Client, target: str) -> None:
    assert put(client, target, b"{}", {"Content-Type": media_type}).status_code == 415


@pytest.mark.parametrize("media_type", ["application/json", "APPLICATION/JSON", "application/json; charset=UTF-8",
                                        "application/json;charset=utf-8"])  # fmt: skip
@pytest.mark.usefixtures("unchanged")
def test_json_is_recognised_however_it_is_written(
    media_type: str, client: Client, target: str, row: dict[str, Any]
) -> None:
    body = json.dumps({"members": [row]}).encode()
    assert put(client, target, body, {"Content-Type": media_type}).status_code == 204


@pytest.mark.usefixtures("unchanged")
def test_a_mebibyte_is_read_and_one_byte_more_is_413(client: Client, target: str, row: dict[str, Any]) -> None:
    body = json.dumps({"members": [row]}).encode().ljust(MEBIBYTE)
    assert put(client, target, body).status_code == 204
    assert put(client, target, body + b" ").status_code == 413


def refused_early(answer: RawAnswer) -> None:
    assert answer.status == 413
    assert answer.seconds < 2
    body = json.loads(answer.body)
    assert set(body) - {"errorCode"} == {"message", "errors", "trackingId"}
    assert body["trackingId"] == answer.headers["trackingid"]
    assert answer.headers["connection"].lower() == "close"


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("expects", [(), ("Expect: 100-continue",)])
def test_100_megabytes_announced_are_413_before_they_are_sent(
    expects: tuple[str, ...], server: Server, token: str, target: str
) -> None:
    length = ("Content-Type: application/json", "Content-Length: 104857600", *expects)
    refused_early(exchange(server, head("PUT", f"/v1{target}", token, *length)))


@pytest.mark.usefixtures("unchanged")
def test_100_megabytes_in_chunks_are_413_after_a_few(server: Server, token: str, target: str) -> None:
    chunk = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    chunked = ("Content-Type: application/json", "Transfer-Encoding: chunked")
    sent = 0
    with server.connect(15) as connection:
        connection.sendall(head("PUT", f"/v1{target}", token, *chunked))
        # A client that listens while it sends, as a good one does.
        while sent < 100 * MEBIBYTE and not select.select([connection], [], [], 0)[0]:
            connection.sendall(chunk)
            sent += 65_536
        refused_early(answer_on(connection))
    assert sent < 20 * MEBIBYTE


@pytest.mark.usefixtures("unchanged")
def test_a_client_that_never_listens_is_cut_off(server: Server, token: str, target: str) -> None:
    chunk = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    chunked = ("Content-Type: application/json", "Transfer-Encoding: chunked")
    with server.connect(15) as connection, pytest.raises(OSError):
        connection.sendall(head("PUT", f"/v1{target}", token, *chunked))
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            connection.sendall(chunk)


@pytest.mark.usefixtures("unchanged")
def test_a_client_that_stops_at_the_limit_reads_its_413(server: Server, token: str, target: str) -> None:
    request = head("PUT", f"/v1{target}", token, "Content-Type: application/json", "Transfer-Encoding: chunked")
    refused_early(exchange(server, request + (b"10000\r\n" + b" " * 65_536 + b"\r\n") * 17))


BAD_HEADS: dict[str, Callable[[str], bytes]] = {
    "no host": lambda token: f"GET /v1/people/me HTTP/1.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode(),
    "two hosts": lambda token: head("GET", "/v1/people/me", token, "Host: other"),
    "huge header": lambda token: head("GET", "/v1/people/me", token, "X-Long: " + "x" * 200_000),
    "many headers": lambda token: head("GET", "/v1/people/me", token, *(f"X-{n}: {n}" for n in range(20_000))),
    "long path": lambda token: head("GET", "/v1/people/" + "x" * 100_000, token),
    "long query": lambda token: head("GET", "/v1/people?displayName=" + "x" * 100_000, token),
    "no HTTP": lambda token: b"hello\r\n\r\n",
    "TLS to a plain port": lambda token: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 500,
    "two lengths": lambda token: head(
        "PUT", "/v1/people", token, "Content-Length: 2", "Content-Length: 3") + b"{} ",
    "length and chunks": lambda token: head(
        "PUT", "/v1/people", token, "Content-Length: 2", "Transfer-Encoding: chunked") + b"0\r\n\r\n",
    "negative length": lambda token: head("PUT", "/v1/people", token, "Content-Length: -2"),
    "bad chunk": lambda token: head("PUT", "/v1/people", token, "Transfer-Encoding: chunked") + b"zz\r\n\r\n",
    "NUL in header": lambda token: head("GET", "/v1/people/me", token, "X-Nul: a\0b"),
    "bad token characters": lambda token: head("GET", "/v1/people/me", token + "\x01"),
}  # fmt: skip


HALVES: dict[str, tuple[str, bytes]] = {
    "no byte of it": ("Content-Length: 200", b""),
    "some of it": ("Content-Length: 200", b'{"members": []}'),
    "no chunk of it": ("Transfer-Encoding: chunked", b""),
    "half a chunk of it": ("Transfer-Encoding: chunked", b'20\r\n{"members": []'),
    "a chunk without an end": ("Transfer-Encoding: chunked", b'10\r\n{"members": [   \r\n'),
}


@pytest.mark.parametrize("ending", ["closed", "reset", "half open"])
@pytest.mark.parametrize("name", HALVES)
def test_a_body_that_never_comes_whole_changes_nothing(
    name: str, ending: str, client: Client, server: Server, token: str, demo: Demo
) -> None:
    """A client is killed after the head: what it would have sent is not taken for an empty list."""
    endpoint = next(one for one in demo.endpoints() if len(demo.list_of(one)["members"]) > 1)
    before = client.get(endpoint.members)
    field, sent = HALVES[name]
    with server.connect() as connection:
        connection.sendall(head("PUT", "/v1" + endpoint.members, token, field, "Content-Type: application/json") + sent)
        if ending == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif ending == "half open":
            connection.shutdown(socket.SHUT_WR)
            assert answer_on(connection).status in (0, 400)
    time.sleep(0.2)
    after = client.get(endpoint.members)
    assert (after.headers["ETag"], after.content) == (before.headers["ETag"], before.content)


@pytest.mark.parametrize("name", BAD_HEADS)
def test_a_request_that_is_no_http_is_refused_or_cut_off(name: str, server: Server, token: str) -> None:
    answer = exchange(server, BAD_HEADS[name](token))
    assert answer.status == 0 or 400 <= answer.status < 500
    assert exchange(server, head("GET", "/healthz", token, "Connection: close")).status == 200


@pytest.mark.parametrize("query", ["displayName=%00", "displayName=%ff", "max=1e400", "max=-1", "max=x", "start=-5",
                                   "max=99999999999999999999", "start=99999999999999999999", "displayName=%",
                                   "id=%ed%a0%80", "orgId=", "callingData=perhaps", "&&&==&", "%00=1",
                                   "displayName=%25%5F'\";--"])  # fmt: skip
def test_a_strange_query_is_answered_or_refused(query: str, client: Client) -> None:
    for path in ("/people", "/telephony/config/virtualLines", "/telephony/config/numbers", "/devices"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code in (200, 400, 403, 404), f"{answer.url}: {answer.status_code} {answer.text}"


def all_bad_bodies(client: Client, target: str, row: dict[str, Any]) -> None:
    for body in MALFORMED.values():
        put(client, target, body)
    for key, value in WRONG_VALUES.values():
        put(client, target, body_with(row, key, value))
    put(client, target, b" " * (MEBIBYTE + 1))


def test_bad_bodies_leave_memory_as_it_was(
    own_server: Server, own_client: Client, token: str, figure: Callable[[str], None]
) -> None:
    target = Demo(own_client).lone_app()[1].members
    row = sent_back(own_client.read(target)["members"][0])
    for _ in range(3):
        all_bad_bodies(own_client, target, row)
    before = own_server.memory
    for _ in range(12):
        all_bad_bodies(own_client, target, row)
        exchange(own_server, head("PUT", f"/v1{target}", token, "Content-Length: 104857600"))
    grown = own_server.memory - before
    figure(f"{before / MEBIBYTE:.0f} MiB, grown by {grown / MEBIBYTE:.1f} MiB over 12 times all bad bodies")
    assert grown < 32 * MEBIBYTE
    assert own_client.get("/people/me").status_code == 200
