"""Step-line and area paths for SVG charts."""

from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

StepValue = TypeVar("StepValue", int, float, "float | None")


def step_line(edges: Sequence[float], levels: Sequence[float | None]) -> str:
    """Return a step line, with a gap where a level is unknown."""
    path, left, before = "", edges[0], None
    for level, right in _runs(levels, edges[1:]):
        if level is not None:
            path += f"M{left:g} {level:g}" if before is None else _step("v", before, level)
            path += _step("h", left, right)
        before, left = level, right
    return path


def area(edges: Sequence[float], tops: Sequence[float], bottom: float) -> str:
    """Return the area between a step line and `bottom`."""
    if not tops:
        return ""
    path, left, before = f"M{edges[0]:g} {bottom:g}", edges[0], bottom
    for level, right in _runs(tops, edges[1:]):
        path += _step("v", before, level) + _step("h", left, right)
        before, left = level, right
    return f"{path}V{bottom:g}Z"


def _step(command: str, start: float, end: float) -> str:
    # Relative commands are shorter. Edges have one decimal, so rounding errors do not add up.
    return f"{command}{round(end - start, 1):g}"


def _runs(levels: Sequence[StepValue], ends: Sequence[float]) -> list[tuple[StepValue, float]]:
    """Return each run of equal levels: the level, and where the run ends."""
    runs = groupby(zip(levels, ends, strict=True), key=lambda step: step[0])
    return [(level, list(steps)[-1][1]) for level, steps in runs]
