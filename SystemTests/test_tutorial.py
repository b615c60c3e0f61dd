# SPDX-License-Identifier: Apache-2.0
"""The tutorial shows what its commands print. `PARTYLINE_WRITE_TUTORIAL=1` writes it anew."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import partyline
from partyline import Server

PAGE = partyline.REPOSITORY / "docs/tutorial/a-site-in-ten-minutes.md"
FILES = Path(__file__).parent / "tutorial"


def console(block: str, home: Path, settings: dict[str, str]) -> str:
    """The block with what its commands print, both streams as on a terminal."""
    shown = ""
    for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        done = subprocess.run(
            ["bash", "-c", command], env=settings, cwd=home, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60,
        )  # fmt: skip
        shown += f"$ {command}\n{done.stdout}"
    # The beginning of a plan's id, which is new each time.
    return re.sub(r"\.plan\.[0-9a-f]{8}\.rollback(\.[0-9a-f]{8}\.rollback)?", ".plan.1f0c9a34.rollback", shown)


def test_the_tutorial_shows_what_its_commands_print(database: Path, token: str, tmp_path: Path) -> None:
    for file in FILES.iterdir():
        shutil.copy(file, tmp_path)
    with Server(database) as server:
        settings = partyline.environment(
            PARTYLINE_URL=server.url, PARTYLINE_TOKEN=token, HOME=str(tmp_path),
            PATH=f"{partyline.BINARY.parent}:{os.environ['PATH']}",
        )  # fmt: skip
        page = PAGE.read_text()
        made = re.sub(
            r"(?<=^```console\n)(.*?)(?=^```)",
            lambda block: console(block.group(1), tmp_path, settings),
            page,
            flags=re.DOTALL | re.MULTILINE,
        )
        made = made.replace(server.url, "http://127.0.0.1:8080")
    if os.environ.get("PARTYLINE_WRITE_TUTORIAL"):
        PAGE.write_text(made)
        return
    assert made == page
