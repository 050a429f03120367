"""Median duration and size of each step, of the users of one window."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from epreuve.audits.planning.plan import Window
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

RESOURCE = " → "  # in the name of a resource of a page: it is no step


@dataclass(frozen=True)
class StepMedian:
    """One step of the journeys: medians of its successful requests."""

    step: str
    seconds: float
    size: float  # bytes
    number: int


def step_medians(
    evidence: Evidence, attempts: Iterable[Attempt], window: Window
) -> Mapping[str, StepMedian]:
    """Return the medians of the first tries that began in a window, by step, slowest first."""
    users = {attempt.arrival for attempt in attempts}
    rows: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for one in evidence.requests(window.start, window.end):
        is_first = not one.attempt and one.outcome == "success"
        if is_first and one.arrival in users and RESOURCE not in one.step:
            rows[one.step].append((one.ended - one.intended, one.size))
    found = [
        StepMedian(
            step, median(time for time, _ in mine), median(size for _, size in mine), len(mine)
        )
        for step, mine in rows.items()
    ]
    return {one.step: one for one in sorted(found, key=lambda one: -one.seconds)}
