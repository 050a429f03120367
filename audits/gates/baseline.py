"""The baseline: earlier runs of the same service that a release must not fall under."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from epreuve.audits.errors import Misuse
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import UnreadableAssessment, read_assessment

SPREADS = 2  # times the run-to-run spread is noise, not a regression [A]


@dataclass(frozen=True)
class Baseline:
    """One run or more; the more there are, the better the noise is known."""

    runs: tuple[Assessment, ...]

    @property
    def floor(self) -> float:
        """The median of their floors."""
        return statistics.median(each.result.floor for each in self.runs)

    @property
    def spread(self) -> float:
        """Points between the best and the worst floor; 0 with a single run, where it is unknown.

        A run that tells several trials brings the floor of each.
        """
        floors = [
            floor
            for each in self.runs
            for floor in (each.trials.floors if each.trials else (each.result.floor,))
        ]
        return max(floors) - min(floors)

    @property
    def knockouts(self) -> frozenset[str]:
        """Those that one of them had."""
        return frozenset(each.id for run in self.runs for each in run.result.knockouts)

    def tolerance(self, max_drop: float) -> float:
        """Points that the floor may lose: max(max_drop, 2 x spread)."""
        return max(max_drop, SPREADS * self.spread)


def read_run(place: Path) -> Assessment:
    """The assessment in a run's folder, or in a file. Raises Misuse."""
    path = place / "assessment.json" if place.is_dir() else place
    try:
        return read_assessment(path)
    except UnreadableAssessment as error:
        raise Misuse(str(error)) from None


def read_baseline(places: Sequence[Path], release: Assessment) -> Baseline | None:
    """The baseline of a release, None when no place is given.

    Raises Misuse when a place cannot be read, gave no verdict, or was not played and judged alike.
    """
    runs = tuple(read_run(place) for place in places)
    for place, run in zip(places, runs, strict=True):
        if run.run.interrupted is not None or run.result.letter is None:
            raise Misuse(f"{place}: has no letter, so it cannot be a baseline; give another run")
        for what, here, there in _conditions(release, run):
            if here != there:
                raise Misuse(
                    f"{place}: {what} is {there!r}, and {here!r} in the run to judge; "
                    "make the baseline again under the same conditions"
                )
    return Baseline(runs) if runs else None


def _conditions(a: Assessment, b: Assessment) -> list[tuple[str, str, str]]:
    """What must be alike. Seeds may differ: that is how the spread is known."""
    return [
        ("the service", a.service.name, b.service.name),
        ("the crisis", a.crisis.id, b.crisis.id),
        ("the grid", a.grid.sha256, b.grid.sha256),
        ("the scale", f"{a.run.scale:g}", f"{b.run.scale:g}"),
    ]
