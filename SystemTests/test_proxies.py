# SPDX-License-Identifier: Apache-2.0
"""Two nodes on one database behind the example proxies: nothing is stale, nothing is lost when a node goes."""

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from demo import Demo, sent_back
from event_stream import EventStream
from partyline import Client, Server
from proxies import HAProxy, Nginx, Proxy, program

#: As the examples ask for.
DRAIN = {"PARTYLINE_DRAIN_DELAY": "5s"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("proxy-tls")
    chain, key = folder / "chain.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=partyline.example",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", chain],
        check=True, capture_output=True,
    )  # fmt: skip
    return chain, key


@pytest.fixture
def nodes(serve: Callable[..., Server]) -> list[Server]:
    return [serve(**DRAIN), serve(**DRAIN)]


@pytest.fixture(params=[Nginx, HAProxy])
def proxy(
    request: pytest.FixtureRequest, nodes: list[Server], certificate: tuple[Path, Path], tmp_path: Path
) -> Iterator[Proxy]:
    name = request.param.__name__.lower()
    if program(name) is None:
        pytest.skip(f"{name} is not installed: run Tools/install.sh test")
    folder = tmp_path / name
    folder.mkdir(mode=0o755)
    with request.param(folder, nodes, certificate) as running:
        yield running


def client_of(proxy: Proxy, token: str) -> Client:
    client = Client(proxy, token)
    client.session.verify = str(proxy.certificate)
    return client


def test_what_is_written_through_the_proxy_is_in_the_next_answer_of_every_node(
    proxy: Proxy, nodes: list[Server], token: str
) -> None:
    client, direct = client_of(proxy, token), [Client(node, token) for node in nodes]
    _, endpoint = Demo(direct[0]).lone_app()
    rows = [sent_back(row) for row in direct[0].read(endpoint.members)["members"]]
    for turn in range(60):
        writer = direct[turn % 2]
        rows[0]["lineLabel"] = f"turn {turn}"
        assert writer.put(endpoint.members, {"members": rows}).status_code == 204
        for reader in (client, *direct, client):
            assert reader.read(endpoint.members)["members"][0]["lineLabel"] == f"turn {turn}"
    for turn in range(60):
        rows[0]["lineLabel"] = f"by the proxy {turn}"
        assert client.put(endpoint.members, {"members": rows}).status_code == 204
        for reader in direct:
            assert reader.read(endpoint.members)["members"][0]["lineLabel"] == f"by the proxy {turn}"


def test_both_nodes_are_asked_and_links_lead_back_to_the_proxy(
    proxy: Proxy, nodes: list[Server], token: str
) -> None:
    client = client_of(proxy, token)
    for _ in range(20):
        assert client.get("/people/me").status_code == 200
    page = client.get("/people", {"max": 1})
    assert page.links["next"]["url"].startswith(proxy.api + "/people?")
    assert client.get(page.links["next"]["url"]).status_code == 200
    for node in nodes:
        shown = requests.get(node.url + "/metrics", timeout=5).text
        assert 'route="/v1/people/me",code="200"' in shown, "one node was left out"
    assert client.session.get(proxy.url + "/metrics", timeout=5).status_code == 404


class Load:
    """Clients that read and write through the proxy, and everything that did not go well."""

    def __init__(self, proxy: Proxy, token: str, endpoints: list[Any]):
        self.lost: list[str] = []
        self.done = 0
        self.acknowledged: dict[str, str] = {}
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, args=(client_of(proxy, token), endpoint)) for endpoint in endpoints
        ]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _work(self, client: Client, endpoint: Any) -> None:
        # A connection for each request. A proxy that is reloaded ends those that its clients keep; that a request may be
        # on its way on one just then is HTTP's own, and a client's to repeat (RFC 9112, 9.3.1).
        client.session.headers["Connection"] = "close"
        rows = [sent_back(row) for row in client.read(endpoint.members)["members"]]
        number = 0
        while not self._stop.is_set():
            number += 1
            rows[0]["lineLabel"] = str(number)
            self._expect(204, client, "PUT", endpoint.members, json={"members": rows})
            self.acknowledged[endpoint.members] = str(number)
            body = self._expect(200, client, "GET", endpoint.members)
            if body and body["members"][0]["lineLabel"] != str(number):
                self.lost.append(f"{endpoint.members}: stale after an acknowledged write")
            self._expect(200, client, "POST", "/telephony/config/devices/nobody/actions/applyChanges/invoke", also=404)

    def _expect(self, status: int, client: Client, method: str, path: str, also: int = 0, **more: Any) -> Any:
        try:
            answer = client.session.request(method, client.server.api + path, timeout=30, **more)
        except requests.RequestException as error:
            self.lost.append(f"{method} {path}: {error}")
            return None
        if answer.status_code not in (status, also):
            self.lost.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
            return None
        self.done += 1
        return answer.json() if answer.status_code == 200 else None


def test_a_node_that_is_taken_out_loses_no_request(
    proxy: Proxy, nodes: list[Server], token: str, figure: Callable[[str], None]
) -> None:
    endpoints = [endpoint for _, endpoint in Demo(Client(nodes[0], token)).apps()][:6]
    with Load(proxy, token, endpoints) as load:
        time.sleep(1)
        for node in nodes:
            proxy.take_out(node)
            assert node.stop() == 0
            time.sleep(1)
            node.start()
            proxy.take_in()
            time.sleep(2.5)
    assert not load.lost, load.lost[:5]
    figure(f"{load.done} requests through {type(proxy).__name__} while each node was stopped and started, 0 lost")
    client = client_of(proxy, token)
    for path, label in load.acknowledged.items():
        assert client.read(path)["members"][0]["lineLabel"] == label


def test_a_stream_comes_through_the_proxy_as_it_is_and_goes_on_at_the_other_node(
    proxy: Proxy, nodes: list[Server], token: str, figure: Callable[[str], None]
) -> None:
    direct = [Client(node, token) for node in nodes]
    _, endpoint = Demo(direct[0]).lone_app()
    rows = [sent_back(row) for row in direct[0].read(endpoint.members)["members"]]

    def edit(label: str, client: Client) -> float:
        rows[0]["lineLabel"] = label
        assert client.put(endpoint.members, {"members": rows}).status_code == 204
        return time.monotonic()

    seen: list[str] = []
    waits: list[float] = []
    stream = EventStream(proxy, token)
    stream.wait_for(0)
    for turn in range(20):
        began = edit(f"turn {turn}", direct[turn % 2])
        stream.wait_for(turn + 1)
        waits.append(time.monotonic() - began)
    seen += [event.data["after"][0]["lineLabel"] for event in stream.changes]
    assert max(waits) < 2, "the proxy keeps events back"
    # Longer than a proxy bears silence by its defaults, were there no heartbeats.
    time.sleep(32)
    assert not stream.ended.is_set() and stream.comments >= 1
    last = stream.changes[-1].id
    # The node that the stream is on goes; its client comes again and finds the other.
    for node in nodes:
        shown = requests.get(node.url + "/metrics", timeout=5).text
        if "partyline_feed_followers 1\n" in shown:
            proxy.take_out(node)
            assert node.stop() == 0
            assert stream.ended.wait(10)
            edit("while it was cut", direct[1 - nodes.index(node)])
            break
    else:
        raise AssertionError("no node has the stream")
    with EventStream(proxy, token, last_event_id=last) as again:
        seen += [event.data["after"][0]["lineLabel"] for event in again.wait_for(1)]
    assert seen == [*(f"turn {turn}" for turn in range(20)), "while it was cut"]
    figure(f"20 changes through {type(proxy).__name__}, each {max(waits):.3f} s after its answer at most")


def test_a_node_that_dies_costs_no_read(proxy: Proxy, nodes: list[Server], token: str) -> None:
    client = client_of(proxy, token)
    for node in nodes:
        for turn in range(150):
            if turn == 50:
                node.kill()
            assert client.get("/people/me").status_code == 200
        node.start()
        # Until nginx asks a node again that it found dead.
        time.sleep(6)
