# SPDX-License-Identifier: Apache-2.0
"""Two processes on one database: what one commits, the next answer of the other shows."""

import json
import threading
import time
from collections.abc import Callable
from typing import Any

import partyline
from demo import Demo, sent_back, shared
from partyline import Client, Database, Server, create_token, database_url


def tokens(database: Database) -> list[dict[str, Any]]:
    listed = partyline.run("token", "list", "--output", "json", "--database", database_url(database))
    assert listed.returncode == 0, listed.stderr
    return json.loads(listed.stdout)


def id_of_newest(database: Database, known: list[dict[str, Any]]) -> str:
    before = {entry["id"] for entry in known}
    return next(entry["id"] for entry in tokens(database) if entry["id"] not in before)


def test_a_token_made_beside_the_running_server_is_good_at_once(own_server: Server) -> None:
    for _ in range(5):
        secret = create_token(own_server.database, "read_only_admin")
        assert Client(own_server, secret).get("/people/me").status_code == 200


def test_a_revoked_token_is_refused_from_the_next_request_on(own_server: Server) -> None:
    for _ in range(5):
        known = tokens(own_server.database)
        client = Client(own_server, create_token(own_server.database, "full_admin"))
        for _ in range(3):
            assert client.get("/people/me").status_code == 200
        token_id = id_of_newest(own_server.database, known)
        revoked = partyline.run("token", "revoke", token_id, "--database", database_url(own_server.database))
        assert revoked.returncode == 0, revoked.stderr
        refused = client.get("/people/me")
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_expired_token_is_refused(own_server: Server) -> None:
    secret = create_token(own_server.database, "full_admin", "--expires", "1s")
    client = Client(own_server, secret)
    time.sleep(1.5)
    assert client.get("/people/me").status_code == 401


def test_what_one_server_stores_the_other_answers_next(
    serve: Callable[..., Server], token: str
) -> None:
    clients = [Client(serve(), token), Client(serve(), token)]
    demo = Demo(clients[0])
    _, endpoint = demo.lone_app()
    guest = demo.others(endpoint, 1)[0]
    owner = sent_back(demo.list_of(endpoint)["members"][0])
    after = owner["port"] + owner["lineWeight"]
    tag = clients[1].get(endpoint.members).headers["ETag"]
    for turn in range(200):
        writer, reader = clients[turn % 2], clients[(turn + 1) % 2]
        rows = [owner, shared(guest, after, lineLabel=f"turn {turn}")]
        assert writer.put(endpoint.members, {"members": rows}).status_code == 204
        read = reader.get(endpoint.members, headers={"If-None-Match": tag})
        assert read.status_code == 200, f"turn {turn}: the other server answers what stood there before"
        assert read.json()["members"][1]["lineLabel"] == f"turn {turn}"
        tag = read.headers["ETag"]
        assert writer.get(endpoint.members, headers={"If-None-Match": tag}).status_code == 304


def test_of_two_servers_that_change_one_version_only_one_succeeds(serve: Callable[..., Server], token: str) -> None:
    clients = [Client(serve(), token), Client(serve(), token)]
    _, endpoint = Demo(clients[0]).lone_app()
    for turn in range(20):
        read = clients[0].get(endpoint.members)
        rows = [sent_back(row) for row in read.json()["members"]]
        statuses = []
        for number, client in enumerate(clients):
            rows[0]["lineLabel"] = f"{turn} of {number}"
            condition = {"If-Match": read.headers["ETag"]}
            statuses.append(client.put(endpoint.members, {"members": rows}, headers=condition).status_code)
        assert statuses == [204, 412]


def test_a_key_is_carried_out_once_whichever_server_is_asked(serve: Callable[..., Server], token: str) -> None:
    servers = [serve(), serve()]
    demo = Demo(Client(servers[0], token))
    for turn in range(10):
        body = {
            "firstName": "Only", "lastName": f"Once {turn}", "locationId": demo.locations[0]["id"],
            "extension": f"{7700 + turn}",
        }  # fmt: skip
        answers = []

        def create(server: Server, body: dict = body, turn: int = turn, answers: list = answers) -> None:
            key = {"Idempotency-Key": f"turn {turn}"}
            answers.append(Client(server, token).post("/telephony/config/virtualLines", body, headers=key))

        threads = [threading.Thread(target=create, args=(servers[number % 2],)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {answer.status_code for answer in answers} <= {201, 409}
        # Whoever was told to wait for the first one is given its answer by either server.
        for server in servers:
            create(server)
        made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
        assert len(made) == 1 and [answer.status_code for answer in answers[-2:]] == [201, 201]
        # Another request under the same key is refused by both.
        for server in servers:
            other = Client(server, token).post(
                "/telephony/config/virtualLines", body | {"lastName": "Other"},
                headers={"Idempotency-Key": f"turn {turn}"},
            )  # fmt: skip
            assert other.status_code == 422


def test_two_servers_let_through_twice_the_rate_and_no_more(serve: Callable[..., Server], token: str) -> None:
    rate = 10
    servers = [serve(PARTYLINE_RATE_LIMIT=str(rate)) for _ in range(2)]
    statuses: list[int] = []
    began = time.monotonic()

    def ask(server: Server) -> None:
        client = Client(server, token)
        while time.monotonic() - began < 3:
            statuses.append(client.get("/people/me").status_code)

    threads = [threading.Thread(target=ask, args=(server,)) for server in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Each has twice the rate at hand at once.
    allowed = 2 * (2 * rate + rate * (time.monotonic() - began))
    assert set(statuses) == {200, 429}
    assert 0.9 * allowed - 2 <= statuses.count(200) <= allowed + 2


def test_a_deletion_in_one_server_is_gone_from_the_other(serve: Callable[..., Server], token: str) -> None:
    clients = [Client(serve(), token), Client(serve(), token)]
    demo = Demo(clients[1])
    for line in demo.virtual_lines:
        assert clients[0].delete(f"/telephony/config/virtualLines/{line['id']}").status_code == 204
        assert clients[1].get(f"/telephony/config/virtualLines/{line['id']}").status_code == 410
    gone = {line["id"] for line in demo.virtual_lines}
    for endpoint in demo.endpoints():
        assert not gone & {row["id"] for row in clients[1].read(endpoint.members)["members"]}


def test_a_second_demo_import_beside_the_server_changes_nothing(own_server: Server, own_client: Client) -> None:
    before = [row["id"] for row in own_client.walk("/people", "items")]
    imported = partyline.run("import", "--demo", "--database", database_url(own_server.database))
    assert imported.returncode == 0, imported.stderr
    assert [row["id"] for row in own_client.walk("/people", "items")] == before
