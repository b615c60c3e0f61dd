# SPDX-License-Identifier: Apache-2.0
"""What comes out: figures of several rounds, ratios between them, and targets."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """The median of several rounds, with the lowest and the highest."""

    median: float
    lowest: float
    highest: float

    @staticmethod
    def of(values: Sequence[float]) -> "Figure":
        return Figure(statistics.median(values), min(values), max(values))


@dataclass(frozen=True)
class Target:
    """What a figure should be at most, or at least."""

    name: str
    figure: Figure
    limit: float
    #: Where more is better.
    at_least: bool
    unit: str

    @property
    def is_met(self) -> bool:
        """By the median as measured, before any rounding."""
        return self.figure.median >= self.limit if self.at_least else self.figure.median <= self.limit


@dataclass
class Results:
    """All of one run."""

    machine: dict[str, str] = field(default_factory=dict)
    #: Load over HTTP: name of the case, then of the quantity.
    loads: dict[str, dict[str, Figure]] = field(default_factory=dict)
    stages: list[dict[str, Any]] = field(default_factory=list)
    single: dict[str, tuple[Figure, str]] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "machine": self.machine,
            "loads": {case: {key: asdict(figure) for key, figure in row.items()} for case, row in self.loads.items()},
            "stages": self.stages,
            "single": {name: asdict(figure) | {"unit": unit} for name, (figure, unit) in self.single.items()},
            "targets": [asdict(target) | {"met": target.is_met} for target in self.targets],
        }
