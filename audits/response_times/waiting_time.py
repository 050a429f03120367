"""Format of a waiting time in a table."""

import math

from epreuve.reports.words import Words


def waiting_time(seconds: float | None, _: Words) -> str:
    """Return milliseconds, or tenths of a second from one second on, rounded up; – for None."""
    if seconds is None:
        return "–"
    if seconds < 1:
        return f"{math.ceil(round(seconds * 1e3, 6))} ms"
    return f"{_.number(seconds, 1, 'up')} s"
