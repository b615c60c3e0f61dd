# SPDX-License-Identifier: Apache-2.0
"""Requests made up from our own OpenAPI document find no defect and no answer that the document does not declare."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from demo import Demo
from partyline import Client, Server, environment

CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "ignored_auth", "unsupported_method", "allow_header_conformance",
]  # fmt: skip

#: How many real ids of a kind stand for all of them.
SAMPLES = 4


def real_ids(demo: Demo) -> dict[str, list[str]]:
    """Ids that name something, by the parameter that takes them: made-up ones would only ever be 404."""
    people = [row["id"] for row in demo.calling_people[:SAMPLES]] + [demo.people_without_calling[0]["id"]]
    applications = [demo.application(person) for person in people[:SAMPLES]]
    return {
        "personId": people,
        "applicationId": [application for application in applications if application],
        "deviceId": [row["callingDeviceId"] for row in [*demo.phones[:SAMPLES], *demo.adapters[:1]]],
        "virtualLineId": [row["id"] for row in demo.virtual_lines],
        "workspaceId": [row["id"] for row in demo.workspaces[:SAMPLES]],
        "locationId": [row["id"] for row in demo.locations],
        "licenseId": list(demo.licence_names),
        "roleId": [row["id"] for row in demo.client.read("/roles")["items"]],
        "orgId": [row["id"] for row in demo.client.read("/organizations")["items"]],
        "endpointId": [*people, *(row["callingDeviceId"] for row in demo.phones[:SAMPLES])],
        "changeId": [row["id"] for row in demo.client.read(demo.client.ours("/changes"))["items"][-SAMPLES:]],
    }


def with_ids(document: dict[str, Any], ids: dict[str, list[str]]) -> dict[str, Any]:
    """The document with paths and lines that take real ids alone."""

    def narrow(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("in") == "path" and node.get("name") in ids:
                node["schema"] = {"type": "string", "enum": ids[node["name"]]}
            fields = node.get("properties", {})
            if {"id", "port", "lineType"} <= set(fields) and "firstName" not in fields:
                fields["id"] = {"type": "string", "enum": ids["personId"] + ids["virtualLineId"]}
            for value in node.values():
                narrow(value)
        elif isinstance(node, list):
            for value in node:
                narrow(value)

    narrow(document)
    return document


def by_base(document: dict[str, Any], server: Server) -> list[tuple[str, dict[str, Any]]]:
    """The document once for each place where its paths start: schemathesis minds no servers of a path of its own."""
    paths = document["paths"].items()
    return [
        (base, {**document, "paths": {path: item for path, item in paths if ("servers" in item) == has_own}})
        for base, has_own in [(server.api, False), (server.url, True)]
    ]


def explore(base: str, token: str, document: Path, folder: Path, examples: int, *which: str) -> int:
    """One run of schemathesis, and how many requests it made. Its report is what a failure shows."""
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", str(document), "--url", base,
        "--header", f"Authorization:Bearer {token}", "--checks", ",".join(CHECKS), "--max-examples", str(examples),
        "--phases", "examples,coverage,fuzzing", "--seed", "2026", "--generation-database", "none",
        "--suppress-health-check", "all", "--continue-on-failure", "--no-color", "--no-shrink", "--warnings", "off",
        "--request-timeout", "30", *which,
    ]  # fmt: skip
    ended = subprocess.run(
        command, cwd=folder, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=3000
    )
    assert ended.returncode == 0, f"{ended.stdout[-20_000:]}\n{ended.stderr[-2_000:]}"
    return int(re.search(r"(\d+) generated", ended.stdout).group(1))


@pytest.mark.long
@pytest.mark.parametrize("kind", ["made-up ids", "real ids"])
def test_no_request_finds_a_defect_or_an_undeclared_answer(
    kind: str, own_server: Server, own_client: Client, token: str, tmp_path: Path, is_long: bool,
    figure: Callable[[str], None],
) -> None:
    document = requests.get(own_server.url + "/openapi.json", timeout=30).json()
    # An answer that lasts has tests of its own.
    del document["paths"]["/partyline/v1/changes/stream"]
    if kind == "real ids":
        document = with_ids(document, real_ids(Demo(own_client)))
    requests_made = 0
    for base, part in by_base(document, own_server):
        file = tmp_path / "openapi.json"
        file.write_text(json.dumps(part))
        # What is deleted answers 410 to all that comes after, so deletions come last.
        for which in (["--exclude-method", "DELETE"], ["--include-method", "DELETE"]):
            if which[0].startswith("--exclude") or base == own_server.api:
                requests_made += explore(base, token, file, tmp_path, 100 if is_long else 8, *which)
    assert own_server.is_running
    log = own_server.log_lines()
    errors = [line for line in log if line["level"] in ("error", "critical")]
    assert not errors, errors[:3]
    stored = [line for line in log if line.get("method") == "PUT" and line.get("status") == 204]
    assert stored or kind == "made-up ids", "no request was ever good enough to be stored"
    figure(f"{requests_made} requests, {len(stored)} of them stored a list")
    assert own_client.get("/people/me").status_code == 200
