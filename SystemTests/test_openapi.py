# SPDX-License-Identifier: Apache-2.0
"""The committed OpenAPI document is the generator's, valid, and says of every answer what the contract says."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from contract_schemas import Contract

ROOT = Path(__file__).resolve().parents[1]
GENERATOR = ROOT / "Tools" / "openapi" / "generate.py"
DOCUMENT = ROOT / "docs" / "reference" / "openapi.json"
METHODS = ("get", "put", "post", "patch", "delete")

#: What is served beside the API.
SERVICE = {"/healthz", "/readyz", "/openapi.json"}

#: The contract shows another operation's answer there; `contract_schemas` knows the keys that clients need.
REPLACED = ("GET", "/telephony/config/supportedDevices")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(DOCUMENT.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def contract() -> Contract:
    return Contract()


#: What Webex does not have.
OWN = "/partyline/v1/"


def operations(
    document: dict[str, Any], *, with_own: bool = False
) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """Every operation of the API by method and path."""
    for path, methods in document["paths"].items():
        if path not in SERVICE and (with_own or not path.startswith(OWN)):
            yield from (((method.upper(), path), methods[method]) for method in METHODS if method in methods)


def published_ids() -> dict[tuple[str, str], str]:
    files = (ROOT / "SystemTests" / "contract").glob("*.json")
    return {
        (method.upper(), path): operation["operationId"]
        for file in files
        for path, methods in json.loads(file.read_text(encoding="utf-8"))["paths"].items()
        for method, operation in methods.items()
    }


def shape(schema: dict[str, Any], components: dict[str, Any]) -> Any:
    """What a schema allows, without names, words and bounds: every key with the type or the values that it has."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/components/schemas/")
        return shape(components[name], components)
    if "properties" in schema:
        return {key: shape(value, components) for key, value in schema["properties"].items()}
    if "items" in schema:
        return [shape(schema["items"], components)]
    if "enum" in schema:
        return sorted(schema["enum"])
    return {"integer": "number"}.get(schema["type"], schema["type"])


def test_the_committed_document_is_what_the_generator_makes() -> None:
    checked = subprocess.run([sys.executable, str(GENERATOR), "--check"], capture_output=True, text=True, timeout=60)
    assert checked.returncode == 0, checked.stderr


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    complaints = [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()]
    assert not complaints


def test_every_operation_stands_in_the_contract_under_its_official_id(document: dict[str, Any]) -> None:
    published = published_ids()
    ours = {key: operation["operationId"] for key, operation in operations(document)}
    assert ours == {key: published.get(key) for key in ours}
    assert len(set(ours.values())) == len(ours)


def test_every_answer_has_the_keys_of_the_contract_and_of_its_known_exceptions(
    document: dict[str, Any], contract: Contract
) -> None:
    ours = document["components"]["schemas"]
    for key, operation in operations(document):
        for status in sorted(contract.statuses(*key)):
            theirs = contract.schema(*key, status) if 200 <= status < 300 else None
            if not theirs or key == REPLACED:
                continue
            content = operation["responses"][str(status)]["content"]["application/json"]["schema"]
            assert shape(content, ours) == shape(theirs, theirs["components"]["schemas"]), (key, status)


def test_no_answer_may_hold_a_key_that_the_document_lacks(document: dict[str, Any]) -> None:
    requests = {"MemberListEdit", "MemberLineEdit", "ApplicationsEdit", "NewVirtualLine", "UndoRequest"}
    open_schemas = {
        name
        for name, schema in document["components"]["schemas"].items()
        if "properties" in schema and schema.get("additionalProperties") is not False
    }
    assert open_schemas == requests


def test_every_refusal_has_the_error_body_of_its_api_and_a_tracking_id(document: dict[str, Any]) -> None:
    refusals = document["components"]["responses"]
    for key, operation in operations(document, with_own=True):
        is_own = key[1].startswith(OWN)
        media, shape = ("application/problem+json", "Problem") if is_own else ("application/json", "Error")
        for status, response in operation["responses"].items():
            if int(status) < 400:
                assert response["headers"]["trackingid"], (key, status)
                continue
            refusal = refusals[response["$ref"].removeprefix("#/components/responses/")]
            assert refusal["content"] == {media: {"schema": {"$ref": f"#/components/schemas/{shape}"}}}
            assert refusal["headers"]["trackingid"], (key, status)


def test_operation_ids_are_unique(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, operation in operations(document, with_own=True)]
    assert len(set(ids)) == len(ids)
