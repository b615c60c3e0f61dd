# SPDX-License-Identifier: Apache-2.0
"""Release builds of the server and of what it is compared with."""

import shutil
import subprocess
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
REPOSITORY = BENCHMARKS.parent
SCRATCH = REPOSITORY / ".build-bench"
BINARIES = SCRATCH / "release"


def build() -> None:
    """One build folder for all, so that server and rivals are built from the same checkouts with the same options."""
    pins = REPOSITORY / "Package.resolved"
    if pins.exists():
        shutil.copyfile(pins, BENCHMARKS / "Package.resolved")
    command = ["swift", "build", "--package-path", str(BENCHMARKS), "-c", "release", "--scratch-path", str(SCRATCH)]
    for more in ([], ["--product", "partyline"]):
        subprocess.run(command + more, check=True, stdout=2)


def binary(name: str) -> str:
    path = BINARIES / name
    if not path.exists():
        raise SystemExit(f"{path} is missing: run once without --skip-build")
    return str(path)
