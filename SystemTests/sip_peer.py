# SPDX-License-Identifier: Apache-2.0
"""A SIP user agent of a few lines, over UDP: the public network behind the trunk, and phones that do anything."""

import hashlib
import itertools
import queue
import random
import re
import socket
import threading
import time
from dataclasses import dataclass, field

DOMAIN = "partyline.example"
_COPIED = ("via", "record-route", "from", "call-id", "cseq")


@dataclass
class Message:
    """A request or a response."""

    first: str
    headers: list[tuple[str, str]]
    body: str = ""

    @classmethod
    def parse(cls, text: str) -> "Message":
        head, _, body = text.partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        fields = [line.partition(":") for line in lines]
        return cls(first, [(name.strip(), value.strip()) for name, _, value in fields], body)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def one(self, name: str) -> str:
        """The first of that name; empty where there is none."""
        return next(iter(self.all(name)), "")

    @property
    def is_response(self) -> bool:
        return self.first.startswith("SIP/2.0")

    @property
    def status(self) -> int:
        return int(self.first.split()[1])

    @property
    def method(self) -> str:
        """Empty where there is none: an answer to a mutilated request may be mutilated too."""
        return self.one("CSeq").partition(" ")[2].strip()

    @property
    def target(self) -> str:
        """The request URI."""
        return self.first.split()[1]

    def text(self) -> str:
        lines = [self.first, *(f"{name}: {value}" for name, value in self.headers), f"Content-Length: {len(self.body)}"]
        return "\r\n".join(lines) + "\r\n\r\n" + self.body


def _tag(value: str) -> str:
    found = re.search(r"tag=([^;>\s]+)", value)
    return found.group(1) if found else ""


def _uri(value: str) -> str:
    return re.search(r"<([^>]+)>", value).group(1)


@dataclass
class Call:
    """A call that the peer has placed: its responses as they come."""

    peer: "Peer"
    invite: Message
    responses: "queue.Queue[Message]" = field(default_factory=queue.Queue)
    seen: list[int] = field(default_factory=list)
    final: Message | None = None

    def wait(self, *statuses: int, seconds: float = 8) -> Message:
        """The next response with one of these statuses, or the final one where none is named."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                response = self.responses.get(timeout=max(0.001, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {statuses or 'final response'} in {seconds} s; came: {self.seen}") from None
            self.seen.append(response.status)
            if response.status >= 200:
                self.final = response
                self._acknowledge(response)
            if response.status in statuses or (not statuses and response.status >= 200):
                return response
            assert response.status < 200, f"{response.first} in place of {statuses}"

    def status(self, seconds: float = 8) -> int:
        return self.wait(seconds=seconds).status

    def _acknowledge(self, response: Message) -> None:
        number = self.invite.one("CSeq").split()[0]
        if response.status < 300:
            self.peer.send(self._within("ACK", int(number)))
            return
        headers = self._like_invite("Via", "From", "Call-ID", "Max-Forwards")
        headers += [("To", response.one("To")), ("CSeq", f"{number} ACK")]
        self.peer.send(Message(f"ACK {self.invite.target} SIP/2.0", headers))

    def _like_invite(self, *names: str) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.invite.headers if name in names]

    def _within(self, method: str, number: int) -> Message:
        assert self.final is not None
        routes = [route.strip() for value in self.final.all("Record-Route") for route in value.split(",")]
        headers = [("Via", self.peer.via()), ("Max-Forwards", "70")]
        headers += [("Route", route) for route in reversed(routes)]
        headers += [("From", self.invite.one("From")), ("To", self.final.one("To"))]
        headers += [("Call-ID", self.invite.one("Call-ID")), ("CSeq", f"{number} {method}")]
        headers += [("Contact", f"<{self.peer.contact}>")]
        return Message(f"{method} {_uri(self.final.one('Contact'))} SIP/2.0", headers)

    def hang_up(self) -> None:
        """BYE, and its 200."""
        bye = self._within("BYE", int(self.invite.one("CSeq").split()[0]) + 1)
        assert self.peer.exchange(bye).status == 200

    def cancel(self) -> None:
        """Gives up while it rings, and waits for the 487."""
        headers = self._like_invite("Via", "From", "To", "Call-ID", "Max-Forwards")
        number = self.invite.one("CSeq").split()[0]
        self.peer.send(Message(f"CANCEL {self.invite.target} SIP/2.0", [*headers, ("CSeq", f"{number} CANCEL")]))
        assert self.status() == 487


class Peer:
    """One address that speaks SIP. `user` and `secret` are a phone's; the trunk has none."""

    def __init__(
        self, proxy: tuple[str, int], user: str = "", secret: str = "", address: str = "127.0.0.1", port: int = 0
    ):
        self.proxy, self.user, self.secret = proxy, user, secret
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, port))
        self.address, self.port = self._socket.getsockname()
        self.contact = f"sip:peer@{self.address}:{self.port}"
        self.invites: queue.Queue[Message] = queue.Queue()
        self.ended: queue.Queue[Message] = queue.Queue()
        self._known: set[str] = set()
        self._taken: dict[str, Message] = {}
        self._numbers = itertools.count(1)
        self._waiting: dict[tuple[str, str], queue.Queue[Message]] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def __enter__(self) -> "Peer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What comes in

    def _listen(self) -> None:
        while True:
            try:
                data, _ = self._socket.recvfrom(65535)
                if data.strip():
                    self._take_in(Message.parse(data.decode(errors="replace")))
            except OSError:
                return

    def _take_in(self, message: Message) -> None:
        if message.is_response:
            waiting = self._waiting.get((message.one("Call-ID"), message.method))
            if waiting:
                waiting.put(message)
        elif message.method == "INVITE":
            # Those that come again are answered by what is on its way.
            if (again := message.one("Call-ID") + message.one("CSeq")) not in self._known:
                self._known.add(again)
                self._taken[message.one("Call-ID")] = message
                self.answer(message, "100 Trying")
                self.invites.put(message)
        elif message.method != "ACK":
            self.answer(message, "200 OK")
            if message.method == "CANCEL" and (invite := self._taken.pop(message.one("Call-ID"), None)):
                self.answer(invite, "487 Request Terminated")
            if message.method in ("BYE", "CANCEL"):
                self.ended.put(message)

    def take(self, seconds: float = 8) -> Message:
        """The next call that comes."""
        try:
            return self.invites.get(timeout=seconds)
        except queue.Empty:
            raise AssertionError(f"no call came in {seconds} s") from None

    def answer(self, request: Message, status: str, body: str = "") -> None:
        headers = [(name, value) for name, value in request.headers if name.lower() in _COPIED]
        to = request.one("To")
        headers += [("To", to if "tag=" in to else f"{to};tag=peer{self.port}"), ("Contact", f"<{self.contact}>")]
        if body:
            headers.append(("Content-Type", "application/sdp"))
        self.send(Message(f"SIP/2.0 {status}", headers, body))

    def pick_up(self, request: Message) -> None:
        self.answer(request, "200 OK", self.description())

    # What goes out

    def send(self, message: Message) -> None:
        self.send_bytes(message.text().encode())

    def send_bytes(self, data: bytes) -> None:
        self._socket.sendto(data, self.proxy)

    def via(self) -> str:
        return f"SIP/2.0/UDP {self.address}:{self.port};branch=z9hG4bK{random.getrandbits(60):x};rport"

    def description(self) -> str:
        return (
            f"v=0\r\no=peer 1 1 IN IP4 {self.address}\r\ns=-\r\nc=IN IP4 {self.address}\r\nt=0 0\r\n"
            "m=audio 40000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"
        )

    def exchange(self, message: Message, seconds: float = 5) -> Message:
        """Sends a request and returns its final response."""
        key = (message.one("Call-ID"), message.method)
        waiting = self._waiting.setdefault(key, queue.Queue())
        self.send(message)
        deadline = time.monotonic() + seconds
        while True:
            try:
                response = waiting.get(timeout=max(0.001, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"{message.first}: no answer in {seconds} s") from None
            if response.status >= 200:
                return response

    def request(
        self, method: str, uri: str, line: str, to: str = "", *more: tuple[str, str], body: str = ""
    ) -> Message:
        """A request outside of a dialog, as that line."""
        headers = [("Via", self.via()), ("Max-Forwards", "70")]
        headers += [("From", f"<sip:{line}@{DOMAIN}>;tag={random.getrandbits(40):x}"), ("To", f"<{to or uri}>")]
        headers += [("Call-ID", f"{random.getrandbits(60):x}@{self.address}")]
        headers += [("CSeq", f"{next(self._numbers)} {method}")]
        headers += [("Contact", f"<{self.contact}>"), *more]
        if body:
            headers.append(("Content-Type", "application/sdp"))
        return Message(f"{method} {uri} SIP/2.0", headers, body)

    def prove(self, request: Message, challenge: Message) -> Message:
        """The request once more, with the proof that was asked for."""
        kind = "Proxy-Authorization" if challenge.status == 407 else "Authorization"
        asked = challenge.one("Proxy-Authenticate") or challenge.one("WWW-Authenticate")
        realm, nonce = re.search('realm="([^"]+)"', asked).group(1), re.search('nonce="([^"]+)"', asked).group(1)
        method, count, own = request.method, "00000001", f"{random.getrandbits(32):08x}"

        def md5(text: str) -> str:
            return hashlib.md5(text.encode()).hexdigest()

        first = md5(f"{self.user}:{realm}:{self.secret}")
        proof = md5(f"{first}:{nonce}:{count}:{own}:auth:{md5(f'{method}:{request.target}')}")
        value = (
            f'Digest username="{self.user}", realm="{realm}", nonce="{nonce}", uri="{request.target}", '
            f'response="{proof}", algorithm=MD5, qop=auth, nc={count}, cnonce="{own}"'
        )
        number = next(self._numbers)
        replaced = {"Via": self.via(), "CSeq": f"{number} {method}"}
        headers = [(name, replaced.get(name, value)) for name, value in request.headers]
        return Message(request.first, [*headers, (kind, value)], request.body)

    def register(self, line: str, seconds: int = 600) -> int:
        """The status of registering as that line."""
        request = self.request("REGISTER", f"sip:{DOMAIN}", line, f"sip:{line}@{DOMAIN}", ("Expires", str(seconds)))
        answer = self.exchange(request)
        return self.exchange(self.prove(request, answer)).status if answer.status == 401 else answer.status

    def call(self, number: str, line: str, *more: tuple[str, str]) -> Call:
        """Calls that number as that line."""
        request = self.request("INVITE", f"sip:{number}@{DOMAIN}", line, "", *more, body=self.description())
        call = self._place(request)
        if not self.secret:
            return call
        assert (challenge := call.wait()).status == 407, challenge.first
        return self._place(self.prove(request, challenge))

    def _place(self, request: Message) -> Call:
        call = Call(self, request)
        self._waiting[request.one("Call-ID"), "INVITE"] = call.responses
        self.send(request)
        return call
