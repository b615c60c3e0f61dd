#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the OpenAPI document that the server gives at /openapi.json.

    python3 Tools/openapi/generate.py           writes docs/reference/openapi.json, and the same for the program
    python3 Tools/openapi/generate.py --check   says whether the committed files are what would be written

The published contract in SystemTests/contract says how each operation is called and what its answers look like;
`operations.py`, `parameters.py` and `departures.py` say what we serve of it and what is ours.
"""

import json
import sys
from pathlib import Path
from typing import Any

import answers
import partyline
from answers import LINK, SUCCESSOR_LINK, described
from contract import Contract, Schemas
from departures import OWN, REQUEST_OF, REQUESTS
from operations import OPERATIONS, Operation
from parameters import PARAMETERS, maximum

Json = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "reference" / "openapi.json"
#: The document within the program. A text compiles in no time, where an embedded resource is an array of 180,000 bytes.
SOURCE = ROOT / "Sources" / "WebexAPI" / "OpenAPIDocument.swift"

_SOURCE = '''\
// SPDX-License-Identifier: Apache-2.0
//
// Written by Tools/openapi/generate.py, which says what is in it: `make openapi` writes it again.

// swift-format-ignore-file

/// The OpenAPI document, part of the program; `docs/reference/openapi.json` is the same to read.
enum OpenAPIDocument {
    static let bytes = Array(text.utf8)

    private static let text = #"""
        %s
        """#
}
'''

_DESCRIPTION = """\
Who shows whose line: the part of the Webex Calling API that manages shared lines, and the directory around it.

Operations, ids, parameters and answers follow Webex's published OpenAPI documents, so that its clients work unchanged.
What is added is optional: `ETag`, `If-Match`, `If-None-Match`, `Prefer: handling=strict`, `Idempotency-Key` and
`dryRun`. Where answers differ from the published shape on purpose is listed in the project's page of quirks.

- Ids are unpadded base64. Padding, the URL-safe alphabet and the bare UUID are understood too.
- An empty query parameter counts as left out, and `null` in a body as well. Unknown parameters and keys are ignored.
- A body is JSON, by its `Content-Type` or without one.
- Every path that knows `GET` also answers `HEAD`.
- What Webex does not have stands under `/partyline/v1`.
- Operations ask for one of the scopes in `security` and one of the roles in `x-roles`. A location administrator acts
  within its own locations.

Derived from the Webex OpenAPI documents, © Cisco, licensed under CC BY 4.0
(<https://creativecommons.org/licenses/by/4.0/>); reduced, and changed as described."""

_TAGS = {
    "Lines of apps": "Which lines stand on the Webex app of a person.",
    "Lines of devices": "Which lines stand on a desk phone or adapter.",
    "People": "People and the forms of their apps.",
    "Organisation": "The organisation, its licences and roles.",
    "Places": "Locations and workspaces.",
    "Virtual lines": "Lines that belong to no person and no room.",
    "Numbers": "Phone numbers and extensions, and who has them.",
    "Devices": "Desk phones and adapters.",
    "Service": "The server itself. No token is needed.",
}


class Generator:
    """Collects the document's parts while it goes through the operations."""

    def __init__(self, contract: Contract):
        self._contract = contract
        self._schemas = Schemas(contract)
        self._parameters: dict[str, Json] = {}
        for name, schema in {**REQUESTS, **OWN, **partyline.SCHEMAS}.items():
            self._schemas.add(name, schema)

    def document(self) -> Json:
        paths: dict[str, Json] = {}
        for operation in OPERATIONS:
            path = paths.setdefault(operation.path, {})
            if "parameters" not in path and "{" in operation.path:
                path["parameters"] = self._path_parameters(operation)
            path[operation.method.lower()] = self._operation(operation)
        for own in partyline.OPERATIONS:
            for name in (*own.parameters, "orgId"):
                self._parameters[name] = partyline.PARAMETER_TABLE[name]
            path = paths.setdefault(partyline.BASE + own.path, partyline.path_item(own))
            path[own.method.lower()] = partyline.document(own)
        paths.update(answers.SERVICE_PATHS)
        return {
            "openapi": "3.1.0",
            "info": {
                "title": "Partyline",
                "version": "1",
                "summary": "Shared lines, spoken to as Webex Calling is.",
                "description": _DESCRIPTION,
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "servers": [{"url": "/v1"}],
            "tags": [{"name": name, "description": words} for name, words in {**_TAGS, **partyline.TAGS}.items()],
            "paths": paths,
            "components": {
                "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
                "parameters": dict(sorted(self._parameters.items())),
                "headers": answers.HEADERS,
                "responses": {**answers.REFUSALS, **partyline.PROBLEMS},
                "schemas": self._schemas.components,
            },
        }

    def _operation(self, operation: Operation) -> Json:
        document, published = self._contract.operation(operation.key)
        ours: Json = {
            "operationId": published["operationId"],
            "tags": [operation.tag],
            "summary": operation.summary,
        }
        if operation.description:
            ours["description"] = operation.description
        if published.get("deprecated"):
            ours["deprecated"] = True
        ours["security"] = [{"bearer": [scope]} for scope in operation.scopes]
        ours["x-roles"] = list(operation.roles)
        ours["parameters"] = self._operation_parameters(operation, published)
        body = self._body(operation)
        if body:
            ours["requestBody"] = body
        ours["responses"] = self._responses(operation, document, published)
        return ours

    # Parameters

    @staticmethod
    def _path_parameters(operation: Operation) -> list[Json]:
        names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
        return [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
            for name in names
        ]

    def _operation_parameters(self, operation: Operation, published: Json) -> list[Json]:
        names = [*operation.query, "orgId"]
        if operation.limit and not operation.by_cursor:
            names.append("start")
        if operation.method in ("PUT", "POST"):
            names.append("idempotencyKey")
        if operation.is_list:
            names += ["dryRun", "ifMatch", "prefer"] if operation.method == "PUT" else ["ifNoneMatch"]
        parameters = [self._parameter(name) for name in names]
        known = {PARAMETERS[name]["name"] for name in names}
        if operation.limit:
            parameters.append(maximum(operation.limit, operation.default))
            known.add("max")
        unexplained = {one["name"] for one in published.get("parameters", []) if one["in"] == "query"} - known
        if unexplained:
            raise SystemExit(f"{operation.key}: nothing says how {sorted(unexplained)} are read")
        return parameters

    def _parameter(self, name: str) -> Json:
        self._parameters[name] = PARAMETERS[name]
        return {"$ref": f"#/components/parameters/{name}"}

    # Bodies

    @staticmethod
    def _body(operation: Operation) -> Json | None:
        name = REQUEST_OF.get(operation.path.rsplit("/", 1)[1])
        if operation.method not in ("PUT", "POST") or not name:
            return None
        schema = {"$ref": f"#/components/schemas/{name}"}
        # A new virtual line needs its names; everything else may come without a body.
        return {"required": operation.method == "POST", "content": {"application/json": {"schema": schema}}}

    # Answers

    def _responses(self, operation: Operation, document: str, published: Json) -> Json:
        responses: Json = {}
        for status, response in published["responses"].items():
            if not status.startswith("2"):
                continue
            content = response.get("content") or {}
            schema = next((one["schema"] for one in content.values()), None)
            ours = self._schemas.of_answer(document, schema) if schema else None
            responses[status] = described(
                answers.WORDS[status], ours, self._headers(operation, published, is_empty=ours is None)
            )
        if operation.is_list:
            responses.update(self._list_responses(operation, document, published))
        for status in answers.refusals(operation):
            responses[status] = {"$ref": f"#/components/responses/{answers.NAMES[status]}"}
        return dict(sorted(responses.items()))

    def _list_responses(self, operation: Operation, document: str, published: Json) -> Json:
        headers = self._headers(operation, published, is_empty=False)
        if operation.method == "GET":
            return {"304": described("The list has the `ETag` of `If-None-Match`.", None, headers)}
        schema = self._dry_run(document, operation)
        return {"200": described("With `dryRun=true`: the list that would be stored.", schema, headers)}

    def _dry_run(self, document: str, operation: Operation) -> Json:
        """The list as a GET gives it, with what would be different beside it."""
        _, get = self._contract.operation(("GET", operation.path))
        reference = get["responses"]["200"]["content"]["application/json"]["schema"]
        name = self._schemas.of_answer(document, reference)["$ref"].rsplit("/", 1)[1]
        whole = self._schemas.components[name]
        difference = {"difference": {"$ref": "#/components/schemas/MemberListDifference"}}
        schema = {
            **whole,
            "properties": {**whole["properties"], **difference},
            "required": [*whole["required"], "difference"],
        }
        return self._schemas.add(f"{name}DryRun", schema)

    @staticmethod
    def _headers(operation: Operation, published: Json, *, is_empty: bool) -> Json:
        """The headers of a success. A replayed answer has fewer: none but a GET's are promised."""
        headers: Json = {"trackingid": answers.TRACKING}
        is_deprecated = bool(published.get("deprecated")) and "{applicationId}" in operation.path
        if operation.is_list:
            headers["ETag"] = answers.header("ETag") if not is_empty else answers.header("ETagOfChange")
        if is_deprecated:
            headers["Deprecation"] = answers.header("Deprecation")
            headers["Link"] = SUCCESSOR_LINK
        elif operation.limit or "next" in operation.query:
            headers["Link"] = LINK
        return headers


def made() -> dict[Path, str]:
    """The files as they are committed."""
    document = Generator(Contract()).document()
    compact = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    return {
        DOCUMENT: json.dumps(document, indent=1, ensure_ascii=False) + "\n",
        SOURCE: _SOURCE % compact,
    }


def main() -> int:
    is_check = "--check" in sys.argv[1:]
    stale = []
    for file, text in made().items():
        if is_check:
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                stale.append(file)
        else:
            file.write_text(text, encoding="utf-8")
    for file in stale:
        print(f"{file} is not what this script makes: run it without --check", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
