"""Heartbeat of a service's processes: when they were down."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

NAME = Path("service/heartbeat.log")  # in the folder of a run
GAP = 1.0  # seconds without a beat that count as down: five beats


@dataclass(frozen=True)
class Outage:
    """Processes were down from the last beat to the first one after."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """Length."""
        return self.end - self.start


def outages(beats: Iterable[float]) -> list[Outage]:
    """Return the gaps between beats."""
    return [Outage(a, b) for a, b in pairwise(beats) if b - a > GAP]


def read(run: Path) -> list[float]:
    """Return the beats of a run in seconds since 1970; an unfinished line is skipped."""
    lines = (run / NAME).read_text().splitlines()
    return [float(line.replace(",", ".")) for line in lines if len(line) == 17]
