# SPDX-License-Identifier: Apache-2.0
"""A server that feeds a Kamailio, and phones on it: what the tests of SIP stand on."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from demo import app, sent_back, shared
from kamailio import Kamailio
from partyline import Client, Database, Server
from sip_peer import Peer
from softphones import Baresip, Linphone

#: Three assistants of the demo organisation, by extension; their numbers are +18605550100 and the last two digits.
EMAILS = {
    "1001": "adaeze.okafor@partyline.example",
    "1002": "zoe.lindqvist@partyline.example",
    "1003": "lukasz.nowak@partyline.example",
    "1004": "thomas.whitfield@partyline.example",
    "2001": "kevin.obrien@partyline.example",
}


class Site:
    """One server, one Kamailio, the trunk behind it, and whatever phones a test starts."""

    def __init__(self, database: Database, token: str, folder: Path):
        self.folder = folder
        self.kamailio = Kamailio(folder / "kamailio").start()
        self.server = Server(database, "--kamailio", self.kamailio.url).start()
        self.client = Client(self.server, token)
        self.trunk = Peer(self.kamailio.proxy, port=self.kamailio.trunk_port)
        self._people = {email: self._person(email) for email in EMAILS.values()}
        self._credentials: dict[str, dict[str, Any]] = {}
        self._phones: list[Baresip | Linphone | Peer] = []

    def _person(self, email: str) -> str:
        return self.client.read("/people", email=email)["items"][0]["id"]

    def person(self, line: str) -> str:
        return self._people[EMAILS[line]]

    # What administrators do

    def credential(self, line: str) -> dict[str, Any]:
        """What the app of that line's owner registers with."""
        if line not in self._credentials:
            answer = self.client.post(self.client.ours(f"/endpoints/{self.person(line)}/sip-credential"))
            assert answer.status_code == 200, answer.text
            self._credentials[line] = answer.json()
        return self._credentials[line]

    def forget_credential(self, line: str, new: dict[str, Any]) -> None:
        """Another one is in its place."""
        self._credentials[line] = new

    def show(self, owner: str, *lines: str, **settings: Any) -> None:
        """Puts these lines, and its own, on the app of that line's owner; `settings` are those of every line."""
        self.show_unsettled(owner, *lines, **settings)
        self.settle()

    def show_unsettled(self, owner: str, *lines: str, **settings: Any) -> None:
        """The same, without waiting for Kamailio."""
        endpoint = app(self.person(owner))
        own = [sent_back(row) for row in self.client.read(endpoint.members)["members"] if row["primaryOwner"]]
        rows = [row | settings for row in own]
        rows += [shared(self.person(line), port, **settings) for port, line in enumerate(lines, own[0]["port"] + 1)]
        answer = self.client.put(endpoint.members, {"members": rows})
        assert answer.status_code == 204, answer.text

    def change(self, owner: str, line: str, **settings: Any) -> None:
        """Changes settings of one line on the app of that line's owner."""
        endpoint = app(self.person(owner))
        rows = [sent_back(row) for row in self.client.read(endpoint.members)["members"]]
        for row in rows:
            if row["id"] == self.person(line):
                row |= settings
        answer = self.client.put(endpoint.members, {"members": rows})
        assert answer.status_code == 204, answer.text
        self.settle()

    def settle(self, seconds: float = 1) -> float:
        """Waits until Kamailio holds what was committed, and tells how long that took."""
        began = time.monotonic()
        wanted = self.wanted()
        while self.held() != wanted:
            assert time.monotonic() - began < seconds, f"not told in {seconds} s:\n{self.server.log()}"
            time.sleep(0.01)
        return time.monotonic() - began

    def wanted(self) -> dict[str, set[str]]:
        """The lines of each endpoint that may register, as the API has them."""
        return {
            self._credentials[owner]["user"]: {
                row["extension"] for row in self.client.read(app(self.person(owner)).members)["members"]
            }
            for owner in self._credentials
        }

    def held(self) -> dict[str, set[str]]:
        """The same as Kamailio has it, provided that both of its tables agree."""
        lines: dict[str, set[str]] = {}
        rings = self.kamailio.table("ring")
        for name, value in self.kamailio.table("line").items():
            endpoint, user = name.split(":")
            if value.split(":")[7] == user and f"{endpoint}:" in rings.get(value.split(":")[0], ""):
                lines.setdefault(endpoint, set()).add(user)
        return lines

    # Phones

    def baresip(self, owner: str, line: str) -> Baresip:
        """A softphone with the credential of that owner's app, registered as the line."""
        phone = Baresip(self.folder, self.kamailio.proxy, self.credential(owner), line)
        self._phones.append(phone)
        return phone.ready()

    def linphone(self, owner: str, line: str) -> Linphone:
        phone = Linphone(self.folder, self.kamailio.proxy, self.credential(owner), line)
        self._phones.append(phone)
        return phone.ready()

    def peer(self, owner: str, address: str = "127.0.0.1") -> Peer:
        """A phone of a few lines that can do anything, with the credential of that owner's app."""
        credential = self.credential(owner)
        phone = Peer(self.kamailio.proxy, credential["user"], credential["secret"], address)
        self._phones.append(phone)
        return phone

    def forget_phones(self) -> None:
        for phone in self._phones:
            phone.close()
        self._phones.clear()
        self.kamailio.rpc("ul.flush")

    def calls_under_way(self) -> int:
        """How many calls Kamailio knows of that have not ended."""
        counts = self.kamailio.rpc("dlg.stats_active")["result"]
        return counts["starting"] + counts["connecting"] + counts["answering"] + counts["ongoing"]

    def wait_for_calls(self, count: int, seconds: float = 3) -> None:
        """Until so many have not ended."""
        deadline = time.monotonic() + seconds
        while (known := self.calls_under_way()) != count:
            assert time.monotonic() < deadline, f"Kamailio knows of {known} calls, of which {count} have not ended"
            time.sleep(0.02)

    def close(self) -> None:
        for phone in self._phones:
            phone.close()
        self.trunk.close()
        self.kamailio.kill()
        assert not self.server.is_running or self.server.stop() == 0, self.server.log()


@contextmanager
def site(copy: Callable[[Path, str], Database], token: str, folder: Path) -> Iterator[Site]:
    made = Site(copy(folder, "sip"), token, folder)
    try:
        for owner in EMAILS:
            made.credential(owner)
        made.settle(5)
        yield made
    finally:
        made.close()
