"""Stepped lines and surfaces as SVG path data: a count that holds for a second is a flat."""

from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

Level = TypeVar("Level", int, float, "float | None")


def stairs(edges: Sequence[float], levels: Sequence[float | None]) -> str:
    """Return a stepped line, with a gap where a level is unknown."""
    path, left, pen_down = "", edges[0], False
    for level, right in _flats(levels, edges[1:]):
        if level is not None:
            path += f"V{level:g}" if pen_down else f"M{left:g} {level:g}"
            path += f"H{right:g}"
        pen_down, left = level is not None, right
    return path


def area(edges: Sequence[float], tops: Sequence[float], feet: Sequence[float]) -> str:
    """Return the surface between two stepped lines."""
    if not tops:
        return ""
    there = _flats(tops, edges[1:])
    back = _flats(feet[::-1], edges[-2::-1])
    steps = "".join(f"V{level:g}H{x:g}" for level, x in [*there, *back])
    return f"M{edges[0]:g} {feet[0]:g}{steps}Z"


def _flats(levels: Sequence[Level], ends: Sequence[float]) -> list[tuple[Level, float]]:
    """Return each stretch of equal levels as the level and where it ends."""
    stretches = groupby(zip(levels, ends, strict=True), key=lambda step: step[0])
    return [(level, list(steps)[-1][1]) for level, steps in stretches]
