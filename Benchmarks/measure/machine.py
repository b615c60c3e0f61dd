# SPDX-License-Identifier: Apache-2.0
"""On what was measured."""

import datetime
import os
import platform
import statistics
import subprocess
import time
from pathlib import Path


def describe(folder: Path) -> dict[str, str]:
    return {
        "date": datetime.date.today().isoformat(),
        "processor": _cpu_field("model name"),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.1f} GiB",
        "kernel": f"{platform.system()} {platform.release()}",
        "system": _os_name(),
        "Swift": _first_line(["swift", "--version"]),
        "wrk": _first_line(["wrk", "--version"]).split("Copyright")[0].strip(),
        "file system": _first_line(["findmnt", "-no", "SOURCE,FSTYPE", "--target", str(folder)]),
        "commit": _first_line(["git", "-C", str(folder), "describe", "--always", "--dirty"]),
        "load average at the start": f"{os.getloadavg()[0]:.2f}",
    }


def disk_waits(folder: Path, count: int = 500) -> list[float]:
    """What one wait for the disk takes after 4 KiB more in a file, in microseconds."""
    waits = []
    path = folder / "disk-wait"
    with path.open("wb", buffering=0) as file:
        for _ in range(count):
            file.write(b"\0" * 4096)
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            waits.append((time.perf_counter() - start) * 1e6)
    path.unlink()
    # Rounds of 100, so that the figure has the same shape as all others.
    return [statistics.median(waits[start : start + 100]) for start in range(0, count, 100)]


def _cpu_field(name: str) -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return platform.machine()


def _os_name() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()


def _first_line(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        return "unknown"
    lines = done.stdout.strip().splitlines()
    return lines[0] if lines else "unknown"
