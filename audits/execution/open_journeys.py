"""Journeys of the load that have begun and not ended."""

import threading
from bisect import bisect_left
from collections.abc import Sequence

from epreuve.probes.evidence.records import Attempt
from epreuve.probes.evidence.row import Row
from epreuve.probes.load.arrival import Arrival


class OpenJourneys:
    """Counter of the attempts of a load; rows may come from several threads."""

    def __init__(self, arrivals: Sequence[Arrival]) -> None:
        self._planned = [arrival.at for arrival in arrivals]
        self._lock = threading.Lock()
        self._ended = 0

    def add(self, rows: Sequence[Row]) -> None:
        """Count the journeys that ended."""
        ended = sum(isinstance(row, Attempt) for row in rows)
        with self._lock:
            self._ended += ended

    def begun_before(self, planned: float) -> int:
        """Return how many journeys planned before a time, on the clock of the plan, are open."""
        return max(bisect_left(self._planned, planned) - self._ended, 0)
