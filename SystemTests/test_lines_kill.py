# SPDX-License-Identifier: Apache-2.0
"""A kill at every step of an apply, and of the way back: run again, each ends in its state, to the last byte.

One database serves all runs of a slice: every second run goes the way back, so that the next one begins as the first did.
"""

import json
import random
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import partyline
from lines import Lines, kill, organisation
from partyline import Client, Server, create_token
from pipelined import get_all
from stepping import MOMENTS, StepProxy

#: With full figures: as many kills as an apply has lists, one at each of them, in slices of minutes.
STEPS, SLICES = 1000, 2

WANTED = """
changes:
  - add: "virtualLine:Front Desk"
    where: {endpoint: ["app:p0@many.example", "app:p3@many.example"]}
  - remove: "person:p7@many.example"
  - label: "{name} {extension}"
"""


@dataclass
class Way:
    """A plan, the command that carries it out, and what all lists are then."""

    plan: Path
    command: str
    end: list[bytes]


class Course:
    """An organisation behind a proxy, and the two ways between its two states."""

    def __init__(self, folder: Path, server: Server, proxy: StepProxy, token: str):
        self.folder, self.server, self.proxy, self.token = folder, server, proxy, token
        self.lines = Lines(proxy.url, token, folder / "home")
        people = [row["id"] for row in Client(server, token).walk("/people", "items", callingData="true", max="1000")]
        self.paths = [f"/v1/telephony/config/people/{one}/applications/members" for one in people]
        self.before = self.snapshot()
        plan = self.lines.plan(self.lines.write("wanted.yaml", WANTED))
        self.lines.run("apply", plan, "--yes")
        self.lines.run("drift", "wanted.yaml", code=0)
        self.after = self.snapshot()
        assert all(one != other for one, other in zip(self.before, self.after))
        back = self.lines.rollback(plan)
        self.lines.run("undo", back, "--yes")
        assert self.snapshot() == self.before
        self._templates = {"apply": plan.read_text(), "undo": back.read_text()}

    def snapshot(self) -> list[bytes]:
        with self.server.connect() as connection:
            return get_all(connection, self.token, self.paths)

    def way(self, number: int) -> Way:
        """A plan that nobody has begun yet: the same content under a new id."""
        command, end = (("apply", self.after), ("undo", self.before))[number % 2]
        made = json.loads(self._templates[command]) | {"id": str(uuid.uuid4()).upper()}
        folder = self.lines.home / "runs"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        plan = folder / "one.plan"
        plan.write_text(json.dumps(made))
        return Way(plan, command, end)

    def run(self, number: int, step: int, moment: str) -> None:
        """Goes the way of that number, is killed there, and goes it again."""
        way, what = self.way(number), f"run {number}: killed at {moment} of PUT {step}"
        self.proxy.watch(step, moment, lambda: kill(process))
        process = self.lines.start(way.command, way.plan, "--yes")
        _, said = process.communicate(timeout=300)
        assert process.returncode == -9, f"{what}: {process.returncode}\n{said}"
        self.proxy.watch(0, "", lambda: None)
        self.lines.run(way.command, way.plan, "--yes")
        assert self.snapshot() == way.end, what


@pytest.mark.long
@pytest.mark.parametrize("kind", ["partyline", "webex"])
@pytest.mark.parametrize("part", range(SLICES))
def test_an_apply_that_is_killed_at_any_step_ends_as_planned_and_its_rollback_byte_for_byte(
    part: int, kind: str, tmp_path: Path, is_long: bool, figure: Callable[[str], None]
) -> None:
    count, runs = (STEPS, STEPS // SLICES // 2) if is_long else (60, 12)
    if part > 0 and not is_long:
        pytest.skip("one part is enough for a look")
    chance = random.Random(2026)
    steps = list(range(1, count + 1))
    chance.shuffle(steps)
    first = (2 * part + (kind == "webex")) * runs if is_long else 0
    seed, database = tmp_path / "many.yaml", tmp_path / "many.sqlite"
    seed.write_text(organisation(count))
    imported = partyline.run("import", seed, "--database", f"sqlite:{database}", timeout=300)
    assert imported.returncode == 0, imported.stderr
    token = create_token(database)
    settings = {"PARTYLINE_TEST_WEBEX_ONLY": "1"} if kind == "webex" else {}
    with Server(database, **settings, PARTYLINE_LOG_LEVEL="notice") as server, StepProxy(server) as proxy:
        course = Course(tmp_path, server, proxy, token)
        for number, step in enumerate(steps[first : first + runs]):
            course.run(number, step, MOMENTS[(step + first) % len(MOMENTS)])
    figure(f"{runs} kills of an apply of {count} lists or of the way back, each then ended byte for byte as wanted")
