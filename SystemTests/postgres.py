# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL server of the tests' own (Tools/postgres.sh), and databases on it."""

import itertools
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class PostgresDatabase:
    """One database, where an SQLite test has a file. Its logs go into the folder."""

    url: str
    name: str
    parent: Path

    def __str__(self) -> str:
        return self.url


class PostgresServer:
    """A server that ends with this process at the latest."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [REPOSITORY / "Tools/postgres.sh"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self.folder = Path(self._answer("ready "))
        self._numbers = itertools.count(1)

    def _answer(self, beginning: str) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().rstrip("\n")
        assert line.startswith(beginning), f"Tools/postgres.sh says {line!r}"
        return line.removeprefix(beginning)

    def _tell(self, word: str) -> None:
        assert self._process.stdin is not None
        print(word, file=self._process.stdin, flush=True)

    def kill(self) -> None:
        """All of it is gone at once, as after a power cut."""
        self._tell("kill")
        self._answer("killed")

    def start(self) -> None:
        self._tell("start")
        self._answer("ready ")

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    @property
    def socket(self) -> Path:
        """What a proxy in front of it connects to."""
        return self.folder / ".s.PGSQL.5432"

    def url(self, name: str) -> str:
        return f"postgres://postgres@/{name}?host={self.folder}"

    def create(self, parent: Path, template: str = "template1", name: str | None = None) -> PostgresDatabase:
        """A new database, a copy of the template that no process has open."""
        name = name or f"test_{next(self._numbers)}"
        self.sql("postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
        return PostgresDatabase(self.url(name), name, parent)

    def sql(self, database: str, *statements: str) -> list[str]:
        """What psql prints, line by line."""
        psql = shutil.which("psql")
        assert psql, "psql is not there: run Tools/install.sh test"
        command = [psql, "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"]
        for statement in statements:
            command += ["--command", statement]
        done = subprocess.run([*command, self.url(database)], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()
