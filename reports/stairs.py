"""Stepped lines and surfaces as SVG path data: a count that holds for a second is a flat."""

from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

Level = TypeVar("Level", int, float, "float | None")


def stairs(edges: Sequence[float], levels: Sequence[float | None]) -> str:
    """Return a stepped line, with a gap where a level is unknown."""
    path, left, before = "", edges[0], None
    for level, right in _flats(levels, edges[1:]):
        if level is not None:
            path += f"M{left:g} {level:g}" if before is None else _step("v", before, level)
            path += _step("h", left, right)
        before, left = level, right
    return path


def area(edges: Sequence[float], tops: Sequence[float], foot: float) -> str:
    """Return the surface between a stepped line and what it stands on."""
    if not tops:
        return ""
    path, left, before = f"M{edges[0]:g} {foot:g}", edges[0], foot
    for level, right in _flats(tops, edges[1:]):
        path += _step("v", before, level) + _step("h", left, right)
        before, left = level, right
    return f"{path}V{foot:g}Z"


def _step(way: str, start: float, end: float) -> str:
    """Relative, for it is shorter; edges have one decimal, so that no error adds up."""
    return f"{way}{round(end - start, 1):g}"


def _flats(levels: Sequence[Level], ends: Sequence[float]) -> list[tuple[Level, float]]:
    """Return each stretch of equal levels as the level and where it ends."""
    stretches = groupby(zip(levels, ends, strict=True), key=lambda step: step[0])
    return [(level, list(steps)[-1][1]) for level, steps in stretches]
