# SPDX-License-Identifier: Apache-2.0
"""The results as a person or a page reads them."""

from collections.abc import Iterator
from pathlib import Path

from measure.figures import Figure, Results, Target

Table = tuple[str, list[str], list[list[str]]]

_START, _END = "<!-- figures: written by Benchmarks/run --page -->", "<!-- end of figures -->"


def text(results: Results) -> str:
    return "\n\n".join(_aligned(*table) for table in _tables(results))


def markdown(results: Results) -> str:
    return "\n\n".join(_piped(*table) for table in _tables(results))


def write(results: Results, page: Path) -> None:
    """Puts the figures in place of those that stand between the page's two marks."""
    before, start, rest = page.read_text().partition(_START)
    _, end, after = rest.partition(_END)
    if not start or not end:
        raise SystemExit(f"{page} lacks its marks: {_START} and {_END}")
    page.write_text(f"{before}{_START}\n\n{markdown(results)}\n\n{_END}{after}")


def _tables(results: Results) -> Iterator[Table]:
    yield "Machine", ["", ""], [[key, value] for key, value in results.machine.items()]
    if results.targets:
        yield "Targets", ["", "target", "median", "lowest–highest", ""], [_target_row(row) for row in results.targets]
    if results.loads:
        quantities = list(next(iter(results.loads.values())))
        rows = [[case, *(_figure(row[key]) for key in quantities)] for case, row in results.loads.items()]
        yield "Load over HTTP", ["", *quantities], rows
    if results.stages:
        rows = [
            [row["name"], *(_figure(_microseconds(row[key])) for key in ("cpuNanoseconds", "wallNanoseconds"))]
            for row in results.stages
        ]
        yield "Stages, within one process", ["", "CPU µs", "time µs"], rows
    if results.single:
        rows = [[name, f"{_figure(figure)} {unit}".strip()] for name, (figure, unit) in results.single.items()]
        yield "Beside it", ["", ""], rows


def _target_row(target: Target) -> list[str]:
    sign = "≥" if target.at_least else "≤"
    figure = target.figure
    return [
        target.name,
        f"{sign} {target.limit:g} {target.unit}",
        f"{_number(figure.median)} {target.unit}",
        "" if figure.lowest == figure.highest else f"{_number(figure.lowest)}–{_number(figure.highest)}",
        "met" if target.is_met else "MISSED",
    ]


def _figure(figure: Figure) -> str:
    if figure.lowest == figure.highest:
        return _number(figure.median)
    return f"{_number(figure.median)} ({_number(figure.lowest)}–{_number(figure.highest)})"


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.3f}"


def _microseconds(nanoseconds: dict[str, float]) -> Figure:
    return Figure(*(nanoseconds[key] / 1000 for key in ("median", "lowest", "highest")))


def _aligned(title: str, head: list[str], rows: list[list[str]]) -> str:
    lines = ([head] if any(head) else []) + rows
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join([title, "-" * len(title), *(line.rstrip() for line in padded)])


def _piped(title: str, head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join([f"### {title}", "", *(f"| {' | '.join(line)} |" for line in lines)])
