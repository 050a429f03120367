"""Heartbeat of a service's processes: when they were down."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

NAME = Path("service/heartbeat.log")  # in the folder of a run
GAP = 1.0  # seconds without a beat that count as down: five beats
BEAT = 0.25  # seconds, rounded up: processes may respond so long after their last beat


@dataclass(frozen=True)
class Outage:
    """Processes were down from the last beat to the first one after."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """Length."""
        return self.end - self.start


def outages(beats: Iterable[float], responses: Iterable[float] = ()) -> list[Outage]:
    """Return the gaps between beats without a response of the service.

    With one, it was the heartbeat that waited for a core.
    """
    gaps = [Outage(a, b) for a, b in pairwise(beats) if b - a > GAP]
    times = sorted(responses)
    return [gap for gap in gaps if not _responds(gap, times)]


def _responds(gap: Outage, times: Sequence[float]) -> bool:
    first = bisect_left(times, gap.start + BEAT)
    return first < len(times) and times[first] < gap.end - BEAT


def read(run: Path) -> list[float]:
    """Return the beats of a run in seconds since 1970; an unfinished line is skipped."""
    lines = (run / NAME).read_text().splitlines()
    return [float(line.replace(",", ".")) for line in lines if len(line) == 17]
