# SPDX-License-Identifier: Apache-2.0
"""What /metrics shows is what happened, read by Prometheus' own parser."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from demo import Demo, sent_back
from event_stream import EventStream
from partyline import REPOSITORY, Client, Server, create_token, free_tcp_port, run
from postgres import PostgresDatabase, PostgresServer
from raw_http import exchange

PAGE = REPOSITORY / "docs" / "reference" / "metrics.md"
DASHBOARD = REPOSITORY / "deploy" / "grafana" / "partyline.json"

#: Requests of the tests' own machinery.
OWN_ROUTES = {"/metrics", "/readyz"}


class Scrape:
    """One look at /metrics."""

    def __init__(self, url: str):
        answer = requests.get(url + "/metrics", timeout=10)
        assert answer.status_code == 200, answer.text
        self.media_type = answer.headers["Content-Type"]
        self.families = list(text_string_to_metric_families(answer.text))
        self.samples = [sample for family in self.families for sample in family.samples]

    def of(self, name: str, **labels: str) -> list[Any]:
        return [one for one in self.samples if one.name == name and labels.items() <= one.labels.items()]

    def value(self, name: str, **labels: str) -> float:
        """The sum of all samples with these labels; 0 where there is none."""
        return sum(one.value for one in self.of(name, **labels))

    def requests(self) -> dict[tuple[str, str, str], float]:
        """How many requests were answered, by method, route and status."""
        counted = self.of("http_requests_total")
        return {
            (one.labels["method"], one.labels["route"], one.labels["code"]): one.value
            for one in counted
            if one.labels["route"] not in OWN_ROUTES
        }


def test_the_page_is_prometheus_text_and_needs_no_token(server: Server) -> None:
    scrape = Scrape(server.url)
    assert scrape.media_type == "text/plain; version=0.0.4; charset=utf-8"
    names = [family.name for family in scrape.families]
    assert len(set(names)) == len(names)
    assert all(family.documentation and family.type != "unknown" for family in scrape.families)
    assert requests.head(server.url + "/metrics", timeout=10).status_code == 200
    assert requests.post(server.url + "/metrics", timeout=10).status_code == 405


def test_requests_are_counted_by_method_template_and_status(own_server: Server, own_client: Client) -> None:
    demo = Demo(own_client)
    _, endpoint = demo.lone_app()
    before = Scrape(own_server.url).requests()
    rows = [sent_back(row) for row in own_client.get(endpoint.members).json()["members"]]
    tag = own_client.get(endpoint.members).headers["ETag"]
    assert own_client.get(endpoint.members, headers={"If-None-Match": tag}).status_code == 304
    assert own_client.request("HEAD", endpoint.members).status_code == 200
    for label in ("one", "two", "two"):
        rows[0]["lineLabel"] = label
        assert own_client.put(endpoint.members, {"members": rows}).status_code == 204
    assert own_client.put(endpoint.members, {"members": [{}]}).status_code == 400
    assert own_client.put(endpoint.members, {"members": rows}, headers={"If-Match": '"0"'}).status_code == 412
    assert own_client.put(endpoint.members, {"members": rows}, params={"dryRun": "true"}).status_code == 200
    assert own_client.get("/people/nobody").status_code == 404
    assert Client(own_server, None).get("/people/me").status_code == 401
    assert own_client.get("/no/such/path").status_code == 404
    assert own_client.request("PATCH", "/people/me").status_code == 405
    scrape = Scrape(own_server.url)
    after = scrape.requests()
    grown = {key: after[key] - before.get(key, 0) for key in after if after[key] != before.get(key, 0)}
    template = "/v1/telephony/config/people/{personId}/applications/members"
    assert grown == {
        ("GET", template, "200"): 2,
        ("GET", template, "304"): 1,
        ("HEAD", template, "200"): 1,
        ("PUT", template, "204"): 3,
        ("PUT", template, "400"): 1,
        ("PUT", template, "412"): 1,
        ("PUT", template, "200"): 1,
        ("GET", "/v1/people/{personId}", "404"): 1,
        ("GET", "/v1/people/me", "401"): 1,
        ("any", "unmatched", "404"): 1,
        ("any", "unmatched", "405"): 1,
    }
    ends = {one.labels["result"]: one.value for one in scrape.of("partyline_members_put_total")}
    assert ends == {"changed": 2, "unchanged": 1, "tried": 1, "refused": 1, "stale": 1, "failed": 0}
    assert scrape.value("partyline_store_commits_total", result="committed") == 2


def test_each_request_is_in_the_histogram_of_its_route(own_server: Server, own_client: Client) -> None:
    for _ in range(20):
        own_client.get("/people/me")
    scrape = Scrape(own_server.url)
    labels = {"method": "GET", "route": "/v1/people/me"}
    buckets = scrape.of("http_request_duration_seconds_bucket", **labels)
    assert [one.value for one in buckets] == sorted(one.value for one in buckets)
    assert buckets[-1].labels["le"] == "+Inf"
    assert buckets[-1].value == scrape.value("http_request_duration_seconds_count", **labels) == 20
    assert 0 < scrape.value("http_request_duration_seconds_sum", **labels) < 20


def test_labels_hold_templates_and_never_what_a_client_sent(own_server: Server, own_client: Client) -> None:
    demo = Demo(own_client)
    ids = [row["id"] for row in [*demo.people, *demo.workspaces, *demo.virtual_lines, *demo.locations, *demo.devices]]
    for person in demo.people:
        own_client.get(f"/people/{person['id']}")
    for number in range(50):
        own_client.get(f"/made/up/{number}")
        own_client.request(f"MADEUP{number}", "/people/me")
    shown = requests.get(own_server.url + "/metrics", timeout=10).text
    assert not [one for one in ids if one in shown]
    assert "made/up" not in shown and "MADEUP" not in shown
    document = own_client.session.get(own_server.url + "/openapi.json", timeout=30).json()
    known = {
        item.get("servers", document["servers"])[0]["url"].rstrip("/") + path
        for path, item in document["paths"].items()
    }
    routes = {one.labels["route"] for one in Scrape(own_server.url).of("http_requests_total")}
    assert routes - {"unmatched"} <= known


def test_nothing_is_lost_under_load_while_it_is_scraped(own_server: Server, token: str) -> None:
    demo = Demo(Client(own_server, token))
    endpoints = [endpoint for _, endpoint in demo.apps()][:8]
    before = Scrape(own_server.url)
    rounds, done, problems = 40, threading.Event(), []

    def work(endpoint: Any) -> None:
        client = Client(own_server, token)
        rows = [sent_back(row) for row in client.get(endpoint.members).json()["members"]]
        for number in range(rounds):
            rows[0]["lineLabel"] = str(number)
            if client.put(endpoint.members, {"members": rows}).status_code != 204:
                problems.append(endpoint)
            client.get(endpoint.members)

    def watch() -> None:
        last = 0.0
        while not done.is_set():
            scrape = Scrape(own_server.url)
            total = scrape.value("http_requests_total")
            if total < last:
                problems.append((total, last))
            last = total

    watcher = threading.Thread(target=watch)
    workers = [threading.Thread(target=work, args=(endpoint,)) for endpoint in endpoints]
    for thread in (watcher, *workers):
        thread.start()
    for thread in workers:
        thread.join()
    done.set()
    watcher.join()
    assert not problems
    after = Scrape(own_server.url)
    for method, count in (("PUT", rounds * 8), ("GET", (rounds + 1) * 8)):
        labels = {"method": method, "route": "/v1/telephony/config/people/{personId}/applications/members"}
        for name in ("http_requests_total", "http_request_duration_seconds_count"):
            assert after.value(name, **labels) - before.value(name, **labels) == count
    commits = after.value("partyline_store_commits_total", result="committed")
    assert commits - before.value("partyline_store_commits_total", result="committed") == rounds * 8
    in_transactions = "partyline_store_commits_per_transaction_sum"
    assert after.value(in_transactions) - before.value(in_transactions) == rounds * 8
    assert after.value("http_requests_in_flight") == 1
    assert after.value("partyline_store_write_queue_depth") == 0
    assert after.value("partyline_store_reads_in_use") == 0


def test_the_cache_tells_hits_from_misses(own_server: Server, own_client: Client) -> None:
    _, endpoint = Demo(own_client).lone_app()
    kind = {"kind": "list"}
    before = Scrape(own_server.url)
    for _ in range(10):
        own_client.get(endpoint.members)
    after = Scrape(own_server.url)
    name = "partyline_snapshot_cache_lookups_total"
    missed = after.value(name, result="miss", **kind) - before.value(name, result="miss", **kind)
    hit = after.value(name, result="hit", **kind) - before.value(name, result="hit", **kind)
    assert missed <= 1 and missed + hit == 10


def test_refusals_by_the_rate_limit_are_counted(serve: Callable[..., Server], token: str) -> None:
    server = serve(PARTYLINE_RATE_LIMIT="2")
    client = Client(server, token)
    refused = [client.get("/people/me").status_code for _ in range(12)].count(429)
    scrape = Scrape(server.url)
    assert refused > 0
    assert scrape.value("partyline_rate_limit_refusals_total") == refused
    assert scrape.value("http_requests_total", code="429") == refused


def test_connections_are_counted_while_they_are_open_and_when_they_are_refused(own_server: Server) -> None:
    idle = [own_server.connect() for _ in range(5)]
    wait_for(lambda: Scrape(own_server.url).value("partyline_connections_open") >= 6)
    for connection in idle:
        connection.close()
    wait_for(lambda: Scrape(own_server.url).value("partyline_connections_open") <= 2)
    assert exchange(own_server, b"nonsense\r\n\r\n").status == 400
    assert exchange(own_server, b"GET / HTTP/1.1\r\n\r\n").status == 400
    assert exchange(own_server, b"GET /" + b"x" * 10_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n").status == 414
    scrape = Scrape(own_server.url)
    reasons = {one.labels["reason"]: one.value for one in scrape.of("partyline_connections_refused_total")}
    assert reasons == {"malformed": 1, "no_host": 1, "uri_too_long": 1, "headers_too_large": 0, "too_slow": 0}
    assert scrape.value("partyline_connections_maximum") == 10_000


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_process_is_as_the_system_sees_it(own_server: Server) -> None:
    scrape = Scrape(own_server.url)
    assert scrape.value("process_resident_memory_bytes") == pytest.approx(own_server.memory, rel=0.2)
    assert time.time() - 60 < scrape.value("process_start_time_seconds") < time.time()
    assert 0 < scrape.value("process_cpu_seconds_total") < 60
    descriptors = len(list(Path(f"/proc/{own_server.process.pid}/fd").iterdir()))
    assert scrape.value("process_open_fds") == pytest.approx(descriptors, abs=3)
    assert scrape.value("process_max_fds") > descriptors
    assert scrape.value("process_virtual_memory_bytes") > scrape.value("process_resident_memory_bytes")
    version = run("version").stdout.strip()
    assert scrape.value("partyline_build_info", version=version) == 1
    time.sleep(1)
    assert Scrape(own_server.url).value("process_start_time_seconds") == scrape.value("process_start_time_seconds")


def test_metrics_can_be_switched_off(serve: Callable[..., Server]) -> None:
    server = serve(PARTYLINE_METRICS="off")
    assert requests.get(server.url + "/metrics", timeout=10).status_code == 404


def test_metrics_can_have_a_listener_of_their_own(serve: Callable[..., Server], token: str) -> None:
    address = f"127.0.0.1:{free_tcp_port()}"
    server = serve("--metrics", address)
    assert requests.get(server.url + "/metrics", timeout=10).status_code == 404
    Client(server, token).get("/people/me")
    scrape = Scrape(f"http://{address}")
    assert scrape.value("http_requests_total", route="/v1/people/me", code="200") == 1
    nothing_else = requests.get(f"http://{address}/healthz", timeout=10)
    assert nothing_else.status_code == 404
    assert nothing_else.json()["trackingId"] == nothing_else.headers["trackingid"]
    assert server.stop() == 0


def test_a_taken_address_of_metrics_stops_the_start_and_is_named(server: Server, database: Path) -> None:
    address = f"127.0.0.1:{server.tcp_port}"
    taken = run("serve", "--tcp-port", "0", "--metrics", address, "--database", f"sqlite:{database}", timeout=20)
    assert taken.returncode == 1
    assert "metrics" in taken.stderr and str(server.tcp_port) in taken.stderr


def edit_some(server: Server, token: str, times: int) -> None:
    client = Client(server, token)
    _, endpoint = Demo(client).lone_app()
    rows = [sent_back(row) for row in client.read(endpoint.members)["members"]]
    for number in range(times):
        rows[0]["lineLabel"] = f"edit {number}"
        assert client.put(endpoint.members, {"members": rows}).status_code == 204


def test_the_lag_of_the_feed_is_seen_and_what_followers_are_given_is_timed(own_server: Server, token: str) -> None:
    assert Scrape(own_server.url).value("partyline_feed_lag_seconds") == 0
    with EventStream(own_server, token) as stream:
        stream.wait_for(0)
        edit_some(own_server, token, 20)
        stream.wait_for(20)
        time.sleep(0.5)
        scrape = Scrape(own_server.url)
        assert scrape.value("partyline_feed_followers") == 1
        assert 0 < scrape.value("partyline_feed_lag_seconds") < 2
        assert scrape.value("partyline_feed_delay_seconds_count") == 20
        assert scrape.value("partyline_feed_delay_seconds_sum") < 20
    wait_for(lambda: Scrape(own_server.url).value("partyline_feed_followers") == 0, 30)


def test_a_feed_that_is_held_up_is_seen_to_lag(node: Server, postgres: PostgresServer, postgres_token: str) -> None:
    name = node.database.name
    with EventStream(node, postgres_token) as stream:
        stream.wait_for(0)
        columns = "organisation_id, subject_kind, subject_id, cause, actor, tracking_id, at, version, before, after"
        held = threading.Thread(
            target=postgres.sql,
            args=(
                name, "BEGIN", f"INSERT INTO change ({columns}) SELECT {columns} FROM change LIMIT 1",
                "SELECT pg_sleep(4)", "ROLLBACK",
            ),
        )  # fmt: skip
        held.start()
        time.sleep(0.5)
        edit_some(node, postgres_token, 5)
        time.sleep(2)
        assert Scrape(node.url).value("partyline_feed_lag_seconds") > 1
        held.join()
        stream.wait_for(5)
        wait_for(lambda: Scrape(node.url).value("partyline_feed_lag_seconds") < 1)


def test_what_goes_through_the_connections_to_postgres_is_counted(
    node: Server, postgres: PostgresServer, postgres_token: str
) -> None:
    before = Scrape(node.url)
    edit_some(node, postgres_token, 30)
    after = Scrape(node.url)
    assert after.value("partyline_store_commits_total", result="committed") - before.value(
        "partyline_store_commits_total", result="committed"
    ) == 30
    for lane, least in (("writes", 30), ("reads", 30)):
        for name in ("partyline_store_transactions_per_pipeline", "partyline_store_transaction_duration_seconds"):
            grown = after.value(f"{name}_count", lane=lane) - before.value(f"{name}_count", lane=lane)
            assert grown >= least, (name, lane)
    maxima = {one.labels["lane"]: one.value for one in after.of("partyline_store_connections_maximum")}
    assert maxima == {"reads": 4, "searches": 4, "writes": 8, "listening": 1}
    for lane, most in maxima.items():
        assert after.value("partyline_store_connections_open", lane=lane) <= most
    shown = int(after.value("partyline_store_connections_open"))
    count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    assert shown == int(postgres.sql(node.database.name, count)[0])
    assert after.value("partyline_store_queue_depth") == 0
    assert after.value("partyline_store_transactions_unanswered_total") == 0


# What is written about them


def families(server: Server) -> dict[str, tuple[str, set[str]]]:
    """Type and labels of everything shown, by the name as it is written about."""
    known = {}
    for family in Scrape(server.url).families:
        name = family.name + ("_total" if family.type == "counter" else "")
        labels = {label for sample in family.samples for label in sample.labels}
        known[name] = (family.type, labels - {"le"})
    return known


@pytest.fixture
def whole_server(serve: Callable[..., Server]) -> Server:
    """One that measures everything there is to measure."""
    return serve("--kamailio", f"http://127.0.0.1:{free_tcp_port()}/RPC")


@pytest.fixture(scope="module")
def node(
    postgres: PostgresServer, postgres_template: tuple[PostgresDatabase, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server on PostgreSQL, beside the one on a file."""
    database = postgres.create(tmp_path_factory.mktemp("node"), postgres_template[0].name)
    with Server(database) as running:
        yield running


@pytest.fixture(scope="module")
def postgres_token(postgres_template: tuple[PostgresDatabase, str]) -> str:
    return postgres_template[1]


@pytest.mark.sqlite
def test_the_reference_page_has_every_metric_and_no_other(whole_server: Server, node: Server) -> None:
    written: dict[str, dict[str, tuple[str, set[str]]]] = {}
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.*?) \|", section, re.MULTILINE)
        written[section.splitlines()[0]] = {
            name: (kind, set(re.findall(r"`(\w+)`", labels))) for name, kind, labels in rows
        }
    for_all = written["Of every server"]
    assert for_all | written["Of the embedded store"] | written["Where Kamailio is fed"] == families(whole_server)
    assert for_all | written["Of a node on PostgreSQL"] == families(node)


@pytest.mark.sqlite
def test_the_dashboard_asks_for_metrics_and_labels_that_are_there(whole_server: Server, node: Server) -> None:
    known = families(whole_server)
    for name, (kind, labels) in families(node).items():
        known[name] = (kind, labels | known.get(name, (kind, set()))[1])
    dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    assert len(queries) > 10
    asked = set()
    for query in queries:
        for name, matchers in re.findall(r"\b((?:http|partyline|process)_\w+)(?:\{([^}]*)\})?", query):
            family = re.sub(r"_(bucket|sum|count)$", "", name)
            assert family in known, query
            asked.add(family)
            labels = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", matchers)) - {"instance", "job", "le"}
            assert labels <= known[family][1], query
        grouped = {label.strip() for group in re.findall(r"by \(([^)]*)\)", query) for label in group.split(",")}
        assert grouped <= {"le", "instance"} | set().union(*(labels for _, labels in known.values())), query
    unseen = set(known) - asked - {"process_virtual_memory_bytes"}
    assert not unseen, f"the dashboard does not show {unseen}"


def test_a_token_is_not_counted_by_its_name(own_server: Server) -> None:
    secret = create_token(own_server.database, "read_only_admin")
    Client(own_server, secret).get("/people/me")
    assert secret not in requests.get(own_server.url + "/metrics", timeout=10).text
