# SPDX-License-Identifier: Apache-2.0
"""The load: wrk, which plays recorded requests, and what a round of it took."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from measure.process import Server

_SCRIPT = Path(__file__).with_name("replay.lua")


@dataclass(frozen=True)
class Round:
    """What the clients saw and what the server spent."""

    requests: int
    seconds: float
    cpu_seconds: float
    p50_microseconds: float
    p99_microseconds: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    @property
    def cpu_microseconds(self) -> float:
        """Processor time of the server for each request."""
        return self.cpu_seconds / self.requests * 1e6


@dataclass(frozen=True)
class Load:
    """How many clients play what, for how long."""

    recording: Path
    seconds: float
    threads: int = 2
    connections: int = 32

    def run(self, server: Server) -> Round:
        command = ["wrk", f"-t{self.threads}", f"-c{self.connections}", f"-d{max(1, round(self.seconds))}s"]
        command += ["-s", str(_SCRIPT), server.url, "--", str(self.recording)]
        cpu = server.cpu_seconds
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        cpu = server.cpu_seconds - cpu
        result = json.loads(done.stdout.rpartition("RESULT ")[2])
        if result["failures"] or result["refusals"] or not result["requests"]:
            raise SystemExit(f"a round with errors is no measurement: {result}\n{done.stdout}")
        return Round(result["requests"], result["seconds"], cpu, result["p50"], result["p99"])
