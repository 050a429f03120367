"""Format of a waiting time in a table."""

from epreuve.reports.formatting import rounded
from epreuve.reports.words import Words


def waiting_time(seconds: float | None, _: Words) -> str:
    """Return milliseconds, or tenths of a second from one second on, rounded up; – for None."""
    if seconds is None:
        return "–"
    milliseconds = rounded(seconds * 1e3, 0, "up")
    if milliseconds < 1_000:
        return f"{_.number(milliseconds)} ms"
    return f"{_.number(seconds, 1, 'up')} s"
