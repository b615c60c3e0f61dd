# SPDX-License-Identifier: Apache-2.0
"""The committed manual page is what the commands say of themselves, and the files that pages show can be used."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

import partyline
from lines import Lines
from partyline import Server

DOCS = partyline.REPOSITORY / "docs"


def test_the_manual_page_is_the_programs_own() -> None:
    made = subprocess.run(
        [sys.executable, partyline.REPOSITORY / "Tools/manual.py", partyline.BINARY], capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    assert made.stdout == (DOCS / "man/partyline.1").read_text(), "run `make manual`"


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_manual_page_has_no_mistakes() -> None:
    checked = subprocess.run(["groff", "-man", "-ww", "-z", DOCS / "man/partyline.1"], capture_output=True, text=True)
    assert not checked.stderr


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)


def test_the_file_formats_page_shows_what_the_program_and_the_schema_accept(
    database: Path, token: str, tmp_path: Path
) -> None:
    page = DOCS / "reference/lines-file.md"
    schema = json.loads((DOCS / "reference/lines.schema.json").read_text())
    with Server(database) as server:
        lines = Lines(server.url, token, tmp_path / "home")
        for text in blocks(page, "yaml"):
            jsonschema.validate(yaml.safe_load(text), schema, jsonschema.Draft202012Validator)
            lines.run("plan", lines.write("shown.yaml", text), code=2)
        for text in blocks(page, "csv"):
            lines.run("plan", lines.write("shown.csv", text), code=2)


@pytest.mark.parametrize(
    "text",
    [
        "lists: [{endpoint: x}]",
        "lists: [{endpoint: x, lines: [{port: 1}]}]",
        "lists: [{endpoint: x, lines: [{member: y, weigth: 1}]}]",
        "changes: [{add: x}]",
        "changes: [{replace: x}]",
        "changes: [{remove: x, from: {}}]",
        "changes: [{move: x}]",
        "changes: [{remove: x, where: {kind: fridge}}]",
        "other: []",
    ],
)
def test_what_the_schema_refuses_the_program_refuses(text: str, server: Server, token: str, tmp_path: Path) -> None:
    schema = json.loads((DOCS / "reference/lines.schema.json").read_text())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(text), schema, jsonschema.Draft202012Validator)
    lines = Lines(server.url, token, tmp_path / "home")
    assert "bad.yaml, line 1" in lines.run("plan", lines.write("bad.yaml", text), code=1).stderr
