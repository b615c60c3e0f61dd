# SPDX-License-Identifier: Apache-2.0
"""Every answer of every operation is what the published contract says, and not a key more."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
import requests

from contract_schemas import Contract
from demo import Demo, sent_back, shared
from partyline import Client, Server, create_token

#: A well-formed id that stands for nobody: ciscospark://us/PEOPLE/00000000-0000-0000-0000-000000000000
NOBODY = "Y2lzY29zcGFyazovL3VzL1BFT1BMRS8wMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA"
#: ciscospark://us/ORGANIZATION/00000000-0000-0000-0000-000000000001
FOREIGN_ORGANISATION = "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi8wMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE"

PERSON = "/telephony/config/people/{personId}"
DEVICE = "/telephony/config/devices/{deviceId}"
VIRTUAL_LINE = "/telephony/config/virtualLines/{virtualLineId}"

Ids = Callable[[Demo], Iterator[dict[str, str]]]


@pytest.fixture(scope="module")
def contract() -> Contract:
    return Contract()


def once(_: Demo) -> Iterator[dict[str, str]]:
    yield {}


def every_person(demo: Demo) -> Iterator[dict[str, str]]:
    yield from ({"personId": row["id"]} for row in demo.people)


def every_caller(demo: Demo) -> Iterator[dict[str, str]]:
    yield from ({"personId": row["id"]} for row in demo.calling_people)


def every_app(demo: Demo) -> Iterator[dict[str, str]]:
    for row in demo.calling_people:
        application = demo.application(row["id"])
        if application:
            yield {"personId": row["id"], "applicationId": application}


def every_device(demo: Demo) -> Iterator[dict[str, str]]:
    yield from ({"deviceId": row["id"]} for row in demo.devices)


def every_calling_device(demo: Demo) -> Iterator[dict[str, str]]:
    yield from ({"deviceId": row["callingDeviceId"]} for row in demo.devices)


def every_location(demo: Demo) -> Iterator[dict[str, str]]:
    yield from ({"locationId": row["id"]} for row in demo.locations)


def every_workspace(demo: Demo) -> Iterator[dict[str, str]]:
    yield from ({"workspaceId": row["id"]} for row in demo.workspaces)


def every_virtual_line(demo: Demo) -> Iterator[dict[str, str]]:
    yield from ({"virtualLineId": row["id"]} for row in demo.virtual_lines)


def every_licence(demo: Demo) -> Iterator[dict[str, str]]:
    yield from ({"licenseId": key} for key in demo.licence_names)


def every_organisation(demo: Demo) -> Iterator[dict[str, str]]:
    yield from ({"orgId": row["id"]} for row in demo.client.read("/organizations")["items"])


def every_role(demo: Demo) -> Iterator[dict[str, str]]:
    yield from ({"roleId": row["id"]} for row in demo.client.read("/roles")["items"])


#: Every GET that is served: whose ids to go through, and the queries to ask of each.
READS: dict[str, tuple[Ids, list[dict[str, Any]]]] = {
    PERSON + "/applications/members": (every_caller, [{}]),
    PERSON + "/applications/availableMembers": (every_caller, [{"max": 7}, {"max": 3, "start": 60}]),
    PERSON + "/applications/availableMembers/count": (every_caller, [{}]),
    PERSON + "/applications/{applicationId}/members": (every_app, [{}]),
    PERSON + "/applications/{applicationId}/availableMembers": (every_app, [{"max": 7}, {"order": "fname"}]),
    DEVICE + "/members": (every_calling_device, [{}]),
    DEVICE + "/availableMembers": (every_calling_device, [{}, {"usageType": "DEVICE_OWNER"}]),
    DEVICE + "/availableMembers/count": (every_calling_device, [{}]),
    "/telephony/config/devices/availableMembers/count": (once, [{}, {"excludeVirtualLine": "true"}]),
    "/people": (once, [{}, {"callingData": "true"}, {"max": 5}, {"displayName": "a"}, {"id": NOBODY}]),
    "/people/me": (once, [{}, {"callingData": "true"}]),
    "/people/{personId}": (every_person, [{}, {"callingData": "true"}]),
    "/people/{personId}/features/applications": (every_caller, [{}]),
    PERSON + "/devices": (every_caller, [{}]),
    PERSON + "/devices/count": (every_caller, [{}]),
    "/organizations": (once, [{}]),
    "/organizations/{orgId}": (every_organisation, [{}]),
    "/licenses": (once, [{}]),
    "/licenses/{licenseId}": (every_licence, [{}, {"includeAssignedTo": "user"}]),
    "/roles": (once, [{}]),
    "/roles/{roleId}": (every_role, [{}]),
    "/locations": (once, [{}, {"name": "Hartford"}, {"max": 1}]),
    "/locations/{locationId}": (every_location, [{}]),
    "/telephony/config/locations": (once, [{}, {"max": 1}]),
    "/telephony/config/locations/{locationId}": (every_location, [{}]),
    "/workspaces": (once, [{}, {"includeDevices": "true"}, {"max": 2}]),
    "/workspaces/{workspaceId}": (every_workspace, [{}, {"includeDevices": "true"}]),
    "/telephony/config/workspaces/{workspaceId}/devices": (every_workspace, [{}]),
    "/telephony/config/virtualLines": (once, [{}, {"max": 1}]),
    VIRTUAL_LINE: (every_virtual_line, [{}]),
    VIRTUAL_LINE + "/devices": (every_virtual_line, [{}]),
    "/telephony/config/numbers": (once, [{}, {"details": "true"}, {"available": "true"}, {"numberType": "EXTENSION"}]),
    "/devices": (once, [{}, {"max": 2}, {"type": "phone"}]),
    "/devices/{deviceId}": (every_device, [{}]),
    DEVICE: (every_calling_device, [{}]),
    "/telephony/config/supportedDevices": (once, [{}]),
}


def filled(operation: str, ids: dict[str, str]) -> str:
    path = operation
    for name, value in ids.items():
        path = path.replace("{" + name + "}", quote(value, safe=""))
    return path


def served_operations(server: Server) -> set[tuple[str, str]]:
    """What the server's own document says that it serves of the Webex API."""
    document = requests.get(server.url + "/openapi.json", timeout=30).json()
    methods = {"get", "put", "post", "delete", "patch"}
    served = {
        (method.upper(), path.removeprefix("/v1"))
        for path, operations in document["paths"].items()
        for method in methods & set(operations)
    }
    ours = ("/healthz", "/readyz", "/openapi.json", "/metrics", "/partyline/")
    return {(method, path) for method, path in served if not path.startswith(ours)}


def test_every_operation_that_is_served_stands_in_the_contract(server: Server, contract: Contract) -> None:
    assert served_operations(server) <= contract.operations


def test_every_served_read_is_walked_below(server: Server) -> None:
    assert {path for method, path in served_operations(server) if method == "GET"} == set(READS)


@pytest.mark.parametrize("operation", READS)
def test_a_read_answers_what_the_contract_says(
    operation: str, client: Client, demo: Demo, contract: Contract
) -> None:
    ids, queries = READS[operation]
    walked = 0
    for names in ids(demo):
        for query in queries:
            answer = client.get(filled(operation, names), query)
            assert answer.status_code == 200, f"{answer.url}: {answer.status_code} {answer.text}"
            assert answer.headers["Content-Type"].lower().startswith("application/json")
            complaints = contract.complaints("GET", operation, 200, answer.json())
            assert not complaints, f"{answer.url}: {complaints[:5]}"
            walked += 1
    assert walked > 0


@pytest.mark.parametrize("operation", READS)
def test_a_read_answers_the_same_bytes_twice(operation: str, client: Client, demo: Demo) -> None:
    names = next(READS[operation][0](demo))
    path = filled(operation, names)
    assert client.get(path).content == client.get(path).content


@pytest.mark.parametrize("operation", READS)
def test_a_read_without_a_token_is_refused_with_401(operation: str, server: Server, demo: Demo) -> None:
    answer = Client(server, None).get(filled(operation, next(READS[operation][0](demo))))
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("operation", [path for path in READS if path != "/organizations/{orgId}"])
def test_a_read_of_a_foreign_organisation_is_refused_with_403(operation: str, client: Client, demo: Demo) -> None:
    path = filled(operation, next(READS[operation][0](demo)))
    assert client.get(path, {"orgId": FOREIGN_ORGANISATION}).status_code == 403


@pytest.mark.parametrize("operation", [path for path in READS if "{" in path])
@pytest.mark.parametrize("identifier", [NOBODY, "x", "%00", "..%2F..%2Fpeople", "a" * 120])
def test_an_id_that_names_nothing_is_404(operation: str, identifier: str, client: Client) -> None:
    path = operation
    for name in ("personId", "applicationId", "deviceId", "orgId", "licenseId", "roleId", "locationId", "workspaceId",
                 "virtualLineId"):  # fmt: skip
        path = path.replace("{" + name + "}", identifier)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("operation", READS)
def test_a_wrong_method_is_405_and_says_which_are_right(
    operation: str, server: Server, client: Client, demo: Demo
) -> None:
    known = {method for method, path in served_operations(server) if path == operation}
    wrong = next(method for method in ("PATCH", "POST", "PUT") if method not in known)
    answer = client.request(wrong, filled(operation, next(READS[operation][0](demo))), json={})
    assert answer.status_code == 405
    allowed = {method.strip() for method in answer.headers["Allow"].split(",")}
    assert known <= allowed
    assert wrong not in allowed


def test_an_unknown_path_is_404(client: Client) -> None:
    for path in ("/", "/nothing", "/telephony/config/people/x/y/z", "/people/x/features"):
        assert client.get(path).status_code == 404


def test_a_deleted_thing_is_410_wherever_its_id_stands(own_client: Client) -> None:
    demo = Demo(own_client)
    device = next(row for row in demo.devices if "personId" in row)
    virtual_line, workspace = demo.virtual_lines[0], demo.workspaces[0]
    person = next(row for row in demo.calling_people if row["id"] not in {d.get("personId") for d in demo.devices})
    gone = {
        f"/devices/{device['id']}": [f"/telephony/config/devices/{device['callingDeviceId']}/members"],
        f"/telephony/config/virtualLines/{virtual_line['id']}": [],
        f"/people/{person['id']}": [f"/telephony/config/people/{person['id']}/applications/members"],
    }
    for row in demo.devices:
        if row.get("workspaceId") == workspace["id"]:
            assert own_client.delete(f"/devices/{row['id']}").status_code == 204
    gone[f"/workspaces/{workspace['id']}"] = []
    for path, others in gone.items():
        deleted = own_client.delete(path)
        assert (deleted.status_code, deleted.content) == (204, b""), path
        for dead in [path, *others]:
            assert own_client.get(dead).status_code == 410, dead


def test_writes_answer_what_the_contract_says(own_client: Client, contract: Contract) -> None:
    demo = Demo(own_client)
    person, endpoint = demo.lone_app()
    settings = f"/people/{person['id']}/features/applications"
    device = demo.phones[0]["callingDeviceId"]
    line = own_client.post(
        "/telephony/config/virtualLines",
        {"firstName": "Night", "lastName": "Desk", "locationId": demo.locations[0]["id"], "extension": "7788"},
    )
    assert line.status_code == 201, line.text
    assert not contract.complaints("POST", "/telephony/config/virtualLines", 201, line.json())
    lines = [sent_back(row) for row in demo.list_of(endpoint)["members"]] + [shared(line.json()["id"], 2)]
    silent = [
        own_client.put(endpoint.members, {"members": lines}),
        own_client.put(settings, {"ringDevicesForGroupPageEnabled": False}),
        own_client.post(f"/telephony/config/devices/{device}/actions/applyChanges/invoke"),
        own_client.delete(f"/telephony/config/virtualLines/{line.json()['id']}"),
    ]
    for answer in silent:
        assert (answer.status_code, answer.content) == (204, b""), answer.text
        assert "Content-Type" not in answer.headers


def test_a_refused_list_names_every_violation_with_index_and_field(own_client: Client, contract: Contract) -> None:
    demo = Demo(own_client)
    _, endpoint = demo.lone_app()
    before = own_client.get(endpoint.members).content
    first, second = demo.others(endpoint, 2)
    wrong = [
        shared(first, 2) | {"lineType": "PRIMARY"},
        shared(second, 3, lineLabel="x" * 81, hotlineEnabled=True, hotlineDestination="abc"),
        {"id": NOBODY, "port": 0},
        shared(first, 9),
    ]
    own = [sent_back(row) for row in json.loads(before)["members"]]
    answer = own_client.put(endpoint.members, {"members": own + wrong})
    assert answer.status_code in contract.statuses("PUT", "/telephony/config/people/{personId}/applications/members")
    assert answer.status_code == 400
    descriptions = " ".join(error["description"] for error in answer.json()["errors"])
    for place in ("members[1].lineType", "members[2].lineLabel", "members[2].hotlineDestination", "members[3].id",
                  "members[3].port", "members[3].lineWeight", "members[4].id"):  # fmt: skip
        assert f"({place})" in descriptions
    assert own_client.get(endpoint.members).content == before


def test_each_role_meets_its_limits_with_403(server: Server, client: Client, demo: Demo) -> None:
    _, endpoint = demo.lone_app()
    reader = Client(server, create_token(server.database, "read_only_admin"))
    narrow = Client(server, create_token(server.database, "full_admin", "--scope", "spark-admin:people_read"))
    assert reader.get("/people").status_code == 200
    assert reader.put(endpoint.members, {}).status_code == 403
    assert narrow.get("/people").status_code == 200
    assert narrow.get(endpoint.members).status_code == 403
