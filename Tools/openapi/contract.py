# SPDX-License-Identifier: Apache-2.0
"""The published contract, and the schemas of its answers as they become ours."""

import copy
import json
from pathlib import Path
from typing import Any

from departures import ALWAYS_THERE, DEPARTURES, RENAMED, REPLACED_ANSWERS

Json = dict[str, Any]

FOLDER = Path(__file__).resolve().parents[2] / "SystemTests" / "contract"


class Contract:
    """Every published operation by method and path, with the document that it stands in."""

    def __init__(self, folder: Path = FOLDER):
        self._documents: dict[str, Json] = {}
        self._operations: dict[tuple[str, str], tuple[str, Json]] = {}
        for file in sorted(folder.glob("*.json")):
            document = json.loads(file.read_text(encoding="utf-8"))
            self._documents[file.stem] = document.get("components", {}).get("schemas", {})
            for path, methods in document["paths"].items():
                for method, operation in methods.items():
                    self._operations[method.upper(), path] = (file.stem, operation)

    def operation(self, key: tuple[str, str]) -> tuple[str, Json]:
        """The document's name and the operation; a KeyError for one that is not published."""
        return self._operations[key]

    def schema(self, document: str, name: str) -> Json:
        return self._documents[document][name]


class Schemas:
    """Our component schemas, gathered from the answers that refer to them."""

    def __init__(self, contract: Contract):
        self._contract = contract
        self._ours: dict[str, Json] = {}

    @property
    def components(self) -> dict[str, Json]:
        return dict(sorted(self._ours.items()))

    def add(self, name: str, schema: Json) -> Json:
        """Takes a schema of our own and gives a reference to it."""
        if self._ours.setdefault(name, schema) != schema:
            raise SystemExit(f"two schemas are called {name}: name them apart in departures.RENAMED")
        return {"$ref": f"#/components/schemas/{name}"}

    def of_answer(self, document: str, schema: Json) -> Json:
        """The published schema of an answer, with departures, closed, and its references made ours."""
        if "$ref" in schema:
            return self._referred(document, schema["$ref"].rsplit("/", 1)[1])
        ours: Json = {}
        for key, value in schema.items():
            if key == "properties":
                ours[key] = {name: self.of_answer(document, one) for name, one in value.items()}
            elif key == "items":
                ours[key] = self.of_answer(document, value)
            elif key == "type" and value == "number":
                # Everything that is counted here comes whole.
                ours[key] = "integer"
            else:
                ours[key] = copy.deepcopy(value)
        if "properties" in ours:
            ours.setdefault("additionalProperties", False)
        return ours

    def _referred(self, document: str, published: str) -> Json:
        if published in REPLACED_ANSWERS:
            return self.add(published, REPLACED_ANSWERS[published])
        name = RENAMED.get((document, published), published)
        schema = copy.deepcopy(self._contract.schema(document, published))
        for departure in DEPARTURES:
            if (departure.document, departure.schema) != (document, published):
                continue
            if departure.instead is None:
                del schema["properties"][departure.key]
            else:
                schema["properties"][departure.key] = departure.instead
        always = ALWAYS_THERE.get(published, ())
        if always:
            schema["required"] = list(dict.fromkeys([*schema.get("required", []), *always]))
        return self.add(name, self.of_answer(document, schema))
