"""A waiting time for a reader, never shorter than it was."""

import math

from epreuve.reports.words import Words


def waited(seconds: float | None, _: Words) -> str:
    """Whole milliseconds, or tenths of a second from one second on, rounded up; – without one."""
    if seconds is None:
        return "–"
    if seconds < 1:
        return f"{math.ceil(round(seconds * 1e3, 6))} ms"
    return f"{_.number(math.ceil(round(seconds * 10, 6)) / 10, 1)} s"
