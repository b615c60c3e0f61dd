# SPDX-License-Identifier: Apache-2.0
"""What is measured, in which order."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from measure import machine, traffic
from measure.build import binary
from measure.figures import Figure, Results, Target
from measure.load import Load, Round
from measure.process import Server, clean_environment, exchange, free_tcp_port, simple_get

_THREADS = 2
_CLIENTS = 32


@dataclass(frozen=True)
class Plan:
    """How long and how often."""

    folder: Path
    rounds: int
    seconds: float
    people: int
    starts: int
    memory_requests: int


@dataclass(frozen=True)
class Case:
    """A server and the load that one round puts on it."""

    name: str
    server: Server
    #: Makes the load of that round.
    load: Callable[[int], Load]


class Bench:
    """One run, from the first file to the last figure."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.results = Results(machine=machine.describe(plan.folder))
        self._servers: list[Server] = []

    def run(self, parts: set[str]) -> Results:
        try:
            self._prepare()
            for name, part in (
                ("get", self._gets), ("put", self._puts), ("breakdown", self._breakdown), ("start", self._starts),
                ("memory", self._memory),
            ):  # fmt: skip
                if name in parts:
                    _say(f"measuring: {name}")
                    part()
                    self._stop_servers()
        finally:
            self._stop_servers()
        return self.results

    # Preparation

    def _prepare(self) -> None:
        _say(f"preparing an organisation of {self.plan.people} lists")
        template = self.plan.folder / "template.sqlite"
        done = subprocess.run(
            [binary("seed"), str(template), str(self.plan.people)], check=True, capture_output=True, text=True
        )
        made = subprocess.run(
            [binary("partyline"), "token", "create", "--role", "full_admin", "--database", f"sqlite:{template}"],
            check=True, capture_output=True, text=True, env=clean_environment(),
        )  # fmt: skip
        self._template = template
        self._traffic = traffic.Traffic(done.stdout.split(), made.stdout.strip())

    def _database(self, name: str) -> Path:
        """A copy of the seeded database; nobody has that open."""
        target = self.plan.folder / f"{name}.sqlite"
        for suffix in ("", "-wal"):
            source = self._template.with_name(self._template.name + suffix)
            target.with_name(target.name + suffix).unlink(missing_ok=True)
            if source.exists():
                shutil.copyfile(source, target.with_name(target.name + suffix))
        target.with_name(target.name + "-shm").unlink(missing_ok=True)
        return target

    def _partyline(self, database: Path, *arguments: str) -> Server:
        tcp_port = free_tcp_port()
        command = [binary("partyline"), "serve", "--host", "127.0.0.1", "--tcp-port", str(tcp_port)]
        command += ["--database", f"sqlite:{database}", *arguments]
        return self._server("partyline", command, tcp_port)

    def _server(self, name: str, command: list[str], tcp_port: int, ready_path: str = "/readyz") -> Server:
        log = self.plan.folder / f"{name}.log"
        server = Server(command, tcp_port, log, ready_path, PARTYLINE_RATE_LIMIT="0")
        self._servers.append(server)
        return server

    def _stop_servers(self) -> None:
        while self._servers:
            self._servers.pop().stop()

    # Load over HTTP

    def _warm_up(self, cases: list[Case]) -> None:
        for case in cases:
            load = case.load(-1)
            Load(load.recording, 1, load.threads, load.connections).run(case.server)

    def _interleaved(self, cases: list[Case]) -> dict[str, list[Round]]:
        """A B A B, so that whatever else the machine does falls on all alike. No round writes what another left behind."""
        rounds: dict[str, list[Round]] = {case.name: [] for case in cases}
        for number in range(self.plan.rounds):
            for case in cases:
                os.sync()
                done = case.load(number).run(case.server)
                rounds[case.name].append(done)
                _say(f"  {case.name}: {done.rate:.0f}/s, {done.cpu_microseconds:.1f} µs")
        for name, all_rounds in rounds.items():
            self.results.loads[name] = {
                "requests/s": Figure.of([done.rate for done in all_rounds]),
                "server CPU µs/request": Figure.of([done.cpu_microseconds for done in all_rounds]),
                "p50 µs": Figure.of([done.p50_microseconds for done in all_rounds]),
                "p99 µs": Figure.of([done.p99_microseconds for done in all_rounds]),
            }
        return rounds

    def _gets(self) -> None:
        partyline = self._partyline(self._database("get"))
        answer = exchange(partyline.tcp_port, simple_get(self._traffic.path(0), self._traffic.token))
        head, _, body = answer.partition(b"\r\n\r\n")
        content_type = next(
            line.partition(b":")[2].strip() for line in head.split(b"\r\n") if line.lower().startswith(b"content-type:")
        )
        body_file = self.plan.folder / "answer.json"
        body_file.write_bytes(body)
        self.results.machine["answer of a GET"] = f"{len(body)} bytes"
        tcp_port = free_tcp_port()
        command = [binary("baseline"), str(tcp_port), str(body_file), content_type.decode()]
        baseline = self._server("baseline", command, tcp_port, self._traffic.path(0))
        one = traffic.record(self.plan.folder / "one", traffic.one_list(self._traffic, _THREADS))
        every = traffic.record(self.plan.folder / "every", traffic.every_list(self._traffic, _THREADS))
        same_bytes, cached = "the same bytes from memory, same framework", "GET of a list at hand"
        cases = [
            Case(same_bytes, baseline, lambda _: Load(one, self.plan.seconds, _THREADS, _CLIENTS)),
            Case(cached, partyline, lambda _: Load(one, self.plan.seconds, _THREADS, _CLIENTS)),
            Case("GET of a list not at hand", partyline, lambda _: Load(every, self.plan.seconds, _THREADS, _CLIENTS)),
        ]
        self._warm_up(cases)
        rounds = self._interleaved(cases)
        ratios = [
            ours.cpu_microseconds / theirs.cpu_microseconds
            for ours, theirs in zip(rounds[cached], rounds[same_bytes], strict=True)
        ]
        self.results.targets.append(
            Target("server CPU of a GET at hand ÷ the same bytes from memory", Figure.of(ratios), 1.3, False, "×")
        )

    def _puts(self) -> None:
        databases = {name: self._database(f"put-{name}") for name in ("partyline", "grouped", "single", "other loads")}
        # What is compared has had the same load, and so a file of the same size.
        servers = {name: self._partyline(databases[name]) for name in ("partyline", "other loads")}
        for kind in ("grouped", "single"):
            tcp_port = free_tcp_port()
            servers[kind] = self._server(kind, [binary("commits"), str(tcp_port), str(databases[kind]), kind], tcp_port)
        names = {
            "partyline": f"PUT, {_CLIENTS} clients",
            "grouped": f"PUT, {_CLIENTS} clients, API and store alone",
            "single": f"PUT, {_CLIENTS} clients, API and store alone, one commit a transaction",
        }
        cases = [Case(names[kind], servers[kind], self._replacing(kind, _THREADS, _CLIENTS)) for kind in names]
        alone, turning = "PUT, 1 client", f"PUT, {_CLIENTS} clients, lines change ports"
        cases.append(Case(alone, servers["other loads"], self._replacing("alone", 1, 1)))
        cases.append(Case(turning, servers["other loads"], self._replacing("turning", _THREADS, _CLIENTS, turning=True)))
        self._warm_up(cases)
        before = {name: _last_change(database) for name, database in databases.items()}
        rounds = self._interleaved(cases)
        counted = {kind: rounds[name] for kind, name in names.items()}
        counted["other loads"] = rounds[alone] + rounds[turning]
        self._note_changes(databases, before, counted)
        self._note_sharing(rounds, {"partyline": names["partyline"]}, {"1 client": alone})
        single = {"one commit a transaction": names["single"]}
        self._note_sharing(rounds, {"API and store alone": names["grouped"]}, single)
        # Only one of these two has a log and guards its connections: a figure, and no target.
        unlike = [our.rate / rival.rate for our, rival in zip(rounds[names["partyline"]], rounds[names["single"]])]
        self.results.single["partyline ÷ API and store alone, one commit a transaction"] = (Figure.of(unlike), "×")
        self.results.single["one wait for this disk (fdatasync of 4 KiB)"] = (
            Figure.of(machine.disk_waits(self.plan.folder)), "µs",
        )  # fmt: skip

    def _note_sharing(self, rounds: dict[str, list[Round]], ours: dict[str, str], rivals: dict[str, str]) -> None:
        """What it is worth that commits share a transaction."""
        for our_name, our_case in ours.items():
            for rival_name, rival_case in rivals.items():
                pairs = zip(rounds[our_case], rounds[rival_case], strict=True)
                ratios = Figure.of([our.rate / rival.rate for our, rival in pairs])
                name = f"durable PUTs/s of {_CLIENTS} clients, {our_name} ÷ {rival_name}"
                self.results.targets.append(Target(name, ratios, 3, True, "×"))

    def _replacing(self, name: str, threads: int, clients: int, turning: bool = False) -> Callable[[int], Load]:
        def load(number: int) -> Load:
            requests = traffic.replacements(self._traffic, threads, f"{name} {number} ", turning)
            recording = traffic.record(self.plan.folder / f"put-{name}", requests)
            return Load(recording, self.plan.seconds, threads, clients)

        return load

    def _note_changes(
        self, databases: dict[str, Path], before: dict[str, int], counted: dict[str, list[Round]]
    ) -> None:
        """How many changes stand in the file for each acknowledged PUT: less than one would be work left out."""
        acknowledged = {kind: sum(done.requests for done in rounds) for kind, rounds in counted.items()}
        shares = [
            (_last_change(database) - before[kind]) / acknowledged[kind] for kind, database in databases.items()
        ]
        # A little more than one: what was under way when a round ended is in the file and not in the count.
        self.results.single["changes in the file for each counted PUT"] = (Figure.of(shares), "")

    # In the process

    def _breakdown(self) -> None:
        body = self.plan.folder / "put.json"
        body.write_bytes(self._traffic.put_body(0, "breakdown"))
        self.results.machine["body of a PUT"] = f"{body.stat().st_size} bytes"
        command = [binary("breakdown"), str(self._database("breakdown")), str(self.plan.people), str(body)]
        done = subprocess.run([*command, str(self.plan.rounds)], check=True, capture_output=True, text=True)
        self.results.stages = json.loads(done.stdout)

    def _starts(self) -> None:
        fresh, again = [], []
        for number in range(self.plan.starts):
            database = self.plan.folder / f"start-{number}.sqlite"
            for times in (fresh, again):
                server = self._partyline(database, "--demo")
                times.append(server.start_seconds * 1000)
                self._stop_servers()
        for name, times in (("a new file, demo imported on the way", fresh), ("demo in the file", again)):
            self.results.targets.append(Target(f"start to ready, {name}", Figure.of(times), 100, False, "ms"))

    def _memory(self) -> None:
        server = self._partyline(self._database("memory"))
        self.results.single["memory after the start"] = (Figure.of([_megabytes(server)]), "MB")
        requests = 0
        while requests < self.plan.memory_requests:
            played = traffic.mixture(self._traffic, _THREADS, f"after {requests}")
            recording = traffic.record(self.plan.folder / "mixture", played)
            requests += Load(recording, 2, _THREADS, _CLIENTS).run(server).requests
        self.results.single["highest memory on the way"] = (Figure.of([_megabytes(server, "VmHWM")]), "MB")
        name = f"memory after {requests} requests, a tenth of them PUTs"
        self.results.targets.append(Target(name, Figure.of([_megabytes(server)]), 100, False, "MB"))


def _megabytes(server: Server, field: str = "VmRSS") -> float:
    return server.memory_bytes(field) / 1e6


def _last_change(database: Path) -> int:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return connection.execute("SELECT coalesce(max(sequence), 0) FROM change").fetchone()[0]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
