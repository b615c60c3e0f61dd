# SPDX-License-Identifier: Apache-2.0
"""The requests that are played, as bytes."""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

LINES_PER_LIST = 10


def webex_id(kind: str, uuid: str) -> str:
    """An identifier as Webex gives it out."""
    return base64.b64encode(f"ciscospark://us/{kind}/{uuid}".encode()).decode().rstrip("=")


@dataclass(frozen=True)
class Traffic:
    """Requests about the lists of the sample organisation's people."""

    people: list[str]
    token: str

    def path(self, index: int) -> str:
        person = webex_id("PEOPLE", self.people[index % len(self.people)])
        return f"/v1/telephony/config/people/{person}/applications/members"

    def get(self, index: int) -> bytes:
        return self._request("GET", index)

    def put(self, index: int, mark: str, turned: int = 0) -> bytes:
        return self._request("PUT", index, self.put_body(index, mark, turned))

    def put_body(self, index: int, mark: str, turned: int = 0) -> bytes:
        """The ten lines of a list as a client sends them; labels carry the mark, shared lines turn by some ports."""
        members = [self._line(index, offset, mark, turned) for offset in range(LINES_PER_LIST)]
        return json.dumps({"members": members}).encode()

    def _line(self, index: int, offset: int, mark: str, turned: int) -> dict[str, object]:
        port = 1 if offset == 0 else 2 + (offset - 1 + turned) % (LINES_PER_LIST - 1)
        return {
            "id": webex_id("PEOPLE", self.people[(index + offset) % len(self.people)]),
            "port": port,
            "primaryOwner": offset == 0,
            "lineType": "PRIMARY" if offset == 0 else "SHARED_CALL_APPEARANCE",
            "lineWeight": 1,
            "lineLabel": f"Line {offset + 1} {mark}",
            "hotlineEnabled": False,
            "hotlineDestination": "",
            "allowCallDeclineEnabled": True,
        }

    def _request(self, method: str, index: int, body: bytes = b"") -> bytes:
        head = [
            f"{method} {self.path(index)} HTTP/1.1",
            "Host: partyline.example",
            f"Authorization: Bearer {self.token}",
            "Accept: application/json",
        ]
        if body:
            head += ["Content-Type: application/json;charset=utf-8", f"Content-Length: {len(body)}"]
        return "\r\n".join([*head, "", ""]).encode() + body


def record(folder: Path, threads: Iterable[Iterable[bytes]]) -> Path:
    """Writes what each thread plays: length, newline, bytes, for each request."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, requests in enumerate(threads):
        with (folder / f"{number}.requests").open("wb") as file:
            for request in requests:
                file.write(b"%d\n%b" % (len(request), request))
    return folder


def one_list(traffic: Traffic, threads: int) -> list[list[bytes]]:
    """Every thread reads the same list."""
    return [[traffic.get(0)]] * threads


def every_list(traffic: Traffic, threads: int) -> Iterator[Iterator[bytes]]:
    """Each thread reads lists of its own, all of them in turn: too many for any of them to be at hand still."""
    share = len(traffic.people) // threads
    for thread in range(threads):
        yield (traffic.get(thread * share + index) for index in range(share))


def replacements(
    traffic: Traffic, threads: int, mark: str, turning: bool, lists: int = 512
) -> Iterator[Iterator[bytes]]:
    """Each thread replaces lists of its own, in turn, with two contents in turn: every request changes its list.

    The ten labels change each time; where lines are `turning`, nine of ten lines change their ports as well.
    """
    share = len(traffic.people) // threads
    for thread in range(threads):
        yield (
            traffic.put(thread * share + index, f"{mark}{half}", half if turning else 0)
            for half in (0, 1)
            for index in range(lists)
        )


def mixture(traffic: Traffic, threads: int, mark: str, lists: int = 4096) -> Iterator[Iterator[bytes]]:
    """Nine reads of other lists beside each replacement."""
    share = len(traffic.people) // threads
    for thread in range(threads):
        yield (
            traffic.put(thread * share + index, mark) if index % 10 == 0 else traffic.get(thread * share + index)
            for index in range(min(lists, share))
        )
